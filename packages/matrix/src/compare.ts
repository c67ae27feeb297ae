import type { CheckId, Effect, Verdict } from "@kofit/core";
import { errnoName } from "./errno.ts";
import { isInformation, isRationed, meets, withoutTraces } from "./kernel-lines.ts";
import type { Asked } from "./observation.ts";

/** What a good module of this kind does when it is loaded; absent where nobody knows. */
export interface Expected {
  /** Begins a line that the module logs when its init function runs. */
  readonly logs?: string;
  /** Whether it can be removed. */
  readonly removable?: boolean;
}

/** What became of the module in truth. */
export type Outcome =
  /** The loader took it; whether its init function then failed is the module's own business. */
  | "loads"
  /** The loader refused it. */
  | "refused"
  /** The kernel died, hung or warned, or what was loaded does not run or cannot be removed. */
  | "unsafe";

/** What shows that a module which was not refused is unsafe. */
export type Symptom =
  | "crashed"
  | "hung"
  /** The kernel logged a warning, or an oops that it survived. */
  | "warned"
  | "init-not-run"
  /** Removing it crashed or hung the kernel, or made it warn. */
  | "removal-crashed"
  | "removal-hung"
  | "removal-warned"
  | "not-removable";

/** How a finding of kofit stands to what the kernel did. */
export type Agreement =
  /** The kernel did what the finding says. */
  | "confirmed"
  /** It did, in other words. */
  | "wrong-wording"
  /** The kernel did not mind. */
  | "false-alarm"
  /** The kernel stopped before: it did not get so far. */
  | "masked"
  /** Memory was damaged, if the finding is right; nothing showed it. */
  | "unseen"
  /**
   * kofit says that the kernel reads or writes where something else stands, and that nobody can tell what comes of it: the
   * kernel refused the module for what it found there, or nothing showed.
   */
  | "accident";

/** What counts of a verdict: not the evidence. */
export interface Judgement extends Pick<Verdict, "outcome" | "predicted"> {
  readonly findings: readonly {
    readonly check: CheckId;
    readonly effect: Effect;
    readonly decisive: boolean;
    readonly strayAccess?: true;
  }[];
}

type Finding = Judgement["findings"][number];

/** kofit's verdict on a module, beside what the kernel did. */
export interface Compared {
  readonly outcome: { readonly kofit: Verdict["outcome"]; readonly kernel: Outcome; readonly same: boolean };
  readonly errno: { readonly kofit: string | null; readonly kernel: string | null; readonly same: boolean };
  readonly lines: {
    readonly kofit: readonly string[];
    readonly kernel: readonly string[];
    readonly same: boolean;
  };
  /** `null` when nothing shows that it is unsafe. */
  readonly symptom: Symptom | null;
  /** The errno that its own init function returned: the loader took it, and `errno.kernel` is no word of the loader. */
  readonly initFailed: string | null;
  /** One for each check that found something; notes are left out. */
  readonly findings: readonly { readonly check: CheckId; readonly agreement: Agreement }[];
  /** The first harm that kofit sees the kernel come to is an accident, and none showed: no difference, whatever it did. */
  readonly accident: boolean;
  /** The kernel refused the module, or came to harm, and no finding says so. */
  readonly missed: boolean;
}

/** Compares kofit's verdict on a module with what the kernel did. */
export function compare(verdict: Judgement, seen: Asked, expected: Expected = {}): Compared {
  const symptom = symptomOf(seen, expected);
  const kernel: Outcome = isRefused(seen) ? "refused" : symptom === null ? "loads" : "unsafe";
  const initFailed = seen.initReturned === null ? null : errnoName(-seen.initReturned);
  const errnos = { kofit: verdict.predicted.errno, kernel: seen.errno };
  const ofLoader = initFailed === null ? seen.errno : null;
  const told = verdict.predicted.log;
  const accident = kernel !== "unsafe" && endsAnyhow(verdict);
  const sameErrno = errnos.kofit === ofLoader;
  const sameWords = sameLines(told, seen, kernel);
  // What the kernel finds where it should not look may make it refuse, with any errno and any words.
  const excused = accident && kernel === "refused";
  return {
    outcome: { kofit: verdict.outcome, kernel, same: sameOutcome(verdict, kernel) || excused },
    errno: { ...errnos, same: sameErrno || kernel === "unsafe" || excused },
    lines: { kofit: told, kernel: seen.log, same: sameWords || excused },
    symptom,
    initFailed,
    findings: findingsOf(verdict, { said: verdict.outcome, kernel, sameErrno, sameWords, accident }),
    accident,
    missed: kernel !== "loads" && verdict.outcome !== kernel && !excused,
  };
}

