import type { CheckId } from "@kofit/core";
import { byName, type CheckAgreement, type KernelAgreement, type Reason, type Row } from "./agreement.ts";
import type { Symptom } from "./compare.ts";

/** What stands above the figures: how they were taken. */
const HOW = `Stock kernels are booted in QEMU (emulated, one processor) with an own first process, which hands over one module after
the other by \`finit_module(2)\` or \`init_module(2)\`, notes the errno and the new records of \`/dev/kmsg\`, and removes the
module again. A module that kills the kernel, or that cannot be removed, ends the boot; the rest is continued in a new
one. For each kernel some 36 small modules are built with its own headers (\`packages/matrix/test/build/seeds\`), and from
each of these copies are made with one thing changed (\`packages/matrix/test/build/mutants\`); more than a third load.
kofit is given the kernel's packages, and how the module is loaded. Nothing in kofit knows what was changed.

- *outcome*: loads, refused, or unsafe (the kernel died, hung or warned, the init function did not run, or the module
  could not be removed); \`unknown\` from kofit counts as a difference. Where kofit says unsafe and nothing showed, the
  check is counted as *unseen*, not as a difference. A module that
  the loader took and whose own init function returned an error counts as loaded: the errno is the module's. The kernel
  tells so itself, by its trace event \`initcall_finish\`.
- *accident*: kofit says that the kernel reads or writes where something else stands (behind a table, outside of a
  section, over another member), and that nobody can tell what comes of it. Whether the kernel refuses such a module
  for what it finds there, with whatever errno and words, or goes on, is no difference; that it came to harm is
  *confirmed*. The first harm that kofit names has to be such a one.
- *not asked*: left out, because what is loaded before the module crashed or hung the kernel, as kofit says of it there.
- *errno*: where the module is refused.
- *lines*: every line that kofit predicts was printed and, for a refused module, no other that tells why.
- *confirmed*: the kernel did what the decisive finding says. *Masked*: it had stopped before. *Missed*: it refused the
  module or came to harm, and kofit did not say so.`;

/** The page that tells how far kofit and real kernels agree, in Markdown. */
export function agreementPage(
  kernels: readonly KernelAgreement[],
  reasons: readonly Reason[],
  day: string,
): string {
  return [
    "# Agreement with real kernels",
    `What \`kofit check\` says about a module, compared with what the kernel answers when the module is loaded. Written by \`npm run oracle\`, last on ${day}.`,
    "## How",
    HOW,
    "## Figures",
    figures(kernels),
    "## What still differs, and why",
    ...differing(kernels, reasons),
    "## By check",
    byCheck(kernels),
    "",
  ].join("\n\n");
}

/** Numbers stand to the right. */
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map((_, i) => (typeof rows[0]?.[i] === "number" ? "--:" : "---")), ...rows]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");

const figures = (kernels: readonly KernelAgreement[]): string =>
  table(
    [
      "kernel",
      "architecture",
      "modules",
      "load",
      "refused",
      "unsafe",
      "outcome",
      "errno",
      "lines",
      "accident",
      "explained",
      "not asked",
    ],
    kernels.map(({ release, architecture, commandLine, figures: all, notAsked }) => [
      booted(release, commandLine),
      architecture,
      all.modules,
      all.loads,
      all.refused,
      all.unsafe,
      all.outcome,
      all.errno,
      all.lines,
      all.accident,
      all.explained,
      notAsked.length,
    ]),
  );

const booted = (release: string, commandLine: string | undefined): string =>
  commandLine === undefined ? release : `${release}, \`${commandLine}\``;

function differing(kernels: readonly KernelAgreement[], reasons: readonly Reason[]): readonly string[] {
  const isSame = kernels.every(({ differences }) => differences.length === 0);
  return isSame ? ["Nothing."] : [remaining(kernels, reasons), unexplained(kernels)];
}

function remaining(kernels: readonly KernelAgreement[], reasons: readonly Reason[]): string {
  const used = reasons.flatMap(({ id, why }) => {
    const rows = kernels.flatMap(({ differences }) =>
      differences.filter(({ explained }) => explained === id),
    );
    return rows.length === 0 ? [] : [[`${why} (${names(rows)})`, rows.length] as const];
  });
  return used.length === 0 ? "No reason is known of any." : table(["reason (modules)", "differences"], used);
}

const name = ({ file }: Row): string => file.replace(/\.ko$/, "");
const names = (rows: readonly Row[]): string =>
  [...new Set(rows.map((row) => `\`${name(row)}\``))].join(", ");

function unexplained(kernels: readonly KernelAgreement[]): string {
  const rows = kernels.flatMap(({ release, architecture, commandLine, differences }) =>
    differences
      .filter(({ explained }) => explained === undefined)
      .map((row) => [
        `${booted(release, commandLine)} (${architecture})`,
        `\`${name(row)}\`${row.change === undefined ? "" : `: ${row.change}`}`,
        said(row.outcome.kofit, row.errno.kofit, row.lines.kofit),
        said(did(row), row.errno.kernel, row.lines.same ? [] : row.lines.kernel),
      ]),
  );
  return rows.length === 0
    ? "No other difference remains."
    : `Without a reason yet:\n\n${table(["kernel", "module", "kofit", "kernel"], rows)}`;
}

const symptoms: Readonly<Record<Symptom, string>> = {
  crashed: "crashes",
  hung: "hangs",
  warned: "warns",
  "init-not-run": "init does not run",
  "removal-crashed": "crashes when it is removed",
  "removal-hung": "hangs when it is removed",
  "removal-warned": "warns when it is removed",
  "not-removable": "cannot remove it",
};

function did({ symptom, initFailed, outcome }: Row): string {
  if (symptom !== null) return symptoms[symptom];
  return initFailed === null ? outcome.kernel : "takes it, and its init function returns";
}

function said(outcome: string, errno: string | null, lines: readonly string[]): string {
  const [first] = lines;
  return `${outcome}${errno === null ? "" : ` ${errno}`}${first === undefined ? "" : ` ${cell(first)}`}`;
}

const cell = (line: string): string =>
  `\`${line.slice(0, 120).replaceAll("|", "\\|").replaceAll("`", "'")}\``;

/** Of all kernels together; the row of what no check tells comes last. */
function byCheck(kernels: readonly KernelAgreement[]): string {
  const sums = new Map<CheckId | null, CheckAgreement>();
  for (const check of kernels.flatMap(({ checks }) => checks)) {
    const sum = sums.get(check.check);
    sums.set(check.check, sum ? added(sum, check) : check);
  }
  const rows = [...sums.values()].toSorted(byName);
  return table(
    ["check", "confirmed", "missed", "false alarm", "masked", "wrong wording", "unseen", "accident"],
    rows.map((row) => [
      row.check ?? "(none)",
      row.confirmed,
      row.missed,
      row["false-alarm"],
      row.masked,
      row["wrong-wording"],
      row.unseen,
      row.accident,
    ]),
  );
}

const added = (a: CheckAgreement, b: CheckAgreement): CheckAgreement => ({
  check: a.check,
  confirmed: a.confirmed + b.confirmed,
  missed: a.missed + b.missed,
  "false-alarm": a["false-alarm"] + b["false-alarm"],
  masked: a.masked + b.masked,
  "wrong-wording": a["wrong-wording"] + b["wrong-wording"],
  unseen: a.unseen + b.unseen,
  accident: a.accident + b.accident,
});
