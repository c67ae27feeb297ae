import { type Export, exportAt } from "../../model/exports.ts";
import { known } from "../../model/fact.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import { isGplCompatible } from "../../model/license.ts";
import type { ModuleFacts } from "../../model/module.ts";
import { findName, nameOf, nameTable } from "../../model/names.ts";
import type { PairFacts, Resolution, Unresolved } from "../../model/pair.ts";

/** simplify_symbols() and resolve_symbol() in kernel/module/main.c: lookup, GPL filter, CRC, namespace. */
export function resolution(kernel: KernelFacts, module: ModuleFacts): PairFacts["resolution"] {
  const { imports, modversions, license, importedNamespaces } = module;
  for (const fact of [imports, modversions, license, importedNamespaces, kernel.exports])
    if (!fact.known) return fact;
  if (
    !imports.known ||
    !modversions.known ||
    !license.known ||
    !importedNamespaces.known ||
    !kernel.exports.known
  ) {
    throw new TypeError("unreachable: every fact was known");
  }
  const exports = kernel.exports.value;
  const { names, symbolIndex, weak } = imports.value;
  const gpl = isGplCompatible(license.value);
  const versions = modversions.value?.layout === "basic" ? modversions.value : undefined;
  let versionNames: ReturnType<typeof nameTable> | undefined;

  const found = {
    unknown: [] as Unresolved[],
    gplOnly: [] as Resolution["gplOnly"][number][],
    namespaceNotImported: [] as Resolution["namespaceNotImported"][number][],
    withoutCrc: [] as Unresolved[],
  };
  const owners = new Set<number>();
  for (let row = 0; row < names.count; row += 1) {
    const exported = findName(exports.names, names.bytes, names.at[row] ?? 0);
    const at = (): Unresolved => ({ symbol: nameOf(names, row), symbolIndex: symbolIndex[row] ?? 0 });
    const of = (): Export => exportAt(exports, exported);
    if (exported < 0) {
      if (weak[row] !== 1) found.unknown.push(at());
      continue;
    }
    owners.add(exports.ownerIndex[exported] ?? 0);
    // GPL-only exports are invisible to a proprietary module; weak ones stay 0. find_symbol() in kernel/module/main.c
    if (!gpl && exports.gplOnly[exported] === 1) {
      if (weak[row] !== 1) found.gplOnly.push({ ...at(), owner: of().owner });
      continue;
    }
    const namespace = exports.namespaces[exports.namespaceIndex[exported] ?? 0] ?? "";
    if (namespace !== "" && !importedNamespaces.value.has(namespace)) {
      found.namespaceNotImported.push({ ...at(), namespace, owner: of().owner });
    }
    if (versions && exports.crcs[exported] !== 0) {
      versionNames ??= nameTable(versions.names);
      if (findName(versionNames, names.bytes, names.at[row] ?? 0) < 0) found.withoutCrc.push(at());
    }
  }
  const providers = [...owners]
    .map((index) => exports.owners[index] ?? "")
    .filter((owner) => owner !== "vmlinux");
  return known({ ...found, providers }, kernel.exports.origin);
}
