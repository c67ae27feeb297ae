// npm run oracle [-- --only=GLOB --guests=N] [KERNEL…]: asks the kernels, or those given, about all mutants, and writes docs/agreement.md.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { KernelAgreement } from "../../src/agreement.ts";
import { agreementPage } from "../../src/agreement-page.ts";
import { slots } from "../../src/slots.ts";
import { type Asking, askKernel } from "./ask-kernel.ts";
import { booted, kernels } from "./kernels.ts";
import { reasons } from "./reasons.ts";

const root = join(import.meta.dirname, "../../../..");
/** What each kernel answered last; the page is made of all of them. Another number when this has another shape. */
const results = join(root, ".cache/oracle/2");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string" }, guests: { type: "string" } },
});

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Ids that one of the patterns means; a `*` stands for any letters. */
const matching =
  (patterns: readonly string[]) =>
  (id: string): boolean =>
    patterns.some((pattern) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(id));

const shared = { slots: slots(Number(values.guests ?? availableParallelism())), said: say };

/** Asks, says what came of it, and keeps it for the page unless it is about a part that was chosen by hand. */
async function ask(spec: string, asking: Partial<Asking> = {}): Promise<void> {
  const start = Date.now();
  try {
    const agreement = await askKernel(spec, { ...shared, ...asking });
    say(summary(agreement, (Date.now() - start) / 1000));
    const { release, architecture, commandLine = "" } = agreement;
    const name = `${release}-${architecture} ${commandLine}`.trim().replaceAll("/", "_");
    if (values.only === undefined) {
      forgetOlder(spec, commandLine);
      writeFileSync(join(results, `${name}.json`), JSON.stringify({ ...agreement, spec }, null, 1));
    } else process.stdout.write(`${JSON.stringify(agreement.differences, null, 1)}\n`);
  } catch (error) {
    process.exitCode = 1;
    say(`${spec}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

/** What the same target meant before, when the archive had another version. */
function forgetOlder(spec: string, commandLine: string): void {
  for (const name of readdirSync(results)) {
    const kept: { spec: string; commandLine?: string } = JSON.parse(
      readFileSync(join(results, name), "utf8"),
    );
    if (kept.spec === spec && (kept.commandLine ?? "") === commandLine) rmSync(join(results, name));
  }
}

function summary(
  { release, commandLine = "", figures, differences, notAsked }: KernelAgreement,
  seconds: number,
): string {
  const { modules, outcome, errno, lines, loads, accident } = figures;
  const open = differences.filter(({ explained }) => explained === undefined).length;
  return `${release} ${commandLine}: ${modules} modules, ${loads} load; same outcome ${outcome}, errno ${errno}, lines ${lines}; ${accident} accidents, ${notAsked.length} not asked; ${open} differences without a reason; ${Math.round(seconds)} s`;
}

mkdirSync(results, { recursive: true });
const { only } = values;
for (const spec of positionals.length > 0 ? positionals : kernels) {
  await ask(spec, only === undefined ? {} : { wanted: matching([only]) });
}
if (positionals.length === 0 && only === undefined) {
  for (const { spec, commandLine, wanted } of booted) {
    await ask(spec, { commandLine, wanted: matching(wanted) });
  }
}

const all: KernelAgreement[] = readdirSync(results)
  .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
  .map((name) => JSON.parse(readFileSync(join(results, name), "utf8")));
if (all.length > 0) {
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(join(root, "docs/agreement.md"), agreementPage(all, reasons, day));
}
