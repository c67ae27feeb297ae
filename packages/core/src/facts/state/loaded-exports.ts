import { type Export, exportAt, type ExportTable } from "../../model/exports.ts";
import { moduleNameOf } from "../../model/module-name.ts";
import { nameColumn, nameTable } from "../../model/names.ts";
import type { LoadedModule } from "../../model/state.ts";

/**
 * The exports that a kernel finds with these modules loaded, the first of several of one name: find_symbol() in
 * kernel/module/main.c asks the image, then the modules in the order in which they were loaded.
 *
 * @param rest whether the kernel's other modules are loaded when they are needed
 */
export function exportsWith(all: ExportTable, loaded: readonly LoadedModule[], rest: boolean): ExportTable {
  const byOwner = rowsByOwner(all);
  const ofLoaded = loaded.flatMap(({ name, exports }): readonly Export[] =>
    exports ? exports.map((one) => ({ crc: 0, ...one, owner: name })) : (byOwner.get(name) ?? []),
  );
  // What the kernel's modules export may be unknown; who is loaded with its file at hand is known.
  const partial = all.modulesUnknown && (rest || loaded.some(({ exports }) => !exports));
  // A name may come twice: a name table finds the first.
  const table = tableOf([
    ...(byOwner.get(IMAGE) ?? []),
    ...ofLoaded,
    ...(rest ? [...byOwner.values()].flat() : []),
  ]);
  return partial ? { ...table, modulesUnknown: true } : table;
}

const IMAGE = "vmlinux";

/** By name of the owner, as the kernel knows it. */
function rowsByOwner(table: ExportTable): ReadonlyMap<string, readonly Export[]> {
  const found = new Map<string, Export[]>();
  for (let row = 0; row < table.names.count; row += 1) {
    const one = exportAt(table, row);
    const owner = one.owner === IMAGE ? IMAGE : moduleNameOf(one.owner);
    const rows = found.get(owner) ?? [];
    if (rows.length === 0) found.set(owner, rows);
    rows.push(one);
  }
  return found;
}

function tableOf(rows: readonly Export[]): ExportTable {
  const namespaces = indexer("");
  const owners = indexer(IMAGE);
  return {
    names: nameTable(nameColumn(rows.map(({ symbol }) => symbol))),
    crcs: Uint32Array.from(rows, ({ crc }) => crc),
    gplOnly: Uint8Array.from(rows, ({ gplOnly }) => (gplOnly ? 1 : 0)),
    namespaceIndex: Uint16Array.from(rows, ({ namespace = "" }) => namespaces.indexOf(namespace)),
    ownerIndex: Uint16Array.from(rows, ({ owner }) => owners.indexOf(owner)),
    namespaces: namespaces.all,
    owners: owners.all,
  };
}

/** Numbers words as they come. */
function indexer(first: string): { all: string[]; indexOf(word: string): number } {
  const indexes = new Map([[first, 0]]);
  const all = [first];
  return {
    all,
    indexOf(word) {
      const index = indexes.get(word) ?? all.push(word) - 1;
      indexes.set(word, index);
      return index;
    },
  };
}
