import { SHF_ALLOC, SHF_EXECINSTR, SHT_NOBITS } from "../../formats/elf/constants.ts";
import type { Places, RelocationFindings } from "../../formats/elf/relocation-findings.ts";
import { eachRelocation, relocationSize } from "../../formats/elf/relocation-table.ts";
import { type RelocationRules, WIDTH } from "../../formats/elf/relocation-types.ts";
import type { ElfSection } from "../../formats/elf/section-table.ts";
import { LOW, TRACER, WEAK } from "../../formats/elf/symbol-marks.ts";
import { stringAt } from "../../formats/elf/strings.ts";
import { symbolAt, type SymbolTable } from "../../formats/elf/symbols.ts";
import type { AbsoluteCall, Relocations, RelocationAt } from "../../model/relocations.ts";
import {
  type AddressHalves,
  firstIncomplete,
  firstUnpaired,
  type Unpaired,
  unpairedIn,
} from "./address-halves.ts";
import { readsCode } from "./bare-instructions.ts";
import { isFilledBehind } from "./code-behind.ts";
import { findBare } from "./find-bare.ts";
import type { ModuleFile } from "./module-file.ts";
import { mayBeNameless, namelessParameter } from "./nameless-parameter.ts";
import { heldTable, PIECE, piecesOf } from "./relocation-tables.ts";
import { findUntraced } from "./find-untraced.ts";

// The closer look at the few modules of which one pass over their relocations told that something may be odd.

/** What is to be looked at, and with what. */
export interface Job {
  readonly file: ModuleFile;
  readonly rules: RelocationRules;
  /** The tables, in the order in which they are applied. */
  readonly tables: readonly ElfSection[];
  readonly symbols: SymbolTable | undefined;
  /** By symbol. */
  readonly marks: Uint8Array;
}

/** What one pass found. */
export interface Found {
  readonly odd: RelocationFindings;
  /** What is listed for the function tracer; nothing where its calls are not looked at. */
  readonly listed: Places;
  /** Nothing on machines where addresses are not put together so. */
  readonly halves: AddressHalves;
}

/** Sections with code that nothing relocates, where code can be told by itself. There are few: most are empty, or nearly so. */
export function unrelocatedCode({ file, tables }: Job): ElfSection[] {
  const { sections, header } = file.elf;
  if (!readsCode(header.e_machine)) return [];
  const code = sections.filter(
    ({ sh_flags, sh_size, sh_type }) =>
      (sh_flags & CODE) === CODE && sh_size >= SMALLEST && sh_type !== SHT_NOBITS,
  );
  return code.filter(({ index }) => !tables.some(({ sh_info }) => sh_info === index));
}

const CODE = SHF_ALLOC | SHF_EXECINSTR;
/** Bytes of an instruction. */
const SMALLEST = 4;

/** Whether nothing is odd, and nothing has to be looked at once more. */
export function isSound(job: Job, { odd, listed, halves }: Found): boolean {
  const { unusual, againstNothing, unloaded, roomless, far, called, taken } = odd;
  const lists = unusual.length + againstNothing.length + unloaded.length + roomless.length + far.length;
  const first =
    odd.symbolOutside ?? odd.outside ?? odd.disordered ?? odd.notZero ?? odd.beside ?? odd.nothing;
  return (
    lists === 0 &&
    first === undefined &&
    (called.size === 0 || [...called.keys()].every((symbol) => taken.has(symbol))) &&
    isTraced(job.rules, odd.traced, listed) &&
    isPaired(halves) &&
    !mayBeNameless(job) &&
    unrelocatedCode(job).length === 0
  );
}

const isPaired = (halves: AddressHalves): boolean =>
  halves.size === 0 || (!firstUnpaired(halves) && !firstIncomplete(halves));

/** Whether what is listed for the tracer and what calls it are, by all appearance, the same places. */
const isTraced = ({ tracer }: RelocationRules, { count, sum }: Places, listed: Places): boolean =>
  listed.count === 0 || (listed.count === count && listed.sum === sum - count * (tracer?.relocatedAt ?? 0));

/** All that is odd. */
export async function lookedAt(job: Job, found: Found): Promise<Relocations> {
  return {
    ...bySymbol(job, found.odd),
    ...(await byPlace(job, found.odd)),
    ...(await inCode(job, found)),
  };
}

