import { correctedSymvers, type KernelFacts } from "@kofit/core";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Headers } from "../headers/open-headers.ts";
import type { PartOfPlan } from "./plan.ts";

const SYMVERS = "Module.symvers";
/** Symbols that a step names. */
const NAMED = 5;

/** `Module.symvers` with what the image says of its exports, where that is known to be otherwise. */
export async function symversRepair({ directory }: Headers, kernel: KernelFacts): Promise<PartOfPlan> {
  const differences = kernel.symversDifferences.known ? kernel.symversDifferences.value : undefined;
  // All lines of the image or none: a list that was put right by half would be taken for whole.
  if (!differences || differences.lines.length < differences.count) return {};
  const text = await readFile(join(directory, SYMVERS), "latin1");
  const { lines, image, count } = differences;
  return {
    step: {
      id: "symvers",
      lines: count,
      symbols: lines.slice(0, NAMED).map(({ symbol }) => symbol),
      from: image,
    },
    files: [{ path: SYMVERS, content: Buffer.from(correctedSymvers(text, lines), "latin1") }],
  };
}
