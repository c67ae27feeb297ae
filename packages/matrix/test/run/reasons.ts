import type { Reason } from "../../src/agreement.ts";

/** Why kofit and a kernel still differ. A difference that is not here is a bug. */
export const reasons: readonly Reason[] = [
  {
    id: "init-fails",
    why: "The init function fails, and the module is refused with its errno: only running it tells.",
    modules: ["seed-fails"],
  },
];
