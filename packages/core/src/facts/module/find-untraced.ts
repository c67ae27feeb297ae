import { SHF_EXECINSTR } from "../../formats/elf/constants.ts";
import type { CodeAt } from "../../model/relocations.ts";
import type { Job } from "./relocations-closer.ts";
import { piecesOf } from "./relocation-tables.ts";
import { type Listed, listedIn, TRACED, tracedIn } from "./traced-calls.ts";

/** The first place that is listed for the function tracer and at which no call of it is; `undefined` when each has one. */
export async function findUntraced({
  file,
  rules,
  tables,
  symbols,
  marks,
}: Job): Promise<CodeAt | undefined> {
  if (!symbols) return undefined;
  const { header, sections } = file.elf;
  const listed: Listed[] = [];
  const traced = new Map<number, Set<number>>();
  for (const section of tables) {
    const { sh_info } = section;
    const target = sections[sh_info];
    if (!target) continue;
    const content = rules.inPlace ? file.held(target) : undefined;
    const isCode = (target.sh_flags & SHF_EXECINSTR) !== 0;
    for await (const table of piecesOf(file, section)) {
      if (target.name === TRACED) listed.push(...listedIn(table, { header, symbols, content }));
      if (!isCode) continue;
      const places = traced.get(sh_info) ?? new Set();
      for (const place of tracedIn(table, header, rules, marks, content)) places.add(place);
      traced.set(sh_info, places);
    }
  }
  const isCode = (index: number): boolean => ((sections[index]?.sh_flags ?? 0) & SHF_EXECINSTR) !== 0;
  const missing = listed.find(
    ({ section, offset }) => isCode(section) && traced.get(section)?.has(offset) !== true,
  );
  return missing && { section: sections[missing.section]?.name ?? "", offset: missing.offset };
}
