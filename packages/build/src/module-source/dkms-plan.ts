import {
  type ArchitectureName,
  type DkmsConf,
  excludedBy,
  type Fact,
  InputError,
  makeCommand,
  parseDkmsConf,
  patchesFor,
  type Text,
} from "@kofit/core";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isPathForMake } from "../workspace.ts";
import type { BuildPlan, BuildStep, WantedModule } from "./build-step.ts";
import { textOf } from "./kbuild-directory.ts";
import { calledByHand, kbuildPlan, type PlanFor, told } from "./kbuild-plan.ts";
import { makeSteps } from "./make-command.ts";
import { asksForRelease } from "./makefile/seen-by.ts";

/** What a package is called by its `dkms.conf`. */
export interface DkmsPackage {
  readonly name: string;
  readonly version: string;
}

/** What a `dkms.conf` is planned for. */
export interface DkmsPlanFor extends PlanFor {
  readonly architecture: ArchitectureName;
  /** Where the source is built: below {@link DkmsPlanFor.tree}, as DKMS has it. */
  readonly build: string;
  /** What `$dkms_tree` stands for. */
  readonly tree: string;
}

/** `uname -m`, where it is another name than kofit's. */
const machines: Partial<Record<ArchitectureName, string>> = { arm64: "aarch64", arm: "armv7l", i386: "i686" };

/** Whether a directory has a `dkms.conf`. */
export const hasDkmsConf = async (directory: string): Promise<boolean> =>
  (await textOf(join(directory, "dkms.conf"))) !== undefined;

/**
 * What the `dkms.conf` of a directory calls its package; what it does not tell, or no path can have, is `otherwise`.
 *
 * @throws {FormatError} if it is damaged.
 */
export async function dkmsPackage(directory: string, otherwise: DkmsPackage): Promise<DkmsPackage> {
  const conf = await confOf(directory, { module: otherwise.name, module_version: otherwise.version });
  return {
    name: partOfPath(conf.value("PACKAGE_NAME")) ?? otherwise.name,
    version: partOfPath(conf.value("PACKAGE_VERSION")) ?? otherwise.version,
  };
}

const partOfPath = (fact: Fact<string>): string | undefined =>
  fact.known && /^[\w+~][\w.+~-]*$/.test(fact.value) && isPathForMake(fact.value) ? fact.value : undefined;

const confOf = async (directory: string, variables: Parameters<typeof parseDkmsConf>[2]): Promise<DkmsConf> =>
  parseDkmsConf(await readFile(join(directory, "dkms.conf")), "dkms.conf", variables);

/**
 * How the `dkms.conf` of a directory has its modules built. It is read, not run. Commands that are nothing but calls of make become
 * such calls; others become shell steps, which nobody runs unasked.
 *
 * @throws {InputError} if it excludes this kernel, or a Makefile would build for the running kernel instead.
 * @throws {FormatError} if it is damaged.
 */
export async function dkmsPlan(
  directory: string,
  { name, version }: DkmsPackage,
  given: DkmsPlanFor,
): Promise<BuildPlan> {
  const { release, headers } = given;
  const arch = machines[given.architecture] ?? given.architecture;
  const variables = {
    kernelver: release,
    arch,
    kernel_source_dir: headers,
    kernel_config: join(headers, ".config"),
    dkms_tree: given.tree,
    source_tree: "/usr/src",
    install_tree: "/lib/modules",
    module: name,
    module_version: version,
  };
  const conf = await confOf(directory, variables);
  const excluded = excludedBy(conf, { release, arch, config: (option) => isSet(given, option) });
  if (excluded.known && excluded.value) throw excludes(excluded.value, release);
  const command = makeCommand(conf, release);
  const patches = patchesFor(conf, release);
  const before = beforeBuilding(conf);
  const modules = modulesOf(conf);
  const notes = [...unknownNotes(command, patches, excluded), ...(before.unknown ? [before.unknown] : [])];
  const main = command.known
    ? await stepsOf(
        expanded(command.value, { ...variables, PACKAGE_NAME: name, PACKAGE_VERSION: version }),
        directory,
        given,
      )
    : (await kbuildPlan(directory, given)).steps;
  return {
    steps: [...before.steps, ...main],
    patches: patches.known ? patches.value.map((patch) => join("patches", patch)) : [],
    ...(modules && { modules }),
    notes,
  };
}

