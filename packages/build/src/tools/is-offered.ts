import type { Distribution } from "@kofit/core";
import { programOnPath } from "@kofit/core/node";
import { runProgram } from "../run/run-program.ts";

/** Milliseconds; package managers read their whole index. */
const TIME_LIMIT = 20_000;

/** Every repository has it: where even this is not offered, the index was never fetched. */
const ALWAYS_THERE = "make";

/**
 * Whether the repositories of this machine have a package, as the package manager knows them from their last update.
 * `undefined` when it cannot say: it is not there, or has fetched no index.
 *
 * @throws an `AbortError` when `signal` fires.
 */
export async function isOffered(
  distribution: Pick<Distribution, "asksFor">,
  name: string,
  signal?: AbortSignal,
): Promise<boolean | undefined> {
  const ask = async (one: string): Promise<boolean | undefined> => {
    const [program = "", ...args] = distribution.asksFor(one);
    if (programOnPath(program) === undefined) return undefined;
    const { how, code, output } = await runProgram(program, args, {
      timeLimit: TIME_LIMIT,
      outputKept: 4096,
      ...(signal && { signal }),
    });
    return how === "exited" ? code === 0 && output.trim() !== "" : undefined;
  };
  const found = await ask(name);
  return found === false && (await ask(ALWAYS_THERE)) !== true ? undefined : found;
}
