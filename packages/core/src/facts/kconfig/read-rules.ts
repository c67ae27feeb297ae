import { readKconfig } from "../../formats/kconfig-language/read-kconfig.ts";
import { readAll } from "../../io/byte-source.ts";
import type { FileTree } from "../../io/file-tree.ts";
import { FormatError } from "../../io/format-error.ts";
import type { ChoiceRule } from "../../kconfig/conditions.ts";
import type { KconfigRules } from "../../model/kconfig-rules.ts";
import { sourceArch } from "../../formats/kconfig/source-arch.ts";

/** The rules of a kernel's configuration, and what its source says of itself. */
export interface KernelRules {
  readonly rules: KconfigRules;
  readonly choiceRule: ChoiceRule;
  /** `VERSION.PATCHLEVEL.SUBLEVEL` of the top Makefile: `"6.12.95"`; absent when it is not there. */
  readonly version?: string;
}

/**
 * Reads the Kconfig files of a kernel's source for the architecture `arch` (`ARCH`, as the first lines of a `.config`
 * name it). Variables that the top Makefile sets to a plain word are that word; any other is a probe.
 *
 * @returns `undefined` when `tree` has no Kconfig file, as headers packages have none.
 */
export async function readKernelRules(tree: FileTree, arch: string): Promise<KernelRules | undefined> {
  const makefile = (await textOf(tree, "Makefile")) ?? "";
  const version = versionOf(makefile);
  const values = {
    ...plainVariables(makefile),
    ARCH: arch,
    SRCARCH: sourceArch(arch),
    srctree: ".",
    ...(version !== undefined && { KERNELVERSION: version }),
  };
  const rules = await readKconfig({ tree, root: "Kconfig", environment: { values, complete: false } });
  if (!rules) return undefined;
  return { rules, choiceRule: await choiceRuleOf(tree), ...(version !== undefined && { version }) };
}

/** Whether the source's own Kconfig keeps members of a choice in the order of their answers, as it does since 6.11. */
async function choiceRuleOf(tree: FileTree): Promise<ChoiceRule> {
  const source = await textOf(tree, "scripts/kconfig/symbol.c");
  return source === undefined || source.includes("choice_members") ? "priority" : "answer";
}

/** Programs as the Makefile names them unless make is told others: `PAHOLE = pahole`. One that is set twice has conditions. */
function plainVariables(makefile: string): Record<string, string> {
  const found = new Map<string, string | undefined>();
  for (const [, name = "", value = ""] of makefile.matchAll(/^([A-Z][A-Z0-9_]*)\s*[:?]?=[ \t]*([^\n]*)$/gm)) {
    found.set(name, found.has(name) || !/^[\w.-]+$/.test(value) ? undefined : value);
  }
  return Object.fromEntries(
    [...found].flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function versionOf(makefile: string): string | undefined {
  const [, major] = /^VERSION\s*=\s*(\d+)$/m.exec(makefile) ?? [];
  const [, minor] = /^PATCHLEVEL\s*=\s*(\d+)$/m.exec(makefile) ?? [];
  const [, patch] = /^SUBLEVEL\s*=\s*(\d+)$/m.exec(makefile) ?? [];
  return major !== undefined && minor !== undefined && patch !== undefined
    ? `${major}.${minor}.${patch}`
    : undefined;
}

/** The largest of these files, the top Makefile, has 70 KiB. */
const MAX_SOURCE = 1 << 20;

/** `undefined` when it is not there, or cannot be read: then it says nothing. */
async function textOf(tree: FileTree, path: string): Promise<string | undefined> {
  try {
    const source = await tree.open(path);
    return source && new TextDecoder().decode(await readAll(source, MAX_SOURCE));
  } catch (error) {
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}
