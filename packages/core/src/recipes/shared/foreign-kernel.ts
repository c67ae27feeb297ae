import type { Recipe, RecipeGiven } from "../define-distribution.ts";

/** Of a kernel that the distribution did not make there is no package in its repositories: not the headers, and no newer one. */
export const foreignKernel = (isOwn: (given: RecipeGiven) => boolean): Recipe => ({
  need: "headers",
  holds: (given) => (isOwn(given) ? false : given.offered !== true),
  condition: {
    en: "the kernel is none of the distribution's (its release is not named like theirs): whoever made it has its headers",
    zh: "该内核不是本发行版的内核（版本命名不同）：头文件应由该内核的制作者提供",
  },
  commands: () => [],
  note: {
    en: "Ask where the kernel came from (a vendor, a cloud, a build of your own: `make bindeb-pkg` makes both packages), or take a kernel of the distribution.",
    zh: "请向该内核的来源（厂商、云平台、自行编译：`make bindeb-pkg` 会同时生成两个软件包）索取头文件，或改用本发行版的内核。",
  },
});

/** A recipe that is right for the distribution's own kernels only. */
export const ifOwn = (isOwn: (given: RecipeGiven) => boolean, recipe: Recipe): Recipe => ({
  ...recipe,
  holds: (given) => (isOwn(given) ? recipe.holds(given) : false),
});
