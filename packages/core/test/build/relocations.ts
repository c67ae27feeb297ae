import { bytesSource } from "../../src/io/byte-source.ts";
import { readModuleFacts } from "../../src/facts/module/index.ts";
import type { CodeOddities } from "../../src/model/code.ts";
import type { Relocations } from "../../src/model/relocations.ts";
import { moduleFile, type ModuleSpec } from "./module-writer.ts";

/** What is odd about the relocations of a module that is written so. */
export async function relocationsOf(spec: ModuleSpec): Promise<Relocations> {
  const { relocations } = await readModuleFacts(bytesSource("t.ko", moduleFile(spec)));
  if (!relocations.known) throw new Error(relocations.why.en);
  return relocations.value;
}

/** What is odd about the instructions of a module that is written so. */
export async function codeOf(spec: ModuleSpec): Promise<CodeOddities> {
  const { code } = await readModuleFacts(bytesSource("t.ko", moduleFile(spec)));
  if (!code.known) throw new Error(code.why.en);
  return code.value;
}
