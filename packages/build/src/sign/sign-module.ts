import { existsSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../run/run-program.ts";
import type { SigningKey } from "./signing-keys.ts";

/** How modules are signed. */
export interface Signing extends SigningKey {
  /** The headers, whose `scripts/sign-file` does it. */
  readonly headers: string;
  /** CONFIG_MODULE_SIG_HASH; absent: sha512, as DKMS has it. */
  readonly hash?: string;
  readonly signal: AbortSignal;
}

/** Why a module could not be signed. */
export interface NotSigned {
  readonly module: string;
  /** `sign-file` is not there, or what it said. */
  readonly why: "no-program" | "failed";
  readonly output: string;
}

/** Milliseconds; a key in hardware asks somebody to touch it. */
const TIME_LIMIT = 120_000;
const OUTPUT_KEPT = 4096;

/** The program of the headers that signs: scripts/sign-file.c of the kernel. */
export const signFileOf = (headers: string): string => join(headers, "scripts/sign-file");

/**
 * Signs modules where they are; answers with the first that could not be. A passphrase is taken from KBUILD_SIGN_PIN, as
 * `sign-file` does.
 *
 * @throws an `AbortError` when the signal fires.
 */
export async function signModules(
  modules: readonly string[],
  { key, certificate, headers, hash = "sha512", signal }: Signing,
): Promise<NotSigned | undefined> {
  const program = signFileOf(headers);
  const pin = process.env["KBUILD_SIGN_PIN"];
  for (const module of modules) {
    if (!existsSync(program)) return { module, why: "no-program", output: program };
    const { how, code, output } = await runProgram(program, [hash, key, certificate, module], {
      timeLimit: TIME_LIMIT,
      outputKept: OUTPUT_KEPT,
      ...(pin !== undefined && { environment: { KBUILD_SIGN_PIN: pin } }),
      signal,
    });
    if (how !== "exited" || code !== 0) return { module, why: "failed", output };
  }
  return undefined;
}
