import { groupBy } from "../../model/group-by.ts";
import type { Architecture } from "../../model/architecture.ts";
import type { StructModule } from "../../model/kernel.ts";
import type { OptionMembers } from "../../model/member-guard.ts";
import { hasReached } from "../../model/release.ts";
import { naturalAlignment, type Placed, wordOf } from "./member-layout.ts";
import {
  type KnownMember,
  type MemberGroup,
  memberGroups,
  memberOrder,
  type ResizingOption,
  resizingOptions,
} from "./struct-module-groups.ts";

/** What an option that is set otherwise in a module's headers does to its `struct module`. */
export interface OptionChange {
  /** `"CONFIG_DEBUG_INFO_BTF_MODULES"`. */
  readonly option: string;
  /** Whether the module has what the kernel lacks, or lacks what the kernel has. */
  readonly change: "gained" | "lost";
  /** Members that are gained, lost, or of another size. */
  readonly members: readonly string[];
  /** The members of the module's struct, from those of the kernel's; several where releases differ. */
  readonly variants: (layout: readonly Placed[]) => readonly (readonly Placed[])[];
}

/** What is known of the kernel beside its struct; absent is not known. */
export interface KernelSide {
  readonly struct: StructModule;
  /** Whether its configuration sets an option (`"CONFIG_SMP"`), as `y` or `m`. */
  readonly isSet?: (option: string) => boolean;
  readonly release?: string;
  readonly architecture?: Architecture;
  /** Members show what they are of, also on an architecture that has not had the option so far. */
  readonly membersOfAll?: true;
  /** Which options bring which members, as its headers declare the struct. */
  readonly guards?: readonly OptionMembers[];
}

/** Every single option that may be set otherwise in the headers of a module, as far as this kernel allows it. */
export function optionChanges(kernel: KernelSide): readonly OptionChange[] {
  const { isSet, struct } = kernel;
  const names = new Set(struct.members?.map(({ name }) => name));
  const changes = [
    ...groupsOf(kernel).flatMap((group) => membersChange(group, names, kernel)),
    ...resizingOptions.flatMap((option) => resizingChange(option, kernel)),
  ];
  const allowed = changes.filter(({ option, change }) => !isSet || isSet(option) === (change === "lost"));
  return joined(allowed);
}

/** By the headers, where they are at hand, else by what is known of all kernels. Sizes are known of these only. */
function groupsOf({ guards, release, architecture, membersOfAll }: KernelSide): readonly MemberGroup[] {
  if (!guards) {
    const inTime = (group: MemberGroup): boolean => release === undefined || isOfTime(group, release);
    return memberGroups.filter((group) => inTime(group) && (membersOfAll || isOf(group, architecture)));
  }
  const known = new Map(
    memberGroups.flatMap(({ members }) => members.map((member) => [member.name, member])),
  );
  return guards.map(({ option, members }) => ({
    option,
    members: members.map((name): KnownMember => {
      const { sizes } = known.get(name) ?? { sizes: [] };
      return { name, sizes };
    }),
  }));
}

const isOfTime = ({ since, until }: Pick<MemberGroup, "since" | "until">, release: string): boolean =>
  (!since || hasReached(release, ...since)) && !(until && hasReached(release, ...until));

const isOf = (
  { architectures }: { architectures?: readonly string[] },
  own: Architecture | undefined,
): boolean => !architectures || !own || architectures.includes(own.name);

function membersChange(
  { option, members }: MemberGroup,
  names: ReadonlySet<string>,
  { struct, release }: KernelSide,
): readonly OptionChange[] {
  const there = members.filter(({ name }) => names.has(name)).map(({ name }) => name);
  if (there.length > 0) {
    const lost = new Set(there);
    const variants: OptionChange["variants"] = (layout) => [layout.filter(({ name }) => !lost.has(name))];
    return [{ option, change: "lost", members: there, variants }];
  }
  const word = wordOf(struct.members ?? []);
  const declared = members.filter(
    ({ since }) => release === undefined || !since || hasReached(release, ...since),
  );
  const additions = choices(declared, word);
  return [
    {
      option,
      change: "gained",
      members: declared.map(({ name }) => name),
      variants: (layout) => additions.map((added) => inserted(layout, added)),
    },
  ];
}

/** Every size that the members of a group may have. */
const choices = (members: readonly KnownMember[], word: number): readonly (readonly Placed[])[] =>
  members.reduce<readonly (readonly Placed[])[]>(
    (found, { name, sizes }) =>
      found.flatMap((before) =>
        sizes.map(([words, bytes]) => [
          ...before,
          placedOf(name, words * word + bytes, words > 0 ? word : 0),
        ]),
      ),
    [[]],
  );

const placedOf = (name: string, size: number, alignment: number): Placed => ({
  name,
  size,
  // An array of bytes has no alignment, and neither has a flag.
  alignment: alignment > 0 ? alignment : name === "build_id" ? 1 : naturalAlignment(size, 4),
});

/** `added` in front of the first member that stands behind it in the declaration. */
function inserted(layout: readonly Placed[], added: readonly Placed[]): readonly Placed[] {
  const order = memberOrder.get(added[0]?.name ?? "") ?? Infinity;
  const at = layout.findIndex(({ name }) => (memberOrder.get(name) ?? -1) > order);
  return at < 0 ? [...layout, ...added] : [...layout.slice(0, at), ...added, ...layout.slice(at)];
}

/** L1_CACHE_BYTES of nearly every architecture. */
const LINE = 64;

function resizingChange(
  resizing: ResizingOption,
  { struct, isSet: configured, architecture, release }: KernelSide,
): readonly OptionChange[] {
  const { option, member, words, times, aligns } = resizing;
  // Where the release is not known, it is taken for an old one.
  if (release === undefined ? resizing.since !== undefined : !isOfTime(resizing, release)) return [];
  const members = struct.members ?? [];
  const size = members.find(({ name }) => name === member)?.size;
  if (size === undefined || !isOf(resizing, architecture)) return [];
  const word = wordOf(members);
  const sizes = words.map((count) => count * word * times);
  // Without the configuration its size tells: what is there can be taken away.
  const isSet = configured ? configured(option) : sizes.every((bytes) => size >= bytes);
  const resized = sizes.map((bytes) => (isSet ? size - bytes : size + bytes)).filter((left) => left >= 0);
  const alignment = aligns && (isSet ? word : LINE);
  const variants: OptionChange["variants"] = (layout) =>
    resized.map((own) =>
      layout.map((one) =>
        one.name === member ? { ...one, size: own, alignment: alignment ?? one.alignment } : one,
      ),
    );
  if (resized.length === 0) return [];
  return [{ option, change: isSet ? "lost" : "gained", members: [member], variants }];
}

/** One option may bring several groups, and resize several members. */
function joined(changes: readonly OptionChange[]): readonly OptionChange[] {
  const byOption = groupBy(changes, ({ option }) => option);
  return [...byOption.values()].map((all) =>
    all.reduce((one, other) => ({
      ...one,
      members: [...one.members, ...other.members],
      variants: (layout) => one.variants(layout).flatMap((each) => other.variants(each)),
    })),
  );
}
