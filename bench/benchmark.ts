import type { Corpus } from "../packages/core/test/oracle/corpus.ts";
import type { Candidate } from "./measure.ts";

export interface Benchmark {
  readonly title: string;
  /** What the issue allows: kofit's wall time in peers' wall times. */
  readonly limit: number;
  readonly rounds: number;
  /** kofit first, then its peers. */
  candidates(scratch: string): Promise<readonly Candidate[]>;
}

/** A module in the middle of the tree, of middling size. */
export function oneModule({ modules }: Corpus): string {
  const found = modules.find((path) => path.endsWith("/virtio_net.ko")) ?? modules[0];
  if (found === undefined) throw new Error("a kernel without modules");
  return found;
}
