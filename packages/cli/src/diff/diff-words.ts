/** What both printed forms of a comparison say. */
export const words = {
  heading: { en: "Two kernels, compared", zh: "两个内核的比较" },
  alike: {
    en: (a: string, b: string, subjects: string) =>
      `${a} and ${b} are alike in all that matters to modules: ${subjects}.`,
    zh: (a: string, b: string, subjects: string) => `${a} 与 ${b} 在与模块有关的各方面均相同：${subjects}。`,
  },
  same: {
    en: (subjects: string) => `Alike: ${subjects}.`,
    zh: (subjects: string) => `相同：${subjects}。`,
  },
  unknown: { en: "not known, so not compared", zh: "未知，因此未比较" },
  give: {
    en: "Give that by --a for A and by --b for B, where --kernel is written.",
    zh: "上文中的 --kernel，对 A 请用 --a，对 B 请用 --b。",
  },
  why: {
    en: (side: string, why: string) => `${side}: ${why}`,
    zh: (side: string, why: string) => `${side}：${why}`,
  },
  comma: { en: ", ", zh: "、" },
} as const;
