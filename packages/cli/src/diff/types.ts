import {
  type ChangedType,
  compareLayouts,
  comparisonOf,
  type CTypes,
  type ExportTable,
  findName,
  type Language,
  layoutOf,
  type NamedType,
  type Text,
  type TypesComparison,
} from "@kofit/core";
import { partText, sizesText, typeName } from "./part-text.ts";
import { compareFacts, headed, type How, type Line, type Outcome, type Section } from "./section.ts";
import type { Side } from "./side.ts";

type Differs = Extract<Outcome, { state: "differs" }>;

const words = {
  own: {
    en: (count: number) => `changed themselves: ${count}, those that most others contain first`,
    zh: (count: number) => `自身改变的 ${count} 个，被包含最多的在前：`,
  },
  through: {
    en: (count: number) => `changed only by what they contain: ${count}`,
    zh: (count: number) => `仅因所含类型而改变的 ${count} 个：`,
  },
  functions: {
    en: (count: number) =>
      `${count} exported function${count === 1 ? "" : "s"} with other parameters or results:`,
    zh: (count: number) => `参数或返回值不同的导出函数 ${count} 个：`,
  },
  removed: {
    en: (count: number) => `${count} that only A has:`,
    zh: (count: number) => `仅 A 有的 ${count} 个：`,
  },
  added: {
    en: (count: number) => `${count} that only B has:`,
    zh: (count: number) => `仅 B 有的 ${count} 个：`,
  },
  inside: {
    en: (count: number) => `in ${count} other type${count === 1 ? "" : "s"}`,
    zh: (count: number) => `被 ${count} 个其他类型包含`,
  },
  members: {
    added: { en: "added", zh: "新增" },
    removed: { en: "removed", zh: "删除" },
    retyped: { en: "retyped", zh: "类型不同" },
    moved: { en: "moved", zh: "移动" },
  },
} as const;

const comma = { en: ", ", zh: "，" } as const;
const colon = { en: ": ", zh: "：" } as const;

const noTable: { readonly why: Text; readonly remedy: Text } = {
  why: { en: "only a part of the kernel's types is at hand", zh: "手头只有内核的部分类型信息" },
  remedy: {
    en: "give its BTF: the kernel image, or a copy of /sys/kernel/btf/vmlinux",
    zh: "请给出其 BTF：内核映像，或 /sys/kernel/btf/vmlinux 的副本",
  },
};

/** Types of the two kernels, from their BTF. */
export const types: Section = {
  id: "types",
  title: { en: "types", zh: "类型" },
  compare: (a, b) => {
    if (!a.types.known || !b.types.known) return compareFacts(a.types, b.types, () => undefined);
    const [mine, theirs] = [a.types.value, b.types.value];
    const compared = comparisonOf(mine, theirs);
    if (!compared) return { state: "unknown", unknown: [{ side: mine.table ? "B" : "A", ...noTable }] };
    const found = ranked(compared, a, b);
    const isSame = Object.values(found).every(({ length }) => length === 0);
    return isSame ? { state: "same" } : differs(found, mine, theirs);
  },
};

interface Found {
  readonly own: readonly ChangedType[];
  readonly through: readonly ChangedType[];
  readonly functions: readonly ChangedType[];
  readonly removed: readonly NamedType[];
  readonly added: readonly NamedType[];
}

const isType = ({ kind }: NamedType): boolean => kind !== "function";

/** Functions count where both kernels export them: the others are nothing to a module. */
function ranked({ changed, removed, added }: TypesComparison, a: Side, b: Side): Found {
  const tables = [a, b].map(({ facts: { exports } }) => (exports.known ? exports.value : undefined));
  const isExported = (name: string): boolean => tables.every((table) => !table || hasName(table, name));
  return {
    own: changed
      .filter((one) => one.isOwn && isType(one))
      .toSorted((x, y) => y.affects - x.affects || Number(resized(y)) - Number(resized(x))),
    through: changed.filter(({ isOwn }) => !isOwn),
    functions: changed.filter((one) => !isType(one) && isExported(one.name)),
    removed: removed.filter(isType),
    added: added.filter(isType),
  };
}

