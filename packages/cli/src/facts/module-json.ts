import { type Fact, type ModuleFacts, nameOf, type Text, type ValueOf } from "@kofit/core";

type Column = Parameters<typeof nameOf>[0];

/** The facts of a module as JSON text, each with its origin, or why it is unknown; tables are lists of names. */
export function moduleJson(file: string, facts: ModuleFacts, signer: Text | undefined): string {
  const json = {
    ...facts,
    importedNamespaces: mapped(facts.importedNamespaces, (names) => [...names]),
    modversions: mapped(facts.modversions, versionsJson),
    ...(facts.modinfoElsewhere && { modinfoElsewhere: mapped(facts.modinfoElsewhere, entriesOfReaders) }),
    ...(facts.basicVersions && { basicVersions: mapped(facts.basicVersions, versionsJson) }),
    imports: mapped(facts.imports, ({ names, weak }) =>
      namesOf(names).map((symbol, row) => ({ symbol, weak: weak[row] === 1 })),
    ),
  } satisfies { [K in keyof ModuleFacts]: Fact<unknown> };
  return JSON.stringify(
    { schema: "kofit-module-facts/1", file, facts: json, ...(signer && { signer }) },
    plain,
    2,
  );
}

/** By loader what `.modinfo` tells it, `null` where it cannot be read. */
const entriesOfReaders = (readers: ValueOf<NonNullable<ModuleFacts["modinfoElsewhere"]>>): object =>
  Object.fromEntries(
    Object.entries(readers).map(([reader, { modinfo }]) => [reader, modinfo.known ? modinfo.value : null]),
  );

function versionsJson(versions: ValueOf<ModuleFacts["modversions"]>): object | undefined {
  if (!versions) return undefined;
  const crcs = namesOf(versions.names).map((name, row) => [name, versions.crcs[row] ?? 0]);
  return { layout: versions.layout, crcs: Object.fromEntries(crcs) };
}

const namesOf = (column: Column): readonly string[] =>
  Array.from({ length: column.count }, (_, row) => nameOf(column, row));

function mapped<T, R>(fact: Fact<T>, map: (value: T) => R): Fact<R> {
  return fact.known ? { ...fact, value: map(fact.value) } : fact;
}

/** Addresses and bytes are hexadecimal strings; what is absent is `null`, since it was looked for. */
function plain(key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `0x${value.toString(16)}`;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
  return value === undefined && key === "value" ? null : value;
}
