import type { Recipe, RecipeGiven } from "../define-distribution.ts";

/** Right while the repositories have the headers of this kernel. */
export const stillOffered = {
  holds: ({ offered }: RecipeGiven) => offered,
  condition: { en: "the repository still has them", zh: "软件源中仍有该软件包" },
} as const satisfies Pick<Recipe, "holds" | "condition">;

/** Whether the repositories no longer have them; `undefined` when nobody asked. */
export const isGone = ({ offered }: RecipeGiven): boolean | undefined =>
  offered === undefined ? undefined : !offered;

/** Right when the repositories have gone on to newer kernels. */
export const newerOffered = {
  holds: isGone,
  condition: {
    en: "it has only those of newer kernels: take the newer kernel, too",
    zh: "软件源中只有更新内核的头文件：请同时升级内核",
  },
} as const satisfies Pick<Recipe, "holds" | "condition">;

/** Kernel and headers, built and packaged together. */
export const fromSource = (commands: Recipe["commands"]): Recipe => ({
  need: "kernel-from-source",
  holds: () => true,
  condition: { en: "packages of one build are wanted", zh: "需要同一次编译所得的内核和头文件" },
  commands,
});
