import type { StructMember, StructModule } from "../../model/kernel.ts";
import type { ThisModule } from "../../model/module.ts";
import { structModuleOptions } from "./struct-module-options.ts";

/** Members of the kernel's `struct module` that the headers of a module's build did not have. */
export interface LostMembers {
  /** The option that guards them: `"CONFIG_DEBUG_INFO_BTF_MODULES"`. */
  readonly option: string;
  readonly members: readonly StructMember[];
}

/** A member that is laid out anew: sizes and alignments in bytes. */
interface Placed {
  readonly name: string;
  readonly size: number;
  readonly alignment: number;
}

/**
 * The options whose members, taken out of the kernel's `struct module`, leave `init` and `exit` exactly where the
 * module has them; empty when no single option does, or when the kernel's members are not known.
 */
export function lostMembers(kernel: StructModule, module: ThisModule): readonly LostMembers[] {
  if (!movedIn(kernel, module)) return [];
  return Object.keys(structModuleOptions).flatMap((option) => {
    const lost = guardedBy(kernel, option);
    return lost.members.length > 0 && fitsWithout(kernel, module, [lost]) ? [lost] : [];
  });
}

/** The members that `option` guards in this kernel; none when it has none of them. */
export function guardedBy({ members = [] }: StructModule, option: string): LostMembers {
  const names = structModuleOptions[option] ?? [];
  return { option, members: members.filter(({ name }) => names.includes(name)) };
}

/** A function that stands elsewhere in the module than in the kernel; offsets in bytes. */
export interface Moved {
  readonly member: "init" | "exit";
  readonly module: number;
  readonly kernel: number;
}

/** `exit`, else `init`, where it stands elsewhere in the module than in the kernel; `undefined` when neither does. */
export function movedIn(kernel: StructModule, module: ThisModule): Moved | undefined {
  for (const member of ["exit", "init"] as const) {
    const [mine, theirs] = [kernel[member], module[member]];
    if (mine !== undefined && theirs !== undefined && mine !== theirs) {
      return { member, module: theirs, kernel: mine };
    }
  }
  return undefined;
}

/**
 * Whether the kernel's `struct module` without these members is laid out as the module has it, as far as a module shows:
 * `init`, `exit`, and room for the rest. `false` where the kernel's members are not known, or their layout not understood.
 */
export function fitsWithout(
  { members = [] }: StructModule,
  module: ThisModule,
  lost: readonly LostMembers[],
): boolean {
  const layout = layoutOf(members);
  if (!layout || layout.length === 0) return false;
  const names = new Set(lost.flatMap(({ members }) => members.map(({ name }) => name)));
  const { offsets, end } = place(layout.filter(({ name }) => !names.has(name)));
  const agrees = (at: "init" | "exit"): boolean => module[at] === undefined || module[at] === offsets.get(at);
  // Rounded up to a cache line, the longest of which is s390's.
  return agrees("init") && agrees("exit") && end <= module.size && module.size - end < LONGEST_LINE;
}

const LONGEST_LINE = 256;

/**
 * Sizes and alignments of the members. BTF tells no alignments: a member has the natural one of its size, or the one
 * that its offset shows (on 32 bit a pair of pointers is aligned to 4). `undefined` when an offset cannot be explained.
 */
function layoutOf(members: readonly StructMember[]): readonly Placed[] | undefined {
  const placed: Placed[] = [];
  let end = 0;
  for (const { name, offset, size } of members) {
    if (size === undefined) return undefined;
    const likely = name === "mem" ? cacheLine(offset) : naturalAlignment(size);
    const alignment = [likely, ...alignments].find((a) => roundUp(end, a) === offset);
    if (alignment === undefined) return undefined;
    placed.push({ name, size, alignment });
    end = offset + size;
  }
  return placed;
}

function place(members: readonly Placed[]): { offsets: ReadonlyMap<string, number>; end: number } {
  const offsets = new Map<string, number>();
  let end = 0;
  for (const { name, size, alignment } of members) {
    const offset = roundUp(end, alignment);
    offsets.set(name, offset);
    end = offset + size;
  }
  return { offsets, end };
}

/** `mem` starts a cache line (__module_memory_align in include/linux/module.h) unless its offset says otherwise. */
const cacheLine = (offset: number): number => (offset % 64 === 0 ? 64 : 1);

/** Up to the longest cache line, s390's. */
const alignments = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** The largest power of two that divides the size, at most a word. */
const naturalAlignment = (size: number): number => [8, 4, 2].find((a) => size % a === 0) ?? 1;

const roundUp = (value: number, alignment: number): number => Math.ceil(value / alignment) * alignment;
