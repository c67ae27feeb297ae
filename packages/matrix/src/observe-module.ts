import type { Answer } from "./answer.ts";
import { errnoName } from "./errno.ts";
import { ask, type Line, type Reply } from "./guest.ts";
import type { Observation, Removal } from "./observation.ts";

type Loaded = Extract<Answer, { answer: "loaded" }>;

/** An observation, and whether the guest is as it was before. */
export interface Observed {
  readonly observation: Observation;
  readonly clean: boolean;
}

/** TAINT_DIE and TAINT_WARN, include/linux/panic.h: what is printed once only was printed, and memory may be damaged. */
const SPOILT = (1 << 7) | (1 << 9);

/**
 * Has a guest load and remove one module.
 *
 * @param number of the request in the guest's plan.
 * @param seconds for each of the two.
 */
export async function observeModule(
  line: Line,
  { id, number, alone }: { readonly id: string; readonly number: number; readonly alone: boolean },
  seconds: number,
): Promise<Observed> {
  const reply = await ask(line, `load ${number}`, seconds);
  const { answer } = reply;
  if (answer?.answer !== "loaded" || answer.number !== number) {
    return { observation: unanswered(id, reply, alone), clean: false };
  }
  const removed = await ask(line, "remove", seconds);
  const removal = answer.result === 0 ? removalOf(removed) : null;
  const after = removed.answer?.answer === "removed" ? removed.answer : undefined;
  return {
    observation: { ...loadedOrRefused(id, answer, reply), removal, alone },
    clean:
      answer.result >= 0 &&
      after !== undefined &&
      after.results.every((result) => result === 0) &&
      (after.taint & SPOILT & ~answer.taint[0]) === 0,
  };
}

function loadedOrRefused(
  id: string,
  { result, log, lost, taint, milliseconds, name, initReturned, before }: Loaded,
  { console }: Reply,
): Omit<Observation, "removal" | "alone"> {
  return {
    id,
    outcome: result === 0 ? "loaded" : result > 0 ? "refused" : "crashed",
    errno: result > 0 ? errnoName(result) : null,
    // do_init_module() in kernel/module/main.c hands it on as it is.
    initReturned: result > 0 && initReturned === -result ? initReturned : null,
    log: result >= 0 || log.length > 0 ? log.map(({ text }) => text) : console,
    records: log,
    lost,
    taint,
    milliseconds,
    name: result === 0 ? name : null,
    before: before.map(resultName),
  };
}

const resultName = (result: number): string | null =>
  result === 0 ? null : result > 0 ? errnoName(result) : "killed";

function unanswered(id: string, { kind, console }: Reply, alone: boolean): Observation {
  return {
    id,
    outcome: kind === "died" ? "crashed" : "hung",
    errno: null,
    initReturned: null,
    log: console.map(withoutTime),
    records: [],
    lost: 0,
    taint: null,
    milliseconds: null,
    name: null,
    before: [],
    removal: null,
    alone,
  };
}

function removalOf({ kind, answer, console }: Reply): Removal {
  if (answer?.answer !== "removed") {
    const outcome = kind === "died" ? "crashed" : "hung";
    return { outcome, errno: null, log: console.map(withoutTime), taint: null };
  }
  const [result = 0] = answer.results;
  return {
    outcome: result === 0 ? "removed" : "refused",
    errno: result === 0 ? null : errnoName(result),
    log: answer.log.map(({ text }) => text),
    taint: answer.taint,
  };
}

/** `[    1.234567] `, and the caller's mark of CONFIG_PRINTK_CALLER, where a command line turned times on again. */
const withoutTime = (line: string): string => line.replace(/^(?:\[ *\d+\.\d+\])?(?:\[ *[TC]\d+\])? ?/, "");
