import type { RelocationFindings } from "../../formats/elf/relocation-findings.ts";
import { eachRelocation } from "../../formats/elf/relocation-table.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import type { BareInstruction } from "../../model/relocations.ts";
import { type Bare, firstBare, isBareX86 } from "./bare-instructions.ts";
import { covers, functionsIn } from "./code-extents.ts";
import { bytesOf, piecesOf } from "./relocation-tables.ts";
import type { Job } from "./relocations-closer.ts";

/**
 * The first instruction that lacks its relocation: in sections that nothing relocates, and in those of which a relocation
 * writes nothing, or is where another one is. `undefined` when none was found.
 */
export async function findBare(
  job: Job,
  { nothing, disordered }: RelocationFindings,
  unrelocated: readonly ElfSection[],
): Promise<BareInstruction | undefined> {
  const { sections } = job.file.elf;
  const targets = new Set(unrelocated);
  for (const one of [nothing, disordered]) {
    const target = one && sections[sections[one.section]?.sh_info ?? 0];
    if (target) targets.add(target);
  }
  for (const target of targets) {
    const bare = await bareIn(job, target);
    if (bare) return { section: target.name ?? "", ...bare };
  }
  return undefined;
}

async function bareIn({ file, rules, tables, symbols }: Job, target: ElfSection): Promise<Bare | undefined> {
  const { header } = file.elf;
  const relocated = new Set<number>();
  const nothing: number[] = [];
  for (const section of tables) {
    if (section.sh_info !== target.index) continue;
    for await (const table of piecesOf(file, section)) {
      eachRelocation(table, header, ({ type, offset }) => {
        if (rules.nothing.includes(type)) nothing.push(offset);
        else relocated.add(offset);
      });
    }
  }
  const code = await bytesOf(file, target);
  if (!code) return undefined;
  const x86 = nothing.find((offset) => !relocated.has(offset) && isBareX86(header.e_machine, code, offset));
  if (x86 !== undefined) return { offset: x86, branch: true };
  const functions = symbols ? functionsIn(symbols, target.index) : [];
  return firstBare(
    code,
    header.e_machine,
    (offset) => covers(functions, offset),
    (offset) => relocated.has(offset),
  );
}
