// npm run oracle [-- --only=GLOB] [KERNEL…]: asks the kernels, or those given, about all mutants, and writes docs/agreement.md.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runAgreement } from "../../../cli/src/agree/run-agreement.ts";
import { openKernel } from "../../../core/node/index.ts";
import type { KernelAgreement } from "../../src/agreement.ts";
import { agreementPage } from "../../src/agreement-page.ts";
import { writeCorpus } from "../build/corpus.ts";
import { kernelTree } from "../build/kernel-tree.ts";
import { buildSeeds } from "../build/seeds.ts";
import { kernels } from "./kernels.ts";
import { reasons } from "./reasons.ts";

const root = join(import.meta.dirname, "../../../..");
/** What each kernel answered last; the page is made of all of them. */
const results = join(root, ".cache/oracle");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: "string" } },
});

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Compares kofit with one kernel. */
async function ask(spec: string): Promise<KernelAgreement> {
  const tree = await kernelTree(spec);
  const seeds = await buildSeeds(tree);
  const directory = join(tree.directory, "mutants");
  rmSync(directory, { recursive: true, force: true });
  const pattern =
    values.only === undefined ? undefined : new RegExp(`^(?:${values.only.replaceAll("*", ".*")})$`);
  const { records } = writeCorpus(tree, seeds, directory, (id) => pattern?.test(id) ?? true);
  say(`${tree.release}: ${records.length} modules in ${directory}`);
  const kernel = await openKernel(tree.packages);
  return runAgreement(kernel, directory, { targets: tree.packages, reasons });
}

function summary({ release, figures, differences }: KernelAgreement, seconds: number): string {
  const { modules, outcome, errno, lines, loads } = figures;
  const open = differences.filter(({ explained }) => explained === undefined).length;
  return `${release}: ${modules} modules, ${loads} load; same outcome ${outcome}, errno ${errno}, lines ${lines}; ${open} differences without a reason; ${Math.round(seconds)} s`;
}

mkdirSync(results, { recursive: true });
for (const spec of positionals.length > 0 ? positionals : kernels) {
  const start = Date.now();
  try {
    const agreement = await ask(spec);
    say(summary(agreement, (Date.now() - start) / 1000));
    if (values.only === undefined) {
      writeFileSync(
        join(results, `${agreement.release}-${agreement.architecture}.json`),
        JSON.stringify({ ...agreement, spec }, null, 1),
      );
    } else process.stdout.write(`${JSON.stringify(agreement.differences, null, 1)}\n`);
  } catch (error) {
    process.exitCode = 1;
    say(`${spec}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

const all: KernelAgreement[] = readdirSync(results)
  .sort((a, b) => a.localeCompare(b, "en", { numeric: true }))
  .map((name) => JSON.parse(readFileSync(join(results, name), "utf8")));
if (all.length > 0) {
  const day = new Date().toISOString().slice(0, 10);
  writeFileSync(join(root, "docs/agreement.md"), agreementPage(all, reasons, day));
}
