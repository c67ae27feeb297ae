import { groupBy } from "../../model/group-by.ts";
import { type DeclaredMember, namedIn } from "../../formats/c-header/records.ts";
import { always, both, type Condition, evaluated } from "../../model/header-condition.ts";
import type { GuardedMember, OptionMembers } from "../../model/member-guard.ts";
import { findRecord, type FoundRecord } from "./find-record.ts";
import type { Headers } from "./headers.ts";

/**
 * The members of `struct name` as the headers declare it, in their order, each with what guards it; `undefined` when the
 * headers declare no such struct.
 *
 * @param near a header that has it or includes it: `"linux/sched.h"`
 * @throws {FormatError} if a header is damaged.
 */
export async function guardedMembers(
  headers: Headers,
  name: string,
  near?: string,
): Promise<readonly GuardedMember[] | undefined> {
  const found = await findRecord(headers, "struct", name, near);
  return found && namedIn(found.record.members).map((member) => guarded(found, member, "", always));
}

/** Structs in structs: those of `struct module` are 6. */
const MAX_DEPTH = 8;
/** Members of one struct and of all that it holds: `task_struct` has 1,500. */
const MAX_MEMBERS = 20_000;

/**
 * As {@link guardedMembers}, with the members of the structs that it holds behind each that holds some, by their way:
 * `"mkobj.kobj.release"`. A type that only a `typedef` names is not followed.
 *
 * @throws as that does.
 */
export async function guardedWithin(
  headers: Headers,
  name: string,
  near?: string,
): Promise<readonly GuardedMember[] | undefined> {
  const found = await findRecord(headers, "struct", name, near);
  if (!found) return undefined;
  const all: GuardedMember[] = [];
  const collect = async (
    record: FoundRecord,
    prefix: string,
    outer: Condition,
    depth: number,
  ): Promise<void> => {
    for (const member of namedIn(record.record.members)) {
      if (all.length >= MAX_MEMBERS) return;
      const own = guarded(record, member, prefix, outer);
      all.push(own);
      const inner = depth < MAX_DEPTH ? await heldIn(headers, record, member) : undefined;
      if (inner) await collect(inner, `${own.name}.`, own.condition, depth + 1);
    }
  };
  await collect(found, "", always, 0);
  return all;
}

async function heldIn(
  headers: Headers,
  found: FoundRecord,
  { type, record }: DeclaredMember,
): Promise<FoundRecord | undefined> {
  if (record) return { ...found, record };
  return type && type.kind !== "typedef" ? findRecord(headers, type.kind, type.name) : undefined;
}

function guarded(
  found: FoundRecord,
  member: DeclaredMember,
  prefix: string,
  outer: Condition,
): GuardedMember {
  const own = evaluated(member.condition, found.macros);
  const above = evaluated(outer, found.macros);
  const value = above === 0 ? 0 : own === undefined || above === undefined ? undefined : own;
  return {
    name: prefix + member.name,
    condition: both(outer, within(member.condition, found.record.condition)),
    ...(value !== undefined && { present: value !== 0 }),
  };
}

const parts = (of: Condition): readonly Condition[] => (of.kind === "all" ? of.of : [of]);

/** What a condition adds to that of the struct. */
function within(condition: Condition, outer: Condition): Condition {
  const rest = parts(condition).slice(outer === always ? 0 : parts(outer).length);
  return rest.reduce<Condition>(both, always);
}

/** Options that alone bring members: `#ifdef CONFIG_X`, `#if IS_ENABLED(CONFIG_X)`. */
export function optionMembers(members: readonly GuardedMember[]): readonly OptionMembers[] {
  const found = groupBy(members, ({ condition }) => brings(condition) ?? "");
  const brought = [...found].filter(([option]) => option !== "");
  return brought.map(([option, of]) => ({ option, members: of.map(({ name }) => name) }));
}

function brings(condition: Condition): string | undefined {
  if (condition.kind === "enabled" || condition.kind === "builtin") return condition.option;
  const isOption = condition.kind === "defined" && condition.macro.startsWith("CONFIG_");
  return isOption ? condition.macro : undefined;
}