function bySymbol(
  { symbols, marks }: Job,
  odd: RelocationFindings,
): Pick<Relocations, "unusual"> & Partial<Relocations> {
  const { unusual, againstNothing, unloaded, roomless, far, symbolOutside } = odd;
  const calls = [...odd.called.values()].filter(({ symbolIndex }) => !odd.taken.has(symbolIndex));
  const weakCalls = calls.filter(({ symbolIndex }) => marks[symbolIndex] === WEAK);
  const absoluteCalls = calls.flatMap((one) =>
    symbols && marks[one.symbolIndex] === LOW ? [absoluteCall(symbols, one)] : [],
  );
  return {
    unusual,
    ...(againstNothing.length > 0 && { againstNothing }),
    ...(unloaded.length > 0 && { unloaded }),
    ...(roomless.length > 0 && { roomless }),
    ...(far.length > 0 && { far }),
    ...(symbolOutside && { symbolOutside }),
    ...(weakCalls.length > 0 && { weakCalls }),
    ...(absoluteCalls.length > 0 && { absoluteCalls }),
  };
}

async function byPlace(job: Job, odd: RelocationFindings): Promise<Partial<Relocations>> {
  const { outside, disordered } = odd;
  const twice = disordered && firstTwice(job, disordered);
  const notZero = odd.notZero ?? (await filledOutside(job, outside));
  return { ...(outside && { outside }), ...(twice && { twice }), ...(notZero && { notZero }) };
}

async function inCode(job: Job, { odd, listed, halves }: Found): Promise<Partial<Relocations>> {
  const { beside } = odd;
  const traced = isTraced(job.rules, odd.traced, listed) || !job.marks.includes(TRACER);
  const untraced = traced ? undefined : await findUntraced(job);
  const bare = await findBare(job, odd, unrelocatedCode(job));
  const unpaired = await halfAt(job, firstUnpaired(halves));
  const incomplete = await halfAt(job, firstIncomplete(halves));
  const nameless = mayBeNameless(job) ? await namelessParameter(job) : undefined;
  return {
    ...(beside && { beside }),
    ...(unpaired && { unpaired }),
    ...(incomplete && { incomplete }),
    ...(untraced && { untraced }),
    ...(bare && { bare }),
    ...(nameless !== undefined && { namelessParameter: nameless }),
  };
}

/** `outside`, where what stands there is told by the module, is not zero, and has to be. */
async function filledOutside(
  { file, rules }: Job,
  outside: RelocationAt | undefined,
): Promise<RelocationAt | undefined> {
  const { sections } = file.elf;
  const target = outside && sections[sections[outside.section]?.sh_info ?? 0];
  if (!target || !rules.zeros) return undefined;
  const filled = await isFilledBehind(file, target, outside.offset, widthOf(rules, outside));
  return filled === true ? outside : undefined;
}

async function halfAt({ file }: Job, half: Unpaired | undefined): Promise<RelocationAt | undefined> {
  const section = half && file.elf.sections[half.section];
  if (!section) return undefined;
  for await (const table of piecesOf(file, section)) {
    const end = table.first + Math.floor(table.length / relocationSize(section, file.elf.header));
    if (half.index < end) return unpairedIn(table, file.elf.header, half);
  }
  return undefined;
}

function absoluteCall(symbols: SymbolTable, call: RelocationAt): AbsoluteCall {
  const { st_name, st_value } = symbolAt(symbols, call.symbolIndex);
  return { ...call, symbol: stringAt(symbols.strings, st_name), address: Number(st_value) };
}

/** The first relocation of that table that writes a byte that an earlier one has written. */
function firstTwice({ file, rules }: Job, { section: index }: RelocationAt): RelocationAt | undefined {
  const section = file.elf.sections[index];
  // Only a file that was made to be odd has a table that is both large and out of order.
  if (!section || section.sh_size > PIECE) return undefined;
  const size = file.elf.sections[section.sh_info]?.sh_size ?? 0;
  const written = new Set<number>();
  let twice: RelocationAt | undefined;
  eachRelocation(heldTable(file, section), file.elf.header, (one) => {
    if (twice || one.type === 0 || rules.nothing.includes(one.type)) return;
    // Offsets are numbers from the file: far ones are so large that one more is the same number.
    if (one.offset > size) return;
    for (let byte = 0; byte < widthOf(rules, one); byte += 1) {
      if (written.has(one.offset + byte)) twice = one;
      written.add(one.offset + byte);
    }
  });
  return twice;
}

/** Bytes that it writes. */
const widthOf = ({ kinds, width }: RelocationRules, { type }: RelocationAt): number =>
  (kinds[type] ?? 0) & WIDTH || width;
