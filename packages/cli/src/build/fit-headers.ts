import { type RepairPlan, repairedHeaders } from "@kofit/build";
import type { Text } from "@kofit/core";
import { openHeaders } from "@kofit/build";
import { type Before, beforeBuilding, conclusionOf, type PreflightGiven } from "../preflight/preflight.ts";
import { listed, type Step, type StepId } from "../preflight/step.ts";

/** Headers to build with, or why there are none. */
export interface Fit {
  readonly given: PreflightGiven;
  readonly before: Before;
  /** Absent when nothing had to be put right. */
  readonly repaired?: readonly Text[];
  /** Why what is built with them would not fit; absent when it may. */
  readonly refused?: Text;
}

/** What a repair may put right. */
const repairable: ReadonlySet<StepId> = new Set([
  "configuration",
  "kernel-configuration",
  "symvers",
  "host-tools",
]);

/**
 * Looks at the headers as `kofit preflight` does; where they are out of step with the kernel, at an overlay in which they are not.
 *
 * @param asIs build with them as they are, as long as that is possible at all.
 */
export async function fitHeaders(given: PreflightGiven, asIs: boolean): Promise<Fit> {
  const before = await beforeBuilding(given);
  const wrong = wrongIn(before.steps, asIs);
  if (wrong.length === 0) return { given, before };
  if (!asIs && wrong.some(({ id }) => repairable.has(id))) {
    given.progress({ en: "bringing the headers in step", zh: "正在使头文件与内核一致" });
    const { kernel, signal, headers } = given;
    const { directory, plan } = await repairedHeaders({ headers: headers.directory, kernel, signal });
    if (directory !== headers.directory) {
      const again = { ...given, headers: await openHeaders(directory, headers.unpacked) };
      return refusal(again, await beforeBuilding(again), asIs, repairsOf(plan));
    }
  }
  return refusal(given, before, asIs);
}

function refusal(given: PreflightGiven, before: Before, asIs: boolean, repaired?: readonly Text[]): Fit {
  const wrong = wrongIn(before.steps, asIs);
  const { release } = given.kernel;
  const name = release.known ? release.value : undefined;
  return {
    given,
    before,
    ...(repaired && { repaired }),
    ...(wrong.length > 0 && { refused: conclusionOf(before.steps, name) }),
  };
}

/** What is not known keeps nobody from building: the modules are checked afterwards. */
const wrongIn = (steps: readonly Step[], asIs: boolean): readonly Step[] =>
  steps.filter(({ outcome, stopsBuild }) => stopsBuild || (outcome === "not-ok" && !asIs));

function repairsOf({ steps }: RepairPlan): readonly Text[] {
  return steps.map((step): Text => {
    if (step.id === "configuration") {
      const names = listed([...step.differences.map(({ symbol }) => symbol), ...step.contradictions]);
      return {
        en: `the configuration, as ${step.from} has it: ${names.en}`,
        zh: `配置（以 ${step.from} 为准）：${names.zh}`,
      };
    }
    if (step.id === "symvers") {
      return {
        en: `Module.symvers, as ${step.from} has it: ${listed(step.symbols).en}`,
        zh: `Module.symvers（以 ${step.from} 为准）：${listed(step.symbols).zh}`,
      };
    }
    const tools = listed(step.tools.map(({ path }) => path));
    return {
      en: `programs that do not run on this machine, compiled anew: ${tools.en}`,
      zh: `重新编译了无法在本机运行的程序：${tools.zh}`,
    };
  });
}
