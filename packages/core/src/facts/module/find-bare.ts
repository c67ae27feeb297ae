import type { RelocationFindings } from "../../formats/elf/relocation-findings.ts";
import { eachRelocation } from "../../formats/elf/relocation-table.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import { type SymbolTable, symbolLayout } from "../../formats/elf/symbols.ts";
import { sizeAt } from "../../formats/elf/word.ts";
import type { BareInstruction } from "../../model/relocations.ts";
import { type Bare, firstBare, isBareX86 } from "./bare-instructions.ts";
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

interface Extent {
  readonly start: number;
  /** Behind its last byte. */
  end: number;
}

const STT_FUNC = 2;

/** Where the functions of a section are, in order and apart from each other: what stands between them may be data. */
function functionsIn({ count, entries }: SymbolTable, section: number): Extent[] {
  const { at, size } = symbolLayout(entries.encoding);
  const { view, encoding } = entries;
  const found: Extent[] = [];
  for (let base = 0; base < count * size; base += size) {
    if (view.getUint16(base + at.st_shndx, encoding.littleEndian) !== section) continue;
    if ((view.getUint8(base + at.st_info) & 0xf) !== STT_FUNC) continue;
    const start = sizeAt(view, base + at.st_value, encoding);
    found.push({ start, end: start + sizeAt(view, base + at.st_size, encoding) });
  }
  const merged: Extent[] = [];
  for (const extent of found.sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && extent.start <= last.end) last.end = Math.max(last.end, extent.end);
    else merged.push(extent);
  }
  return merged;
}

/** Whether one of the extents, which are in order, holds `offset`. */
function covers(extents: readonly Extent[], offset: number): boolean {
  let [low, high] = [0, extents.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((extents[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return (extents[low]?.start ?? Infinity) <= offset;
}
