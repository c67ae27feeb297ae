import type { StructMember, StructModule } from "../../model/kernel.ts";
import type { ThisModule } from "../../model/module.ts";
import { cacheLines, layoutOf, type Placed, place, roundUp } from "./member-layout.ts";
import { movedIn } from "./moved.ts";
import { type KernelSide, type OptionChange, optionChanges } from "./option-changes.ts";
import { memberGroups } from "./struct-module-groups.ts";

/** Options that together make the kernel's `struct module` that of a module. */
export type Explanation = readonly OptionChange[];

/** Words of both vermagics, where they are known: some options show there. */
export interface VermagicWords {
  readonly kernel: ReadonlySet<string>;
  readonly module: ReadonlySet<string>;
}

/**
 * Sets of options that explain what a module shows of its `struct module`: its size, and where `init` and `exit` stand. Single
 * options if any do; else pairs, but only where there is one. None where both sides show the same.
 */
export function explanationsOf(
  kernel: KernelSide,
  module: ThisModule,
  words?: VermagicWords,
): readonly Explanation[] {
  const { struct } = kernel;
  const layout = layoutOf(struct.members ?? []);
  if (
    !layout ||
    (!movedIn(struct, module) && struct.size === module.size && !lacksExit(struct, module, words))
  )
    return [];
  const lines = cacheLines(struct, place(layout), kernel.architecture);
  const changes = optionChanges(kernel).filter((change) => !words || agrees(change, words));
  const shown = words ? changes.filter(({ option }) => shows(option, words)) : [];
  const fits = (changes: Explanation): boolean =>
    variantsOf(layout, changes).some((placed) => fitting(placed, module, lines));
  if (shown.length > 0) return [shown].filter(fits);
  const single = distinct(changes.map((change) => [change]).filter(fits));
  if (single.length > 0) return single;
  const pairs = distinct(
    changes.flatMap((one, i) => changes.slice(i + 1).map((other) => [one, other])),
  ).filter(fits);
  return pairs.length === 1 ? pairs : [];
}

/** A module of headers without CONFIG_MODULE_UNLOAD has no `exit`, as one without an exit function has none. */
const lacksExit = (struct: StructModule, module: ThisModule, words: VermagicWords | undefined): boolean =>
  words !== undefined &&
  (struct.exit === undefined) !== (module.exit === undefined) &&
  shows("CONFIG_MODULE_UNLOAD", words);

const wordOfOption = new Map(memberGroups.map(({ option, vermagic }) => [option, vermagic]));

/** Whether the vermagics show that the option is set otherwise. */
function shows(option: string, { kernel, module }: VermagicWords): boolean {
  const word = wordOfOption.get(option);
  return word !== undefined && kernel.has(word) !== module.has(word);
}

/** Whether the vermagics allow the change: an option that shows there is set otherwise only if it shows. */
const agrees = ({ option }: OptionChange, words: VermagicWords): boolean =>
  wordOfOption.get(option) === undefined || shows(option, words);

/** Of two options that do the same, the first counts: one of them is of another release. */
function distinct(all: readonly Explanation[]): readonly Explanation[] {
  const seen = new Set<string>();
  return all.filter((changes) => {
    const key = changes.map(({ change, members }) => `${change} ${members.join()}`).join("; ");
    return !seen.has(key) && seen.add(key);
  });
}

function variantsOf(layout: readonly Placed[], changes: Explanation): readonly (readonly Placed[])[] {
  return changes.reduce<readonly (readonly Placed[])[]>(
    (layouts, { variants }) => layouts.flatMap((each) => variants(each)),
    [layout],
  );
}

/** As far as a module shows: `init`, `exit`, and the end, rounded up to cache lines as the kernel's is. */
function fitting(placed: readonly Placed[], module: ThisModule, lines: readonly number[]): boolean {
  const { offsets, end } = place(placed);
  const at = (name: "init" | "exit"): boolean =>
    module[name] === undefined || module[name] === offsets.get(name);
  return at("init") && at("exit") && lines.some((line) => roundUp(end, line) === module.size);
}

/** Whether the kernel's struct under these changes is laid out as the module shows. */
export function explains(kernel: KernelSide, module: ThisModule, changes: Explanation): boolean {
  const layout = layoutOf(kernel.struct.members ?? []);
  if (!layout) return false;
  const lines = cacheLines(kernel.struct, place(layout), kernel.architecture);
  return variantsOf(layout, changes).some((placed) => fitting(placed, module, lines));
}

/** What the module's own types show against the kernel's. */
export interface ShownByTypes {
  readonly changes: Explanation;
  /** Members that differ, and that no option accounts for. */
  readonly unexplained: readonly string[];
}

/**
 * Which options the members account for, where those of both sides are known: what one side has and the other lacks, and what
 * has another size.
 */
export function shownByTypes(kernel: KernelSide, module: readonly StructMember[]): ShownByTypes {
  const members = kernel.struct.members ?? [];
  const layout = layoutOf(members) ?? [];
  const [theirs, own] = [sizesOf(members), sizesOf(module)];
  const differing = [...new Set([...theirs.keys(), ...own.keys()])].filter(
    (name) => theirs.get(name) !== own.get(name),
  );
  const changes = distinct(
    optionChanges({ ...kernel, membersOfAll: true })
      .filter((change) => isShown(change, layout, theirs, own))
      .map((change) => [change]),
  ).flat();
  const explained = new Set(changes.flatMap(({ members }) => members));
  // What only some releases have comes with its group.
  for (const { members } of memberGroups)
    if (members.some(({ name }) => explained.has(name))) for (const { name } of members) explained.add(name);
  return { changes, unexplained: differing.filter((name) => !explained.has(name)) };
}

type Sizes = ReadonlyMap<string, number>;

/** Whether the module's members are what the change makes of the kernel's. A member that the kernel lacks has any size. */
function isShown(
  { members, variants }: OptionChange,
  layout: readonly Placed[],
  kernel: Sizes,
  module: Sizes,
): boolean {
  const results = variants(layout).map(sizesOf);
  return members.every((name) => {
    const size = module.get(name);
    if (!kernel.has(name)) return size !== undefined;
    return size !== kernel.get(name) && results.some((result) => result.get(name) === size);
  });
}

const sizesOf = (members: readonly { readonly name: string; readonly size?: number }[]): Sizes =>
  new Map(members.map(({ name, size = 0 }) => [name, size]));

/**
 * Which options make of a module's `struct module`, whose members are known, that of a kernel of which only its size is, and where
 * `init` and `exit` stand. What is gained there, the module has lost.
 */
export function explanationsFrom(
  kernel: KernelSide,
  module: StructModule,
  words?: VermagicWords,
): readonly Explanation[] {
  const { isSet, struct } = kernel;
  const { size, init, exit } = struct;
  const reached = { size, ...(init !== undefined && { init }), ...(exit !== undefined && { exit }) };
  const start: KernelSide = {
    ...kernel,
    struct: module,
    membersOfAll: true,
    // What the kernel sets is what the module may have to be given.
    ...(isSet && { isSet: (option) => !isSet(option) }),
  };
  return explanationsOf(start, reached, words).map((changes) => changes.map(turned));
}

/** What the kernel has and the module lacks, the module has lost. */
const turned = (change: OptionChange): OptionChange => ({
  ...change,
  change: change.change === "lost" ? "gained" : "lost",
});