const resized = ({ sizes }: ChangedType): boolean => sizes !== undefined && sizes[0] !== sizes[1];
const hasName = ({ names }: ExportTable, name: string): boolean =>
  findName(names, new TextEncoder().encode(`${name}\0`), 0) >= 0;

function differs(found: Found, a: CTypes, b: CTypes): Differs {
  return {
    state: "differs",
    data: { ...found, own: found.own.map((one) => ({ ...one, members: membersOf(a, b, one) ?? null })) },
    lines: (how) => linesOf(found, a, b, how),
  };
}

const plain =
  (mark: "-" | "+" | "~") =>
  ({ kind, name }: NamedType): readonly Line[] => [{ mark, text: typeName(kind, name) }];

function linesOf(
  { own, through, functions, removed, added }: Found,
  a: CTypes,
  b: CTypes,
  how: How,
): readonly Line[] {
  const { language } = how;
  return [
    ...headed(words.own[language](own.length), own, how, (one) => ownLines(a, b, one, language)),
    ...headed(words.through[language](through.length), through, how, (one) => [
      {
        mark: "~",
        text: `${changedName(one, language)}${colon[language]}${one.through ? partText(one.through, language) : ""}`,
      },
    ]),
    ...headed(words.functions[language](functions.length), functions, how, plain("~")),
    ...headed(words.removed[language](removed.length), removed, how, plain("-")),
    ...headed(words.added[language](added.length), added, how, plain("+")),
  ];
}

const changedName = ({ kind, name, sizes }: ChangedType, language: Language): string =>
  `${typeName(kind, name)}${sizes ? comma[language] + sizesText(sizes, language) : ""}`;

function ownLines(a: CTypes, b: CTypes, one: ChangedType, language: Language): readonly Line[] {
  const inside = one.affects > 0 ? comma[language] + words.inside[language](one.affects) : "";
  const members = membersOf(a, b, one);
  return [
    { mark: "~", text: changedName(one, language) + inside },
    ...(members ? [{ text: membersText(members, language), isDetail: true as const }] : []),
  ];
}

interface MemberChanges {
  readonly removed: readonly string[];
  readonly added: readonly string[];
  readonly retyped: readonly string[];
  readonly moved: readonly string[];
}

/** What became of the members of a struct or union; `undefined` for other types, and when it is not in them. */
function membersOf(a: CTypes, b: CTypes, { ids: [one, other] }: ChangedType): MemberChanges | undefined {
  const [mine, theirs] = [a.type(one), b.type(other)];
  if (mine.kind !== "struct" && mine.kind !== "union") return undefined;
  if (theirs.kind !== "struct" && theirs.kind !== "union") return undefined;
  const { rows } = compareLayouts(layoutOf(a, mine), layoutOf(b, theirs));
  const of = (change: keyof MemberChanges): readonly string[] =>
    rows
      .flatMap((row) => (row.change === change ? ((row.b ?? row.a)?.name ?? "") : ""))
      .filter((name) => name !== "");
  const found = { removed: of("removed"), added: of("added"), retyped: of("retyped"), moved: of("moved") };
  return Object.values(found).some(({ length }) => length > 0) ? found : undefined;
}

/** Members of one kind that are named; more are counted. */
const NAMED = 4;

function membersText(members: MemberChanges, language: Language): string {
  const separator = { en: "; ", zh: "；" }[language];
  const parts = (["removed", "added", "retyped", "moved"] as const).flatMap((change) => {
    const names = members[change];
    if (names.length === 0) return [];
    const shown = names.slice(0, NAMED).map((name) => `\`${name}\``);
    const more = names.length > NAMED ? [`… ${names.length}`] : [];
    return [
      `${words.members[change][language]} ${[...shown, ...more].join(language === "zh" ? "、" : ", ")}`,
    ];
  });
  return parts.join(separator);
}
