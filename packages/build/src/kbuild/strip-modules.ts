import { runProgram } from "../run/run-program.ts";
import type { Toolchain } from "../tools/toolchain.ts";

/** Milliseconds; of the largest drivers it takes seconds. */
const TIME_LIMIT = 120_000;
const OUTPUT_KEPT = 4096;

/**
 * Takes debug information off modules, as DKMS does (`strip -g`). A module that cannot be stripped is as good as it was: the
 * kernel does not read what is taken off.
 *
 * @throws an `AbortError` when `signal` fires.
 */
export async function stripModules(
  modules: readonly string[],
  { prefix, llvm }: Toolchain,
  signal: AbortSignal,
): Promise<void> {
  const program = llvm === undefined ? `${prefix}strip` : `llvm-strip${llvm === "1" ? "" : llvm}`;
  for (const module of modules) {
    await runProgram(program, ["-g", module], { timeLimit: TIME_LIMIT, outputKept: OUTPUT_KEPT, signal });
  }
}
