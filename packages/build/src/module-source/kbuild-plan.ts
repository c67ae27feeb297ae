import { InputError, type Text } from "@kofit/core";
import type { BuildPlan, BuildStep } from "./build-step.ts";
import {
  directoriesBelow,
  kbuildDirectory,
  type KbuildDirectory,
  textOf,
  type ValueOf,
} from "./kbuild-directory.ts";
import { type MakefileRead, type Place, releaseUses } from "./makefile/release-uses.ts";
import { asksForRelease, type Reader } from "./makefile/seen-by.ts";
import { makefileStatements } from "./makefile/statements.ts";
import { join } from "node:path";

/** What a source is planned for. */
export interface PlanFor {
  /** The kernel's release. */
  readonly release: string;
  /** That of the kernel that runs here, which a Makefile may ask for. */
  readonly running: string;
  /** The headers. */
  readonly headers: string;
  readonly valueOf: ValueOf;
  /** Variables that the user gave, `"NAME=value"`. */
  readonly variables: readonly string[];
}

/**
 * How the modules in a directory are built: by kbuild itself where a `Kbuild` or `Makefile` says what they are, so that what its
 * Makefile does when it is called by hand plays no part; by that Makefile only where kbuild alone would build nothing.
 *
 * @throws {InputError} if there is nothing to build, or a Makefile would build for the running kernel instead.
 */
export async function kbuildPlan(root: string, given: PlanFor): Promise<BuildPlan> {
  const valueOf = withVariables(given);
  const top = await kbuildDirectory(root, "", valueOf);
  if (top && top.objects.length > 0) return planOf([kbuildStep(top, given)], []);
  const wrapper = await wrapperIn(root, given);
  if (top && top.unset.length > 0) {
    if (wrapper) return planOf([wrapper], [throughMakefile(top.unset)]);
    throw optionsUnset(root, top.unset);
  }
  const below = await directoriesBelow(root, valueOf);
  const [only, ...more] = below;
  if (only && (more.length === 0 || !wrapper)) return planOf(chained(below, given), []);
  if (wrapper) return planOf([wrapper], []);
  throw nothingToBuild(root);
}

const planOf = (steps: readonly BuildStep[], notes: readonly Text[]): BuildPlan => ({
  steps,
  patches: [],
  notes,
});

function withVariables({ valueOf, variables }: PlanFor): ValueOf {
  const told = new Map(
    variables.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)]),
  );
  return (name) => told.get(name) ?? valueOf(name);
}

function kbuildStep({ path, files }: KbuildDirectory, given: PlanFor): BuildStep {
  return { kind: "kbuild", directory: path, arguments: [...told(files, "kbuild", given), "modules"] };
}

/** Directories of one source may use each other's exports: each is told of those before it. */
function chained(directories: readonly KbuildDirectory[], given: PlanFor): readonly BuildStep[] {
  return directories.map((one, index) => {
    const step = kbuildStep(one, given);
    const before = directories.slice(0, index).map(({ path }) => `${SOURCE}/${join(path, "Module.symvers")}`);
    if (step.kind !== "kbuild" || before.length === 0) return step;
    return { ...step, arguments: [`KBUILD_EXTRA_SYMBOLS=${before.join(" ")}`, ...step.arguments] };
  });
}

/** In an argument: the directory that the source is built in. */
export const SOURCE = "@SOURCE@";

/** The Makefile at the top, where it calls make for the kernel. */
async function wrapperIn(root: string, given: PlanFor): Promise<BuildStep | undefined> {
  const read = await calledByHand(root, "");
  const [top] = read;
  const calls = top?.statements.some(
    (one) => one.kind === "recipe" && /\$[({]MAKE[)}]|\bmake\b/.test(one.text),
  );
  return calls ? { kind: "make", directory: "", arguments: told(read, "make", given) } : undefined;
}

/**
 * The Makefile that make reads in a directory of a source, and those below it that it may be sent to, which have modules. What
 * make is told on its command line it tells all makes that it calls.
 */
export async function calledByHand(root: string, directory: string): Promise<readonly MakefileRead[]> {
  const names = ["GNUmakefile", "makefile", "Makefile"].map((name) => join(directory, name));
  const top = await firstMakefile(root, names);
  if (!top) return [];
  const below = await directoriesBelow(join(root, directory), () => "m");
  const read = await Promise.all(
    below.map(({ path }) => firstMakefile(root, [join(directory, path, "Makefile")])),
  );
  return [top, ...read.flatMap((one) => one ?? [])];
}

async function firstMakefile(root: string, names: readonly string[]): Promise<MakefileRead | undefined> {
  for (const file of names) {
    const text = await textOf(join(root, file));
    if (text !== undefined) return { file, statements: makefileStatements(text) };
  }
  return undefined;
}

/**
 * Variables by which these Makefiles are told of the kernel, as arguments for make.
 *
 * @throws {InputError} if one asks for the running kernel where no variable helps, and another is built for.
 */
export function told(files: readonly MakefileRead[], reader: Reader, given: PlanFor): readonly string[] {
  const { offered, fixed } = releaseUses(files, reader);
  const [first] = fixed;
  if (first && given.release !== given.running) throw asksForRunning(first, given);
  const byUser = new Set(given.variables.map((one) => one.slice(0, one.indexOf("="))));
  // Called by hand, a Makefile of two parts would take the part for kbuild.
  const twofold = reader === "make" && files.some(({ statements }) => asksForRelease(statements));
  return offered
    .filter(({ variable }) => !byUser.has(variable) && !(twofold && variable === "KERNELRELEASE"))
    .map(({ variable, role }) => `${variable}=${role === "release" ? given.release : given.headers}`);
}

const asksForRunning = ({ file, line, text }: Place, { release, running }: PlanFor): InputError =>
  new InputError({
    en: `${file}, line ${line} asks for the kernel that runs here (${running}), and this is built for ${release}: "${text}"; write it with a variable that can be set (KVER ?= $(shell uname -r)), or build where ${release} runs`,
    zh: `${file} 第 ${line} 行查询的是正在运行的内核（${running}），而此次是为 ${release} 编译："${text}"；请改用可以设置的变量（KVER ?= $(shell uname -r)），或在运行 ${release} 的机器上编译`,
  });

const throughMakefile = (unset: readonly string[]): Text => ({
  en: `its own Makefile is called: it sets ${unset.join(", ")}, without which kbuild would build nothing`,
  zh: `将调用它自己的 Makefile：它会设置 ${unset.join("、")}，否则 kbuild 不会编译任何模块`,
});

const optionsUnset = (root: string, unset: readonly string[]): InputError =>
  new InputError({
    en: `${root}: nothing would be built: ${unset.join(", ")} is not set in this kernel's configuration; to build it nonetheless: kofit build ${root} ${unset[0] ?? ""}=m`,
    zh: `${root}：不会编译任何模块：该内核的配置未设置 ${unset.join("、")}；如仍要编译：kofit build ${root} ${unset[0] ?? ""}=m`,
  });

const nothingToBuild = (root: string): InputError =>
  new InputError({
    en: `${root}: nothing to build: no Kbuild or Makefile with obj-m, and no dkms.conf, here or in the directories below`,
    zh: `${root}：没有可编译的内容：此处及下级目录中没有含 obj-m 的 Kbuild 或 Makefile，也没有 dkms.conf`,
  });