/** Those that the kernel reaches: up to the one at which it stops. */
function reached({ findings }: Judgement): Judgement["findings"] {
  const stop = findings.findIndex(({ decisive }) => decisive);
  return stop < 0 ? findings : findings.slice(0, stop + 1);
}

/** Whether the verdict is that nobody can tell: of the unsafe findings the kernel meets a stray access first. */
const endsAnyhow = (verdict: Judgement): boolean =>
  verdict.outcome === "unsafe" &&
  reached(verdict).find(({ effect }) => effect === "unsafe")?.strayAccess === true;

/** What the kernel prints when it finds itself harmed. */
const HARM =
  /^(?:WARNING: |BUG: |Oops|Internal error|Kernel panic|Unable to handle|kernel BUG at|-+\[ cut here|general protection)/;

/** By the loader, and not by its own init function. */
const isRefused = ({ outcome, initReturned }: Asked): boolean =>
  outcome === "refused" && initReturned === null;

function symptomOf(seen: Asked, { logs, removable }: Expected): Symptom | null {
  const { outcome, log, removal } = seen;
  if (outcome === "crashed" || outcome === "hung") return outcome;
  if (isRefused(seen)) return null;
  if (log.some((line) => HARM.test(line))) return "warned";
  if (logs !== undefined && !log.some((line) => line.startsWith(logs))) return "init-not-run";
  if (removal === null || removable !== true) return null;
  if (removal.outcome === "crashed" || removal.outcome === "hung") return `removal-${removal.outcome}`;
  if (removal.log.some((line) => HARM.test(line))) return "removal-warned";
  return removal.outcome === "refused" ? "not-removable" : null;
}

/** Damage that nothing shows is damage: who writes beyond a section is lucky when nothing is there. */
const sameOutcome = ({ outcome }: Judgement, kernel: Outcome): boolean =>
  outcome === kernel || (outcome === "unsafe" && kernel === "loads");

/**
 * Whether every line that kofit tells was printed and, for a refused module, nothing else that tells why. A kernel
 * that dies has other things to say, too.
 */
function sameLines(told: readonly string[], { log }: Asked, kernel: Outcome): boolean {
  const all = told.every((one) => isRationed(one) || log.some((line) => meets(one, line)));
  if (kernel !== "refused") return all;
  return (
    all && withoutTraces(log).every((line) => isInformation(line) || told.some((one) => meets(one, line)))
  );
}

/** What kofit said of the module, and what the kernel did. */
interface Did {
  readonly said: Verdict["outcome"];
  readonly kernel: Outcome;
  readonly sameErrno: boolean;
  readonly sameWords: boolean;
  readonly accident: boolean;
}

function findingsOf(verdict: Judgement, did: Did): Compared["findings"] {
  const met = reached(verdict).length;
  const firstUnsafe = verdict.findings.findIndex(({ effect }) => effect === "unsafe");
  return verdict.findings.flatMap((finding, index) => {
    const { check, effect, decisive } = finding;
    if (effect === "note") return [];
    if (index >= met) return [{ check, agreement: "masked" as const }];
    const agreement =
      effect === "refused" ? refusal(did, decisive) : harm(did, finding, index === firstUnsafe);
    return [{ check, agreement }];
  });
}

/** Of a finding of the effect "unsafe" that the kernel reaches. */
function harm({ said, kernel, accident }: Did, { strayAccess }: Finding, isFirst: boolean): Agreement {
  if (kernel === "unsafe") return "confirmed";
  if (kernel === "loads") return strayAccess ? "accident" : "unseen";
  if (said === "refused" || (accident && !isFirst)) return "masked";
  return accident ? "accident" : "false-alarm";
}

function refusal({ kernel, sameErrno, sameWords }: Did, isDecisive: boolean): Agreement {
  if (!isDecisive) return "masked";
  if (kernel !== "refused" || !sameErrno) return "false-alarm";
  return sameWords ? "confirmed" : "wrong-wording";
}
