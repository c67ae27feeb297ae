import { createInterface } from "node:readline/promises";

/** Whether somebody sits there: a question in a pipe would never be answered, or by what was meant for something else. */
export const canAsk = ({
  stdin,
  stderr,
}: Readonly<Record<"stdin" | "stderr", { readonly isTTY?: boolean }>> = process): boolean =>
  stdin.isTTY === true && stderr.isTTY === true;

/** Streams of a terminal. */
export interface Streams {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Asks on stderr; anything but a yes is a no, and so is the end of the input.
 *
 * @throws an `AbortError` when `signal` fires.
 */
export async function askYesNo(
  question: string,
  signal: AbortSignal,
  { input, output }: Streams = { input: process.stdin, output: process.stderr },
): Promise<boolean> {
  const lines = createInterface({ input, output });
  const controller = new AbortController();
  const stop = (): void => controller.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  // readline takes Ctrl-C for itself.
  lines.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  const ended = new Promise<string>((resolve) => {
    lines.once("close", () => resolve(""));
  });
  try {
    const answer = await Promise.race([lines.question(`${question} `, { signal: controller.signal }), ended]);
    return /^(?:y|yes|是|好)$/i.test(answer.trim());
  } finally {
    signal.removeEventListener("abort", stop);
    lines.close();
  }
}
