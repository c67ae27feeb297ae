import { type Fact, known } from "../../model/fact.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import type { ModuleFacts } from "../../model/module.ts";
import { findName, nameOf, nameTable } from "../../model/names.ts";
import type { CrcMismatch, PairFacts } from "../../model/pair.ts";
import { ownerOf } from "./owner-of.ts";

/** check_version() in kernel/module/version.c, for every import that has a CRC on both sides. */
export function crcMismatches(kernel: KernelFacts, module: ModuleFacts): PairFacts["crcMismatches"] {
  const { imports, modversions } = module;
  if (!imports.known) return imports;
  if (!modversions.known) return modversions;
  if (!kernel.crcs.known) return kernel.crcs;
  const found: CrcMismatch[] = [];
  const { value: crcs, origin } = kernel.crcs;
  const versions = modversions.value;
  if (versions) {
    let table: ReturnType<typeof nameTable> | undefined;
    // The versions are few and nearly all right: look each one up in the kernel, and only a wrong one in the imports.
    for (let row = 0; row < versions.names.count; row += 1) {
      const kernelRow = findName(crcs.names, versions.names.bytes, versions.names.at[row] ?? 0);
      const kernelCrc = crcs.crcs[kernelRow] ?? 0;
      const moduleCrc = versions.crcs[row] ?? 0;
      if (kernelRow >= 0 && kernelCrc !== 0 && kernelCrc !== moduleCrc) {
        table ??= nameTable(imports.value.names);
        const importRow = findName(table, versions.names.bytes, versions.names.at[row] ?? 0);
        if (importRow >= 0) {
          const symbol = nameOf(versions.names, row);
          const symbolIndex = imports.value.symbolIndex[importRow] ?? 0;
          found.push({ symbol, symbolIndex, moduleCrc, kernelCrc, ...ownerOf(kernel.exports, symbol) });
        }
      }
    }
  }
  return known(
    found.toSorted((a, b) => a.symbolIndex - b.symbolIndex),
    origin,
  ) satisfies Fact<readonly CrcMismatch[]>;
}
