import type { Reason } from "../../src/agreement.ts";

/** Why kofit and a kernel still differ. A difference that is not here is a bug. */
export const reasons: readonly Reason[] = [];
