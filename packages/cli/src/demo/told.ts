import { analyse, type KernelFacts, readModuleFacts } from "@kofit/core";
import { fileSource } from "@kofit/core/node";
import type { Told } from "./story.ts";

/**
 * Reads the module at `path` and judges it by `kernel`, as `kofit check` does.
 *
 * @param file what the story calls it.
 */
export async function told(path: string, file: string, kernel: KernelFacts): Promise<Told> {
  const source = fileSource(path);
  try {
    const facts = await readModuleFacts(source);
    return { file, facts, verdict: analyse(kernel, facts) };
  } finally {
    source.close();
  }
}
