import type { Language, StructMember, StructModule } from "@kofit/core";
import { code, compareFacts, limited, type Line, type Section } from "./section.ts";

/** A member that both have, at different offsets. */
interface Moved {
  readonly name: string;
  readonly a: number;
  readonly b: number;
}

interface Found {
  readonly sizes: readonly [a: number, b: number];
  /** Absent where the types of a side are not known: a module of that kernel told its size. */
  readonly members?: {
    readonly added: readonly StructMember[];
    readonly removed: readonly StructMember[];
    readonly moved: readonly Moved[];
  };
  /** `init` and `exit`, where they moved. */
  readonly slots: readonly Moved[];
}

const words = {
  size: {
    en: (a: number, b: number) =>
      a === b ? `${a} bytes in both` : `${a} bytes in A, ${b} in B: modules of one are not for the other`,
    zh: (a: number, b: number) =>
      a === b ? `两者均为 ${a} 字节` : `A 中为 ${a} 字节，B 中为 ${b} 字节：一方的模块不能用于另一方`,
  },
  at: {
    en: ({ name, a, b }: Moved) => `${code(name)} at ${a} in A, at ${b} in B`,
    zh: ({ name, a, b }: Moved) => `${code(name)} 在 A 中位于 ${a}，在 B 中位于 ${b}`,
  },
  member: {
    en: ({ name, offset }: StructMember) => `${code(name)} at ${offset}`,
    zh: ({ name, offset }: StructMember) => `${code(name)}，位于 ${offset}`,
  },
  moved: {
    en: (count: number) => `${count} more member${count === 1 ? "" : "s"} at another offset`,
    zh: (count: number) => `另有 ${count} 个成员的偏移不同`,
  },
} as const;

/** The struct that every module carries; check_modstruct_version() and the loader's sanity checks. */
export const structModule: Section = {
  id: "struct-module",
  title: { en: "struct module", zh: "struct module" },
  compare: ({ facts: { structModule: a } }, { facts: { structModule: b } }) =>
    compareFacts(a, b, (mine, theirs) => {
      const found = differences(mine, theirs);
      return (
        found && { state: "differs", data: found, lines: (how) => linesOf(found, how.language, how.limit) }
      );
    }),
};

function differences(a: StructModule, b: StructModule): Found | undefined {
  const members = a.members && b.members && memberDifferences(a.members, b.members);
  const slots = (["init", "exit"] as const).flatMap((name) => {
    const [mine, theirs] = [a[name], b[name]];
    return mine === undefined || theirs === undefined || mine === theirs
      ? []
      : [{ name, a: mine, b: theirs }];
  });
  const lists = members ? Object.values(members) : [];
  const isSame = a.size === b.size && slots.length === 0 && lists.every(({ length }) => length === 0);
  return isSame ? undefined : { sizes: [a.size, b.size], slots, ...(members && { members }) };
}

function memberDifferences(
  a: readonly StructMember[],
  b: readonly StructMember[],
): NonNullable<Found["members"]> {
  const [mine, theirs] = [a, b].map((all) => new Map(all.map((member) => [member.name, member.offset])));
  return {
    added: b.filter(({ name }) => mine?.has(name) === false),
    removed: a.filter(({ name }) => theirs?.has(name) === false),
    moved: a.flatMap(({ name, offset }) => {
      const other = theirs?.get(name);
      return other === undefined || other === offset ? [] : [{ name, a: offset, b: other }];
    }),
  };
}

function linesOf({ sizes, members, slots }: Found, language: Language, limit: number): readonly Line[] {
  const [a, b] = sizes;
  const how = { language, limit };
  const others = (members?.moved ?? []).filter(({ name }) => slots.every((slot) => slot.name !== name));
  return [
    { text: words.size[language](a, b) },
    ...slots.map((slot) => ({ mark: "~" as const, text: words.at[language](slot) })),
    ...limited(members?.removed ?? [], how, (one) => [{ mark: "-", text: words.member[language](one) }]),
    ...limited(members?.added ?? [], how, (one) => [{ mark: "+", text: words.member[language](one) }]),
    ...(others.length > 0 ? [{ mark: "~" as const, text: words.moved[language](others.length) }] : []),
  ];
}
