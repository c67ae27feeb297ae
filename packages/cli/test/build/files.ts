import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeFacts } from "@kofit/core";
import { exportParts } from "../../../core/test/build/export-writer.ts";
import { exportTable, kernelFacts } from "../../../core/test/build/facts.ts";
import { moduleFile, type ModuleSpec } from "../../../core/test/build/module-writer.ts";

const VERMAGIC = "6.12.95-test SMP preempt mod_unload modversions ";
const CRCS = { module_layout: 0x11, _printk: 0x22 };
const SIZE = 0x500;

/** A module that fits the kernel of {@link writeKernel}, with changes. */
export function moduleBytes(changes: Partial<ModuleSpec> = {}): Uint8Array {
  return moduleFile({
    modinfo: ["name=hello", "license=GPL", `vermagic=${VERMAGIC}`],
    imports: ["_printk"],
    versions: CRCS,
    thisModule: { size: SIZE, init: 0x138, exit: 0x4a8, name: "hello" },
    ...changes,
  });
}

/** A module that exports `symbol`, with that CRC. */
export function exportingModule(symbol: string, crc: number): Uint8Array {
  const layout = { fieldSize: 4, fields: 3, crcs: "literal" } as const;
  const exports = exportParts([{ symbol, table: "__ksymtab", crc }], layout, {
    littleEndian: true,
    wordSize: 8,
  });
  return moduleBytes({ modinfo: [`name=${symbol}`, "license=GPL", `vermagic=${VERMAGIC}`], ...exports });
}

/** Recorded facts of an x86_64 kernel; answers with the path of the file. */
export function writeKernel(directory: string): string {
  const path = join(directory, "kernel.facts.json");
  const exports = exportTable(Object.entries(CRCS).map(([symbol, crc]) => ({ symbol, crc })));
  writeFileSync(
    path,
    writeFacts(
      kernelFacts({
        structModule: { size: SIZE, init: 0x138, exit: 0x4a8 },
        exports,
        crcs: { names: exports.names, crcs: exports.crcs },
      }),
    ),
  );
  return path;
}

/** Writes files below `directory`; answers with `directory`. */
export function writeFiles(directory: string, files: Readonly<Record<string, Uint8Array | string>>): string {
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, content);
  }
  return directory;
}