const isSet = ({ valueOf }: PlanFor, option: string): boolean => /^[ym]$/.test(valueOf(option) ?? "");

/** PRE_BUILD names a program of the source, with its arguments: run_build_script() of dkms. */
function beforeBuilding(conf: DkmsConf): { steps: readonly BuildStep[]; unknown?: Text } {
  const script = conf.value("PRE_BUILD");
  if (!script.known) return { steps: [], unknown: script.why };
  if (script.value === "") return { steps: [] };
  return {
    steps: [{ kind: "shell", command: `./${script.value.replace(/^\.\//, "")}`, origin: "PRE_BUILD" }],
  };
}

/** dkms evaluates the command once more: what stood in single quotes is filled in then. */
const expanded = (command: string, variables: Readonly<Record<string, string>>): string =>
  command.replaceAll(/\$(?:(\w+)|\{(\w+)\})/g, (whole, plain?: string, braced?: string) => {
    const name = plain ?? braced ?? "";
    return Object.hasOwn(variables, name) ? (variables[name] ?? whole) : whole;
  });

async function stepsOf(
  command: string,
  directory: string,
  given: DkmsPlanFor,
): Promise<readonly BuildStep[]> {
  if (command === "") return [{ kind: "kbuild", directory: "", arguments: ["modules"] }];
  const steps = makeSteps(command, { source: given.build, headers: given.headers });
  if (!steps) return [{ kind: "shell", command, origin: "MAKE" }];
  const found: BuildStep[] = [];
  for (const step of steps) {
    found.push(step.kind === "make" ? await toldOf(step, directory, given) : step);
  }
  return found;
}

/** What the Makefile is told beside what the command tells it; DKMS tells every one the release. */
async function toldOf(
  step: Extract<BuildStep, { kind: "make" }>,
  directory: string,
  given: PlanFor,
): Promise<BuildStep> {
  const read = await calledByHand(directory, step.directory);
  if (read.length === 0) return step;
  const own = step.arguments.filter((one) => /^\w+=/.test(one));
  const more = told(read, "make", { ...given, variables: [...given.variables, ...own] });
  const release = `KERNELRELEASE=${given.release}`;
  const byDkms =
    read.some(({ statements }) => asksForRelease(statements)) || more.includes(release) ? [] : [release];
  return { ...step, arguments: [...byDkms, ...more, ...step.arguments] };
}

/** Absent where one of them is not known: then all that come of it count. */
function modulesOf(conf: DkmsConf): readonly WantedModule[] | undefined {
  if (!conf.modules.known) return undefined;
  const found: WantedModule[] = [];
  for (const { builtName, builtLocation, strip } of conf.modules.value) {
    if (!builtName.known || !builtLocation.known || builtName.value === "") return undefined;
    const stripped = strip.known && strip.value;
    found.push({ name: builtName.value, location: builtLocation.value, stripped });
  }
  return found.length > 0 ? found : undefined;
}

function unknownNotes(...facts: readonly Fact<unknown>[]): readonly Text[] {
  return facts.flatMap((fact) => (fact.known ? [] : [fact.why]));
}

const excludes = (
  { directive, value }: { readonly directive: string; readonly value: string },
  release: string,
): InputError =>
  new InputError({
    en: `its dkms.conf excludes ${release}: ${directive} is "${value}"; its authors say that it is not for this kernel`,
    zh: `其 dkms.conf 排除了 ${release}：${directive} 为 "${value}"；作者表明它不适用于该内核`,
  });
