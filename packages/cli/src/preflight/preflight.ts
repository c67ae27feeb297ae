import type { CheckedModule, KernelFacts, Text } from "@kofit/core";
import { type Headers, type Machine, machineOf, thisMachine, type Toolchain } from "@kofit/build";
import { basename } from "node:path";
import { configurationStep } from "./configuration-step.ts";
import { hostToolsStep } from "./host-tools-step.ts";
import { kernelConfigurationStep } from "./kernel-configuration-step.ts";
import { notTried, probeStep } from "./probe-step.ts";
import { releaseStep } from "./release-step.ts";
import { notOk, type Step } from "./step.ts";
import { symversStep } from "./symvers-step.ts";
import { treeStep } from "./tree-step.ts";
import { toolsStep } from "./tools-step.ts";

/** What a preflight found. Plain data. */
export interface Preflight {
  /** `null` when it is not known. */
  readonly release: string | null;
  readonly architecture: string | null;
  readonly inputs: readonly string[];
  /** The directory of the headers; its name alone where it was unpacked from packages, and is gone. */
  readonly headers: string;
  readonly steps: readonly Step[];
  /** The probe module, where it was built. */
  readonly module?: CheckedModule;
  /** Worst of the steps' outcomes. */
  readonly outcome: Step["outcome"];
  /** One sentence: whether a module that is built here will load, or exactly why not. */
  readonly conclusion: Text;
}

export interface PreflightGiven {
  readonly kernel: KernelFacts;
  readonly inputs: readonly string[];
  /** Whether it is the kernel that runs here. */
  readonly running: boolean;
  readonly headers: Headers;
  readonly signal: AbortSignal;
  /** Told what is being done. */
  readonly progress: (text: Text) => void;
}

/** What is known before anything is built. */
export interface Before {
  readonly steps: readonly Step[];
  /** Absent where kofit knows no toolchain for the kernel's architecture. */
  readonly machine?: Machine;
  /** What modules are built with; absent when something is missing. */
  readonly toolchain?: Toolchain;
}

/** Goes through the steps that need no build; a later one is made whatever an earlier one found. */
export async function beforeBuilding(given: PreflightGiven): Promise<Before> {
  const { kernel, headers, signal } = given;
  given.progress({ en: "looking through the headers", zh: "正在检查头文件" });
  const steps = [
    releaseStep(kernel, headers),
    await treeStep(headers),
    await hostToolsStep(headers, thisMachine()),
    configurationStep(headers),
    await kernelConfigurationStep(kernel, headers),
    symversStep(kernel, (await headers.trees.output.open("Module.symvers")) !== undefined),
  ];
  const { architecture } = kernel;
  const machine = architecture.known ? machineOf(architecture.value.name) : undefined;
  if (!machine) return { steps: [...steps, noToolchain(kernel)] };
  const { step, toolchain } = await toolsStep(kernel, headers, machine, signal);
  return { steps: [...steps, step], machine, ...(toolchain && { toolchain }) };
}

/** Goes through all steps, and builds a probe module, but where that could not succeed. */
export async function preflight(given: PreflightGiven): Promise<Preflight> {
  const { kernel, inputs, headers } = given;
  const { steps, module } = await withProbe(given, await beforeBuilding(given));
  const { release, architecture } = kernel;
  const outcome = worst(steps);
  return {
    release: release.known ? release.value : null,
    architecture: architecture.known ? architecture.value.name : null,
    inputs,
    headers: headers.unpacked ? basename(headers.directory) : headers.directory,
    steps,
    ...(module && { module }),
    outcome,
    conclusion: conclusionOf(steps, release.known ? release.value : undefined),
  };
}

async function withProbe(
  { kernel, running, headers, signal, progress }: PreflightGiven,
  { steps, machine, toolchain }: Before,
): Promise<{ steps: readonly Step[]; module?: CheckedModule }> {
  if (!machine || !toolchain || steps.some(({ stopsBuild }) => stopsBuild)) {
    return { steps: [...steps, notTried(steps)] };
  }
  progress({ en: "building a module with these headers", zh: "正在用这些头文件编译一个模块" });
  const probed = await probeStep({ kernel, running, headers, machine, toolchain, signal });
  return { steps: [...steps, probed.step], ...(probed.module && { module: probed.module }) };
}

function noToolchain({ architecture }: KernelFacts): Step {
  const found = { en: "which compiler is wanted is not known", zh: "不知道需要哪个编译器" };
  const problem = architecture.known
    ? {
        what: {
          en: `kofit knows no toolchain for ${architecture.value.name}`,
          zh: `kofit 不了解 ${architecture.value.name} 的工具链`,
        },
        remedy: {
          en: "build a module by hand, and check it with kofit check",
          zh: "请手动编译一个模块，再用 kofit check 检查",
        },
      }
    : { what: architecture.why, remedy: architecture.remedy };
  return { ...notOk("tools", found, [problem], { stopsBuild: true }), outcome: "unknown" };
}

function worst(steps: readonly Step[]): Step["outcome"] {
  const outcomes = new Set(steps.map(({ outcome }) => outcome));
  if (outcomes.has("not-ok")) return "not-ok";
  return outcomes.has("unknown") ? "unknown" : "ok";
}

const because = ({ problems, found }: Step): Text => problems[0]?.what ?? found;

/** What decides, the worst first: nothing can be built, what was built is refused, something else does not fit. */
export function conclusionOf(steps: readonly Step[], release: string | undefined): Text {
  const on = { en: release ?? "this kernel", zh: release ?? "该内核" };
  const failed = steps.filter(({ outcome }) => outcome === "not-ok");
  const stopping = failed.find(({ stopsBuild }) => stopsBuild);
  if (stopping) {
    const why = because(stopping);
    return { en: `No module can be built here: ${why.en}`, zh: `在这里无法编译任何模块：${why.zh}` };
  }
  const probe = failed.find(({ id }) => id === "probe");
  if (probe) {
    const why = because(probe);
    const drift = failed.find(({ id }) => id === "kernel-configuration");
    const from = drift ? because(drift) : undefined;
    return {
      en: `A module built here will not load on ${on.en}: ${why.en}${from ? ` ${from.en}.` : ""}`,
      zh: `在这里编译的模块无法在 ${on.zh} 上加载：${why.zh}${from ? `${from.zh}。` : ""}`,
    };
  }
  const [other] = failed;
  if (other) {
    const why = because(other);
    return {
      en: `A module built here may not fit ${on.en}: ${why.en}`,
      zh: `在这里编译的模块可能不适合 ${on.zh}：${why.zh}`,
    };
  }
  const unknown = steps.find(({ outcome }) => outcome === "unknown");
  if (unknown) {
    const why = because(unknown);
    return {
      en: `Whether a module built here will load on ${on.en} cannot be told: ${why.en}`,
      zh: `无法判断在这里编译的模块能否在 ${on.zh} 上加载：${why.zh}`,
    };
  }
  return { en: `A module built here will load on ${on.en}.`, zh: `在这里编译的模块可以在 ${on.zh} 上加载。` };
}
