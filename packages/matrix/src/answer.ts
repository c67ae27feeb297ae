/** One record of the kernel's log. */
export interface LogRecord {
  /** `KERN_EMERG` 0 … `KERN_DEBUG` 7. */
  readonly level: number;
  /** As /dev/kmsg has it: bytes that are not printable are written `\x0a`. */
  readonly text: string;
}

/** What the guest's init answers; see packages/matrix/init/init.c. */
export type Answer =
  | {
      readonly answer: "ready";
      /** `uname -r`, `-v`, `-m`. */
      readonly release: string;
      readonly version: string;
      readonly machine: string;
      readonly cmdline: string;
      /** Bits of `/proc/sys/kernel/tainted`. */
      readonly taint: number;
      /** Whether the kernel can load modules at all. */
      readonly modules: boolean;
    }
  | {
      readonly answer: "before";
      readonly number: number;
      /** Of the modules that go before it, as `result` below. */
      readonly results: readonly number[];
    }
  | {
      readonly answer: "loaded";
      readonly number: number;
      /** 0, an errno, or -1: the kernel killed the process that loaded it. */
      readonly result: number;
      readonly milliseconds: number;
      readonly taint: readonly [before: number, after: number];
      /** By which the kernel knows it; `""` when it was not loaded. */
      readonly name: string;
      /** What its own init function returned, where the kernel traces that and it is why `result` is an errno: -19. */
      readonly initReturned: number | null;
      readonly log: readonly LogRecord[];
      /** Records that the kernel's buffer had no room for, or init. */
      readonly lost: number;
    }
  | {
      readonly answer: "removed";
      /** Of the module, then of those before it, last first; empty when nothing was loaded. */
      readonly results: readonly number[];
      readonly taint: number;
      readonly log: readonly LogRecord[];
      readonly lost: number;
    }
  | {
      readonly answer: "listed";
      /** Of the directories in a directory; empty when there is no such. */
      readonly names: readonly string[];
    }
  | { readonly answer: "unknown"; readonly number: number };

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => Number.isSafeInteger(value);
const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === "string");
const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(isNumber);

/** The answer that `json` is; `undefined` for what init does not write. */
export function parseAnswer(json: string): Answer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!isFields(value)) return undefined;
  switch (value["answer"]) {
    case "ready":
      return ready(value);
    case "before":
      return before(value);
    case "loaded":
      return loaded(value);
    case "removed":
      return removed(value);
    case "listed":
      return isStrings(value["names"]) ? { answer: "listed", names: value["names"] } : undefined;
    case "unknown":
      return isNumber(value["number"]) ? { answer: "unknown", number: value["number"] } : undefined;
    default:
      return undefined;
  }
}

function ready({ release, version, machine, cmdline, taint, modules }: Fields): Answer | undefined {
  return typeof release === "string" &&
    typeof version === "string" &&
    typeof machine === "string" &&
    typeof cmdline === "string" &&
    isNumber(taint) &&
    typeof modules === "boolean"
    ? { answer: "ready", release, version, machine, cmdline, taint, modules }
    : undefined;
}

const before = ({ number, results }: Fields): Answer | undefined =>
  isNumber(number) && isNumbers(results) ? { answer: "before", number, results } : undefined;

function loaded(fields: Fields): Answer | undefined {
  const { number, result, milliseconds, taint, name, initReturned, lost } = fields;
  const log = logOf(fields);
  if (!log || !isNumbers(taint)) return undefined;
  const [taintBefore, taintAfter] = taint;
  if (taintBefore === undefined || taintAfter === undefined) return undefined;
  return isNumber(number) &&
    isNumber(result) &&
    isNumber(milliseconds) &&
    typeof name === "string" &&
    (initReturned === null || isNumber(initReturned)) &&
    isNumber(lost)
    ? {
        answer: "loaded",
        number,
        result,
        milliseconds,
        taint: [taintBefore, taintAfter],
        name,
        initReturned,
        log,
        lost,
      }
    : undefined;
}

function removed(fields: Fields): Answer | undefined {
  const { results, taint, lost } = fields;
  const log = logOf(fields);
  return log && isNumbers(results) && isNumber(taint) && isNumber(lost)
    ? { answer: "removed", results, taint, log, lost }
    : undefined;
}

function logOf({ log }: Fields): readonly LogRecord[] | undefined {
  if (!Array.isArray(log)) return undefined;
  const records: LogRecord[] = [];
  for (const record of log) {
    if (!Array.isArray(record)) return undefined;
    const [level, text]: unknown[] = record;
    if (!isNumber(level) || typeof text !== "string") return undefined;
    records.push({ level, text });
  }
  return records;
}
