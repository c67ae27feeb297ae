// Written by `npm run registries` from the files of this folder. Do not edit.

export const commands = {
  build: () => import("./build.ts"),
  check: () => import("./check.ts"),
  demo: () => import("./demo.ts"),
  diff: () => import("./diff.ts"),
  dkms: () => import("./dkms.ts"),
  explain: () => import("./explain.ts"),
  facts: () => import("./facts.ts"),
  hook: () => import("./hook.ts"),
  layout: () => import("./layout.ts"),
  matrix: () => import("./matrix.ts"),
  preflight: () => import("./preflight.ts"),
  recipe: () => import("./recipe.ts"),
  repair: () => import("./repair.ts"),
  why: () => import("./why.ts"),
} as const;
