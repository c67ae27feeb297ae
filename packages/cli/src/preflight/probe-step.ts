import {
  analyse,
  type CheckedModule,
  configDifference,
  explain,
  type KernelFacts,
  known,
  linksOf,
  readModuleFacts,
  signatureHandling,
  targetOf,
  type Text,
  type Verdict,
} from "@kofit/core";
import { fileSource, readRunning } from "@kofit/core/node";
import {
  errorsIn,
  type Machine,
  type NotBuilt,
  type Toolchain,
  toolVariables,
  withProbeModule,
} from "@kofit/build";
import { realpathSync } from "node:fs";
import { basename } from "node:path";
import type { Headers } from "@kofit/build";
import { notKnown, notOk, ok, type Problem, type Step } from "./step.ts";

/** The step, and the verdict on the module where it was built. */
export interface Probed {
  readonly step: Step;
  readonly module?: CheckedModule;
}

export interface ProbeGiven {
  readonly kernel: KernelFacts;
  /** Whether it is the kernel that runs here, whose state counts, too. */
  readonly running: boolean;
  readonly headers: Headers;
  readonly machine: Pick<Machine, "node" | "arch">;
  readonly toolchain: Toolchain;
  readonly signal: AbortSignal;
}

/** Builds a module that does nothing, and judges it as `kofit check` does. */
export async function probeStep(given: ProbeGiven): Promise<Probed> {
  const { kernel, headers, machine, toolchain, signal } = given;
  const variables = makeVariables(machine, toolchain);
  const { directory } = headers;
  const probe = { headers: directory, variables, name: basename(realpathSync(directory)), signal };
  const made = await withProbeModule(probe, (path) => judge(path, given));
  const command = `make -C ${directory} M=… ${variables.join(" ")} modules`;
  if (!made.built) return { step: notBuilt(made, command, toolchain) };
  const verdict = made.value;
  const module = { file: "kofit_probe.ko", name: "kofit_probe", verdict };
  return { step: judged(verdict, kernel, command), module };
}

/** What make is told of the machine and the tools. */
export function makeVariables(
  machine: Pick<Machine, "node" | "arch">,
  toolchain: Toolchain,
): readonly string[] {
  const foreign = machine.node !== process.arch;
  return [...(foreign ? [`ARCH=${machine.arch}`] : []), ...toolVariables(toolchain)];
}

async function judge(path: string, { kernel, running, headers }: ProbeGiven): Promise<Verdict> {
  const source = fileSource(path);
  try {
    const { kernel: target, state } = targetOf(
      withDifferences(kernel, headers),
      {},
      running ? readRunning() : undefined,
    );
    const facts = await readModuleFacts(source, signatureHandling(target, state));
    return analyse(target, facts, [], undefined, state);
  } finally {
    source.close();
  }
}

/** The kernel with what the causes of a refusal ask for. */
export function withDifferences(kernel: KernelFacts, { configuration, directory }: Headers): KernelFacts {
  const { config, file } = configuration;
  if (!kernel.config.known || !config) return kernel;
  const differences = configDifference(kernel.config.value.text, config.text);
  const origin = { input: directory, ...(file && { part: file }) };
  return { ...kernel, headersDifferences: known(differences, origin) };
}

function judged(verdict: Verdict, kernel: KernelFacts, command: string): Step {
  const { outcome, predicted, findings, inconclusive } = verdict;
  const evidence = { command, verdict };
  const name = kernel.release.known ? kernel.release.value : undefined;
  const on = { en: name ?? "the kernel", zh: name ?? "该内核" };
  if (outcome === "loads") {
    const found = { en: `built, and ${on.en} would load it`, zh: `编译成功，${on.zh} 会加载它` };
    return ok("probe", found, { evidence });
  }
  if (outcome === "unknown") {
    const problems = inconclusive.flatMap(({ missing }) =>
      missing.map(({ why, remedy }): Problem => ({ what: why, remedy })),
    );
    const found = {
      en: `built; whether ${on.en} would load it cannot be told`,
      zh: `编译成功；无法判断 ${on.zh} 是否会加载它`,
    };
    return notKnown("probe", found, unique(problems), { evidence });
  }
  const main = findings.filter(({ decisive, effect }) => decisive || effect === "unsafe");
  const errno = predicted.errno ?? "";
  const found =
    outcome === "refused"
      ? {
          en: `built, and ${on.en} would refuse it (${errno})`,
          zh: `编译成功，但 ${on.zh} 会拒绝它（${errno}）`,
        }
      : {
          en: `built, and ${on.en} would load it and be damaged by it`,
          zh: `编译成功，但 ${on.zh} 加载后会受到损害`,
        };
  return notOk("probe", found, unique(main.map(problemOf)), { evidence });
}

function problemOf(finding: Verdict["findings"][number]): Problem {
  const [en, zh] = [explain(finding, "en"), explain(finding, "zh")];
  const [cause] = finding.causes ?? [];
  const links = cause ? { en: linksOf(cause, "en"), zh: linksOf(cause, "zh") } : { en: [], zh: [] };
  const chain = links.en.map((link, index) => ({ en: link, zh: links.zh[index] ?? link }));
  return {
    what: { en: en.what, zh: zh.what },
    remedy: { en: en.fix, zh: zh.fix },
    ...(chain.length > 0 && { chain }),
  };
}

const unique = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((problem) => [problem.what.en, problem])).values(),
];

function notBuilt({ output, stopped, log }: NotBuilt, command: string, { instead }: Toolchain): Step {
  const shown = errorsIn(output);
  const found = whyStopped(stopped);
  const hint =
    instead === undefined
      ? { en: "", zh: "" }
      : {
          en: `install ${instead}, which these headers ask for; `,
          zh: `请安装这些头文件所要求的 ${instead}；`,
        };
  const problem = {
    what: { en: shown, zh: shown },
    remedy: { en: `${hint.en}all that make printed is in ${log}`, zh: `${hint.zh}make 的全部输出见 ${log}` },
  };
  return notOk("probe", found, [problem], { stopsBuild: true, evidence: { command, log, output } });
}

function whyStopped(stopped: NotBuilt["stopped"]): Text {
  if (stopped === "too-long") {
    return { en: "make did not come to an end, and was stopped", zh: "make 迟迟没有结束，已被终止" };
  }
  if (stopped === "not-started") return { en: "make could not be started", zh: "无法启动 make" };
  return { en: "it could not be built", zh: "编译失败" };
}

/** Where make would stop for what was found before, it is not run. */
export function notTried(steps: readonly Step[]): Step {
  const names = steps.filter(({ stopsBuild }) => stopsBuild);
  const because = (language: keyof Text): string => names.map(({ found }) => found[language]).join("; ");
  return notKnown("probe", { en: "not built", zh: "未编译" }, [
    {
      what: { en: `make would stop: ${because("en")}`, zh: `make 会中止：${because("zh")}` },
      remedy: { en: "repair that first", zh: "请先解决上述问题" },
    },
  ]);
}
