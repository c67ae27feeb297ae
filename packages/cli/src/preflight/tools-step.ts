import { configured, configValue, type KernelFacts, type Text } from "@kofit/core";
import {
  askedByConfig,
  askedByVariables,
  findToolchain,
  type Machine,
  type MissingPackages,
  probeTool,
  type Tool,
  type Toolchain,
} from "@kofit/build";
import { delimiter } from "node:path";
import { compilerDrift, compilerInBanner } from "./compiler-drift.ts";
import type { Headers } from "@kofit/build";
import { install, notOk, ok, type Problem, type Step } from "./step.ts";

/** The step, and what the probe module is to be built with. */
export interface ToolsFound {
  readonly step: Step;
  /** Absent when something is missing. */
  readonly toolchain?: Toolchain;
}

/** What a report lists beside the compiler. */
const others = ["make", "pahole", "rustc", "bindgen"] as const;

/** Whether this machine has what building a module of that kernel takes, and where it is another one than the kernel's. */
export async function toolsStep(
  kernel: KernelFacts,
  headers: Headers,
  machine: Pick<Machine, "triplet" | "node">,
  signal: AbortSignal,
): Promise<ToolsFound> {
  const text = compilerOf(kernel, headers);
  const found = await toolchainFor(text, headers, machine);
  const tools = await probeAll(found, signal);
  const needsPahole = await makesTypes(headers);
  const missing = [
    ...("missing" in found ? found.missing : []),
    ...(needsPahole && !tools.some(({ name }) => name === "pahole") ? ["pahole"] : []),
  ];
  const evidence = { kernel: text ?? null, tools };
  if (missing.length > 0) {
    const what = { en: `missing: ${missing.join(", ")}`, zh: `缺少：${missing.join("、")}` };
    const problems = missing.map((name): Problem => ({ what: whyNeeded(name), remedy: install([name]) }));
    return { step: notOk("tools", what, problems, { stopsBuild: true, evidence }) };
  }
  if ("missing" in found) throw new TypeError("unreachable: what is missing was told");
  const here = tools.find(({ name }) => name === found.compiler)?.says;
  const drift =
    text !== undefined && here !== undefined ? compilerDrift(text, here, hasPlugins(headers)) : undefined;
  const line = { en: summary(found, tools), zh: summary(found, tools) };
  if (drift?.matters) {
    const remedy = found.instead === undefined ? install([found.compiler]) : install([found.instead]);
    return { step: notOk("tools", line, [{ what: drift.text, remedy }], { evidence }), toolchain: found };
  }
  const notes = [...(drift ? [drift.text] : []), ...paholeNote(kernel, tools, needsPahole)];
  return { step: ok("tools", line, { notes, evidence }), toolchain: found };
}

const hasPlugins = ({ configuration: { config } }: Headers): boolean =>
  config !== undefined && configured(config, "CONFIG_GCC_PLUGINS");

/** The compiler that built the kernel: by its configuration, else its banner; that of the headers where both are not known. */
function compilerOf({ config, banner }: KernelFacts, { configuration }: Headers): string | undefined {
  const symbol = "CONFIG_CC_VERSION_TEXT";
  return (
    (config.known ? configValue(config.value, symbol) : undefined) ??
    (banner?.known ? compilerInBanner(banner.value) : undefined) ??
    (configuration.config && configValue(configuration.config, symbol))
  );
}

async function toolchainFor(
  text: string | undefined,
  { trees }: Headers,
  machine: Pick<Machine, "triplet" | "node">,
): Promise<Toolchain | MissingPackages> {
  const host = { path: (process.env["PATH"] ?? "").split(delimiter), architecture: process.arch };
  const variables = await trees.output.open(".kernelvariables");
  const head = variables && (await variables.read(0, Math.min(variables.size, 4096)));
  const named = askedByVariables(new TextDecoder("latin1").decode(head ?? new Uint8Array()));
  const asked = (text === undefined ? undefined : askedByConfig(text)) ?? named;
  // A name without a number may be any version; where the very one is here under its number, it is taken.
  const major = asked === "gcc" ? /\b(\d+)\.\d+\.\d+\b/.exec(text ?? "")?.[1] : undefined;
  if (major !== undefined) {
    const exact = await findToolchain(machine, `gcc-${major}`, host);
    if (!("missing" in exact) && exact.instead === undefined) return exact;
  }
  return findToolchain(machine, asked, host);
}

async function probeAll(found: Toolchain | MissingPackages, signal: AbortSignal): Promise<readonly Tool[]> {
  const names = "missing" in found ? ["gcc", "ld", "as"] : namesOf(found);
  const tools: Tool[] = [];
  for (const name of [...names, ...others]) {
    const tool = await probeTool(name, signal);
    if (tool) tools.push(tool);
  }
  return tools;
}

function namesOf({ compiler, prefix, llvm }: Toolchain): readonly string[] {
  if (llvm === undefined) return [compiler, `${prefix}ld`, `${prefix}as`];
  return [compiler, `ld.lld${llvm === "1" ? "" : llvm}`];
}

/** Kbuild makes types for modules where the headers have a vmlinux to make them from: scripts/Makefile.modfinal. */
async function makesTypes({ trees, configuration }: Headers): Promise<boolean> {
  const isOn = configuration.config && configured(configuration.config, "CONFIG_DEBUG_INFO_BTF_MODULES");
  return isOn === true && (await trees.output.open("vmlinux")) !== undefined;
}

function whyNeeded(name: string): Text {
  if (name !== "pahole") return { en: `${name} is not installed`, zh: `${name} 尚未安装` };
  return {
    en: "pahole is not installed: make calls it for every module (CONFIG_DEBUG_INFO_BTF_MODULES) and stops without it",
    zh: "pahole 尚未安装：make 对每个模块都要调用它（CONFIG_DEBUG_INFO_BTF_MODULES），缺少时编译会中止",
  };
}

const summary = ({ compiler, instead }: Toolchain, tools: readonly Tool[]): string =>
  tools
    .filter(({ name }) => name !== "rustc" && name !== "bindgen")
    .map(({ name, version }) => (version === undefined ? name : `${name} ${version}`))
    .join(", ") + (instead === undefined || instead === compiler ? "" : ` (${instead} → ${compiler})`);

/** CONFIG_PAHOLE_VERSION is 124 for 1.24. */
function paholeNote({ config }: KernelFacts, tools: readonly Tool[], needed: boolean): readonly Text[] {
  const wanted = config.known ? Number(configValue(config.value, "CONFIG_PAHOLE_VERSION") ?? 0) : 0;
  const [, major = "0", minor = "0"] =
    /^(\d+)\.(\d+)/.exec(tools.find(({ name }) => name === "pahole")?.version ?? "") ?? [];
  const here = Number(major) * 100 + Number(minor);
  if (!needed || here === 0 || here >= wanted) return [];
  return [
    {
      en: `pahole is older than the kernel's (${here}, ${wanted}): make may stop where it makes types`,
      zh: `pahole 比编译内核所用的更旧（${here}，${wanted}）：make 在生成类型信息时可能中止`,
    },
  ];
}
