import type { CheckId } from "@kofit/core";
import type { Agreement, Compared } from "./compare.ts";

/** One module, as kofit judged it and as the kernel took it. */
export interface Row extends Compared {
  readonly file: string;
  /** What was changed in it, where the list of modules tells. */
  readonly change?: string;
  /** Why the two differ, where somebody has found out; absent when they do not, or nobody has. */
  readonly explained?: string;
}

/** Why a difference remains. */
export interface Reason {
  /** Name of the reason, to be written beside the modules. */
  readonly id: string;
  /** In a sentence, with the kernel's function. */
  readonly why: string;
  /** Names of the modules without `.ko`; a `*` stands for any letters. */
  readonly modules: readonly string[];
  /** Begin the releases of the kernels; all when absent. */
  readonly releases?: readonly string[];
  /** What kofit has to say of them; anything when absent. */
  readonly kofit?: Compared["outcome"]["kofit"];
}

/** How far kofit and one kernel agree. */
export interface KernelAgreement {
  readonly release: string;
  readonly architecture: string;
  /** What was added to the kernel's command line; absent for nothing. */
  readonly commandLine?: string;
  readonly figures: Figures;
  /** Sorted by check. */
  readonly checks: readonly CheckAgreement[];
  /** Modules that are left out: what goes before them crashed or hung the kernel, so it was not asked. */
  readonly notAsked: readonly string[];
  /** The modules in which they differ. */
  readonly differences: readonly Row[];
}

export interface Figures {
  readonly modules: number;
  /** Of these the kernel loaded, refused, came to harm by. */
  readonly loads: number;
  readonly refused: number;
  readonly unsafe: number;
  /** In these kofit says the same. */
  readonly outcome: number;
  readonly errno: number;
  readonly lines: number;
  /** In these kofit says that what comes of it cannot be told, and the kernel refused them or no harm showed. */
  readonly accident: number;
  /** In these it differs, and a reason is given. */
  readonly explained: number;
}

export interface CheckAgreement extends Readonly<Record<Agreement, number>> {
  /** `null` for what no check tells. */
  readonly check: CheckId | null;
  /** Refused or unsafe modules in which no check says so; counted where `check` is `null`. */
  readonly missed: number;
}

export const differs = ({ outcome, errno, lines }: Compared): boolean =>
  !outcome.same || !errno.same || !lines.same;

/** What belongs to an agreement beside its rows. */
export interface AgreementOptions {
  readonly reasons?: readonly Reason[];
  /** Files of {@link KernelAgreement.notAsked}; none when absent. */
  readonly notAsked?: readonly string[];
}

/** Counts what {@link compare} says of each module. */
export function agreementOf(
  kernel: Pick<KernelAgreement, "release" | "architecture" | "commandLine">,
  rows: readonly Row[],
  { reasons = [], notAsked = [] }: AgreementOptions = {},
): KernelAgreement {
  const explained = rows.map((row) => (differs(row) ? withReason(row, kernel.release, reasons) : row));
  const differences = explained.filter(differs);
  const count = (is: (row: Row) => boolean): number => rows.filter(is).length;
  return {
    ...kernel,
    figures: {
      modules: rows.length,
      loads: count(({ outcome }) => outcome.kernel === "loads"),
      refused: count(({ outcome }) => outcome.kernel === "refused"),
      unsafe: count(({ outcome }) => outcome.kernel === "unsafe"),
      outcome: count(({ outcome }) => outcome.same),
      errno: count(({ errno }) => errno.same),
      lines: count(({ lines }) => lines.same),
      accident: count(({ accident }) => accident),
      explained: differences.filter((row) => row.explained !== undefined).length,
    },
    checks: byCheck(rows),
    notAsked,
    differences,
  };
}

function withReason(row: Row, release: string, reasons: readonly Reason[]): Row {
  const name = row.file.replace(/^.*\//, "").replace(/\.ko(?:\.\w+)?$/, "");
  const reason = reasons.find(
    ({ modules, releases, kofit }) =>
      (kofit === undefined || kofit === row.outcome.kofit) &&
      modules.some((pattern) => matches(pattern, name)) &&
      (releases === undefined || releases.some((beginning) => release.startsWith(beginning))),
  );
  return reason ? { ...row, explained: reason.id } : row;
}

function matches(pattern: string, name: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.at(-1);
  if (last === undefined) return first === name;
  return name.startsWith(first) && name.endsWith(last) && name.length >= first.length + last.length;
}

const none = {
  confirmed: 0,
  "wrong-wording": 0,
  "false-alarm": 0,
  masked: 0,
  unseen: 0,
  accident: 0,
  missed: 0,
};

function byCheck(rows: readonly Row[]): CheckAgreement[] {
  const counts = new Map<CheckId | null, Record<Agreement | "missed", number>>();
  const of = (check: CheckId | null): Record<Agreement | "missed", number> => {
    const found = counts.get(check) ?? { ...none };
    counts.set(check, found);
    return found;
  };
  for (const { findings, missed } of rows) {
    for (const { check, agreement } of findings) of(check)[agreement] += 1;
    if (missed) of(null).missed += 1;
  }
  return [...counts].map(([check, count]) => ({ check, ...count })).toSorted(byName);
}

/** By the check's name; what no check tells comes last. */
export function byName({ check: a }: CheckAgreement, { check: b }: CheckAgreement): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return a < b ? -1 : 1;
}
