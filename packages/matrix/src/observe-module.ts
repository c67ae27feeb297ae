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

/** A module that a guest is to load. */
export interface Wanted {
  /** Of the request. */
  readonly id: string;
  /** Of the request in the guest's plan. */
  readonly number: number;
  /** How many modules go before it. */
  readonly before: number;
  /** Whether the guest has loaded nothing. */
  readonly alone: boolean;
}

/**
 * Has a guest load and remove one module.
 *
 * @param seconds for each of the two, and for what goes before the module.
 */
export async function observeModule(line: Line, wanted: Wanted, seconds: number): Promise<Observed> {
  const { id, number, before, alone } = wanted;
  if (before === 0) return observeLoad(line, wanted, [], seconds);
  const reply = await ask(line, `before ${number}`, seconds);
  const results = resultsOf(reply, number);
  if (results) return observeLoad(line, wanted, results, seconds);
  return { observation: unanswered(id, "not-asked", reply, alone), clean: false };
}

async function observeLoad(
  line: Line,
  { id, number, alone }: Wanted,
  before: readonly number[],
  seconds: number,
): Promise<Observed> {
  const reply = await ask(line, `load ${number}`, seconds);
  const { answer } = reply;
  if (answer?.answer !== "loaded" || answer.number !== number) {
    return { observation: unanswered(id, ending(reply), reply, alone), clean: false };
  }
  const removed = await ask(line, "remove", seconds);
  const removal = answer.result === 0 ? removalOf(removed) : null;
  const after = removed.answer?.answer === "removed" ? removed.answer : undefined;
  return {
    observation: { ...loadedOrRefused(id, answer, reply), before: before.map(resultName), removal, alone },
    clean:
      answer.result >= 0 &&
      after !== undefined &&
      after.results.every((result) => result === 0) &&
      (after.taint & SPOILT & ~answer.taint[0]) === 0,
  };
}

/** What came of the modules before; `undefined` when the guest did not get over them. */
function resultsOf({ answer }: Reply, number: number): readonly number[] | undefined {
  return answer?.answer === "before" && answer.number === number ? answer.results : undefined;
}

const ending = ({ kind }: Reply): "crashed" | "hung" => (kind === "died" ? "crashed" : "hung");

function loadedOrRefused(
  id: string,
  { result, log, lost, taint, milliseconds, name, initReturned }: Loaded,
  { console }: Reply,
): Omit<Observation, "before" | "removal" | "alone"> {
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
  };
}

const resultName = (result: number): string | null =>
  result === 0 ? null : result > 0 ? errnoName(result) : "killed";

function unanswered(
  id: string,
  outcome: "crashed" | "hung" | "not-asked",
  { console }: Reply,
  alone: boolean,
): Observation {
  return {
    id,
    outcome,
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

function removalOf(reply: Reply): Removal {
  const { answer, console } = reply;
  if (answer?.answer !== "removed") {
    return { outcome: ending(reply), errno: null, log: console.map(withoutTime), taint: null };
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
