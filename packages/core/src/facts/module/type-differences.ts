import { type ReachedDifference, walker } from "../../c-types/compare-reached.ts";
import { functionsOf } from "../../c-types/functions-of.ts";
import { behind, isRecord } from "../../c-types/record-behind.ts";
import type { CTypes, RecordType, TypeId } from "../../model/c-type.ts";
import type { TypeDifference, TypeDifferences } from "../../model/type-difference.ts";

/**
 * What a module was compiled with beside the kernel's types, as far as the module has to do with it: from the parameters and
 * results of the kernel's functions that it imports, and from `struct module`, as far as pointers lead. A type that only shares
 * its name with one of the kernel's does not meet it: both are what the same declaration of a header refers to.
 *
 * @param own the module's: of its debug information, or of its BTF with names and sizes
 * @param imports names of the symbols that it imports
 * @throws {FormatError} if types are damaged.
 */
export function typeDifferences(own: CTypes, kernel: CTypes, imports: readonly string[]): TypeDifferences {
  const sized = sizeOnly(own);
  const from = sized.length > 0 ? "BTF" : "debug information";
  const roots = sized.length > 0 ? sized : recordsOf(kernel, [...imports, MODULE_LAYOUT]);
  const walk = walker(own, kernel);
  const pairs = roots.flatMap(({ kind, name }) => walk.named(kind, name) ?? []);
  const found = [...walk.differences(pairs)].map(plain).filter(isNoStructModule);
  const isHandled = from === "BTF" ? () => true : worksOn(own);
  return {
    from,
    handled: ownFirst(found.filter((one) => isHandled(one))),
    others: ownFirst(found.filter((one) => !isHandled(one))),
  };
}

/** Its parameters are what every module shares with the kernel. kernel/module/version.c */
const MODULE_LAYOUT = "module_layout";

/** Of `struct module` other findings tell. */
const isNoStructModule = ({ name }: NamedRecord): boolean => name !== "module";

/** A record by its name. */
type NamedRecord = Pick<RecordType, "kind" | "name">;

const ownFirst = (all: readonly TypeDifference[]): readonly TypeDifference[] =>
  all.toSorted((a, b) => Number(b.isOwn) - Number(a.isOwn));

function plain(found: ReachedDifference): TypeDifference {
  const { kind, name, sizes, onlyInA, onlyInB, moved, isOwn } = found;
  return { kind, name, sizes, onlyInModule: onlyInA, onlyInKernel: onlyInB, moved: moved.length, isOwn };
}

/** Records of which the module knows the size alone: those of the kernel that its own types contain. */
const sizeOnly = (own: CTypes): readonly NamedRecord[] =>
  recordsIn(own).flatMap(([, id]) => {
    const type = own.type(id);
    return isRecord(type) && type.sizeOnly ? [type] : [];
  });

const recordsIn = (types: CTypes): readonly (readonly [name: string, id: TypeId])[] => [
  ...types.definitions("struct"),
  ...types.definitions("union"),
];

/** Records that functions of these names take and give, by pointers too; each once. */
function recordsOf(types: CTypes, functions: readonly string[]): readonly NamedRecord[] {
  const all = functionsOf(types);
  const found = new Map<string, NamedRecord>();
  for (const name of functions) {
    const id = all.get(name);
    if (id !== undefined) for (const one of recordsOfFunction(types, id)) found.set(keyOf(one), one);
  }
  return [...found.values()];
}

const keyOf = ({ kind, name }: NamedRecord): string => `${kind} ${name}`;

function recordsOfFunction(types: CTypes, id: TypeId): readonly NamedRecord[] {
  const type = types.type(id);
  if (type.kind !== "function") return [];
  return [...type.parameters.map((one) => one.type), type.returns].flatMap((part) => {
    const found = behind(types, part).type;
    return isRecord(found) && found.name !== "" ? [found] : [];
  });
}

/** Whether functions of the module, inlined ones too, take or give a record. */
function worksOn(own: CTypes): (record: NamedRecord) => boolean {
  const found = new Set<string>();
  for (const [, id] of own.definitions("function")) {
    for (const one of recordsOfFunction(own, id)) found.add(keyOf(one));
  }
  return (record) => found.has(keyOf(record));
}
