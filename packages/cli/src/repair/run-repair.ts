import {
  canBeUndone,
  finishRepair,
  overlayOf,
  planRepair,
  repairInPlace,
  type RepairPlan,
  undoRepair,
} from "@kofit/build";
import { openKernel } from "@kofit/core/node";
import type { RepairOptions } from "../commands/repair.ts";
import { type Context, type ExitCode, exitCode } from "../frame/define-command.ts";
import { interruptible } from "../frame/interruptible.ts";
import { downloadProgress } from "../frame/kernel.ts";
import { askYesNo, canAsk } from "./ask.ts";
import { headersDirectory } from "./headers-directory.ts";
import { type Outcome, repairJson } from "./repair-json.ts";
import { planText, resultText, undoPlanText, questions } from "./repair-text.ts";

/** `kofit repair`: shows what is to be done, asks, does it, and says what came of it. */
export async function runRepair(options: RepairOptions, context: Context): Promise<ExitCode> {
  return interruptible(async (signal) =>
    options.undo ? undo(options, context, signal) : repair(options, context, signal),
  );
}

async function repair(options: RepairOptions, context: Context, signal: AbortSignal): Promise<ExitCode> {
  const { language, terminal } = context;
  const { plan, inputs } = await read(options, context, signal);
  const inPlace = options["in-place"] === true;
  if (!options.json) terminal.out(planText(plan, language, terminal, inPlace));
  const agreed = plan.files.length > 0 && (await isAgreed(options, context, signal, inPlace));
  const done = agreed ? await carryOut(plan, inPlace, context, signal) : undefined;
  const outcome = outcomeOf(plan, agreed);
  const result = { plan, outcome, ...(done !== undefined && { directory: done }), inPlace };
  if (options.json) terminal.out(repairJson({ ...result, inputs }));
  else terminal.out(resultText(result, language, terminal));
  return codeOf(plan, outcome);
}

async function read(
  options: RepairOptions,
  { language, terminal }: Context,
  signal: AbortSignal,
): Promise<{ readonly plan: RepairPlan; readonly inputs: readonly string[] }> {
  const { kernel = [], mirror, offline = false } = options;
  terminal.progress({ en: "reading the kernel", zh: "正在读取内核信息" }[language]);
  const open = {
    cache: options["no-cache"] !== true,
    offline,
    ...(mirror !== undefined && { mirror }),
    signal,
    progress: downloadProgress(terminal),
  };
  const headers = await headersDirectory(options.headers, kernel, open);
  if (options["in-place"]) await finishRepair(headers);
  const { facts, inputs } = await openKernel(kernel, { ...open, withImageBeside: true, headers });
  terminal.progress({ en: "looking through the headers", zh: "正在检查头文件" }[language]);
  const plan = await planRepair(headers, facts);
  terminal.progress("");
  return { plan, inputs };
}

/** In a script `--yes` is the answer; nobody is asked there. */
async function isAgreed(
  { yes, json }: RepairOptions,
  { language, terminal }: Context,
  signal: AbortSignal,
  inPlace: boolean,
): Promise<boolean> {
  if (yes) return true;
  if (json || !canAsk()) return false;
  terminal.progress("");
  return askYesNo(questions[inPlace ? "inPlace" : "overlay"][language], signal);
}

async function carryOut(
  plan: RepairPlan,
  inPlace: boolean,
  { language, terminal }: Context,
  signal: AbortSignal,
): Promise<string> {
  terminal.progress({ en: "repairing", zh: "正在修复" }[language]);
  try {
    if (!inPlace) return await overlayOf(plan, signal);
    await repairInPlace(plan, signal);
    return plan.headers;
  } finally {
    terminal.progress("");
  }
}

function outcomeOf({ files, obstacles }: RepairPlan, agreed: boolean): Outcome {
  if (files.length > 0) return agreed ? "repaired" : "planned";
  return obstacles.find(({ stops }) => stops)?.stops ?? "fits";
}

function codeOf({ obstacles }: RepairPlan, outcome: Outcome): ExitCode {
  if (outcome === "unknown") return exitCode.unknown;
  if (outcome === "planned" || outcome === "unfit") return exitCode.refused;
  return obstacles.length > 0 ? exitCode.refused : exitCode.ok;
}

async function undo(options: RepairOptions, context: Context, signal: AbortSignal): Promise<ExitCode> {
  const { language, terminal } = context;
  const headers = await headersDirectory(options.headers, options.kernel ?? [], { signal });
  await finishRepair(headers);
  const known = await canBeUndone(headers);
  if (known && !options.json) terminal.out(undoPlanText(headers, language, terminal));
  // Without anything to undo the reason is told, and nobody asked.
  const agreed =
    options.yes ||
    !known ||
    (!options.json && canAsk() && (await askYesNo(questions.undo[language], signal)));
  const plan: RepairPlan = { headers, steps: [], files: [], obstacles: [] };
  const undone = agreed ? await undoRepair(headers, signal) : undefined;
  const outcome = undone ? "undone" : "planned";
  const result = { plan, outcome, inPlace: true, ...(undone && { undone }) } as const;
  terminal.out(options.json ? repairJson({ ...result, inputs: [] }) : resultText(result, language, terminal));
  return undone ? exitCode.ok : exitCode.refused;
}
