import type { Reason } from "../../src/agreement.ts";

/** Why kofit and a kernel still differ. A difference that is not here is a bug. */
export const reasons: readonly Reason[] = [
  {
    id: "per-cpu-code",
    why: "The variables of each processor are in a section with another name, and so are ordinary data. That the code adds an offset of its processor to their address only its instructions tell, which no loader reads.",
    kofit: "loads",
    modules: ["percpu-renamed"],
  },
];
