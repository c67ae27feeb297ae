import type { RelocationAt } from "../../model/relocations.ts";
import type { ElfHeader } from "./header.ts";
import { addPlace, note, type Odd, type RelocationFindings, type Target } from "./relocation-findings.ts";
import { layoutOf, noted, type RelocationTable } from "./relocation-table.ts";
import { BRANCH, IDLE, type RelocationRules, TRACES, WIDTH } from "./relocation-types.ts";
import { PLAIN, TRACER } from "./symbol-marks.ts";

// A kernel's modules hold five million relocations, a third of their bytes. So they are looked at in one loop that
// makes nothing for those that are as they always are.

/** What all tables of one section that is relocated are looked at with. */
export interface Scan {
  readonly header: ElfHeader;
  readonly target: Target;
  readonly rules: RelocationRules;
  /** By symbol, see symbol-marks.ts; as long as the symbol table. */
  readonly marks: Uint8Array;
}

/** Looks at all relocations of a table, or of a piece of one, and adds to `found` what is new. */
export function scanRelocations(table: RelocationTable, scan: Scan, found: RelocationFindings): void {
  const { header, target, rules, marks } = scan;
  const { view } = table.data;
  const { kinds, straight, once } = rules;
  const layout = layoutOf(table.section, header);
  const { size, littleEndian, symbolAt, symbolShift, typeAt, typeShift, typeMask } = layout;
  const { lowAt, highAt, highMask, wide, addendLowAt, addendHighAt } = layout;
  const { size: targetSize, zero, at: targetAt } = target;
  const end = table.at + table.length - size;
  let previous = -1;
  for (let base = table.at; base <= end; base += size) {
    const kind = kinds[(view.getUint32(base + typeAt, littleEndian) >>> typeShift) & typeMask] ?? 0;
    const symbol = view.getUint32(base + symbolAt, littleEndian) >>> symbolShift;
    const offset = view.getUint32(base + lowAt, littleEndian);
    const high = view.getUint32(base + highAt, littleEndian) & highMask;
    if (
      kind !== 0 &&
      offset <= targetSize - (kind & WIDTH) &&
      high === 0 &&
      (offset > previous || !once) &&
      isFree(zero, targetAt + offset, kind)
    ) {
      const mark = marks[symbol];
      const addend = wide ? view.getInt32(base + addendLowAt, littleEndian) : straight;
      const rest = wide ? view.getInt32(base + addendHighAt, littleEndian) : addend >> 31;
      if (rest === addend >> 31 && (mark === PLAIN || isUsual(kind, mark, addend, offset, scan, found))) {
        previous = offset;
        continue;
      }
    }
    previous = lookCloser(table, (base - table.at) / size, previous, scan, found);
  }
}

/** Adds to `found` what is odd about one of them. Where the next one is to be behind. */
function lookCloser(
  table: RelocationTable,
  index: number,
  previous: number,
  scan: Scan,
  found: RelocationFindings,
): number {
  const one = noted(table, scan.header, index);
  note(oddity(one, previous, scan), scan.rules, scan.target, found);
  return scan.rules.nothing.includes(one.type) ? previous : one.offset;
}

/** Whether zeros stand where a relocation of that kind writes, or none have to. */
const isFree = (zero: DataView | undefined, at: number, kind: number): boolean =>
  zero === undefined ||
  (zero.getUint32(at, true) === 0 && ((kind & WIDTH) !== 8 || zero.getUint32(at + 4, true) === 0));

/** Whether there is nothing odd about a relocation inside its section and against a symbol that is not {@link PLAIN}. */
function isUsual(
  kind: number,
  mark: number | undefined,
  addend: number,
  offset: number,
  { header, rules, target }: Scan,
  { traced }: RelocationFindings,
): boolean {
  if (mark === undefined || mark > TRACER) return (kind & IDLE) !== 0;
  const { straight } = rules;
  const isStraight = addend === straight && isBranchAt(target, offset, rules, header);
  if (mark === TRACER && (kind & TRACES) !== 0 && isStraight) addPlace(traced, target.index, offset);
  return kind < BRANCH || isStraight;
}

/** Whether a branch to the beginning of a function is at `offset`; told only where its bytes are at hand. */
function isBranchAt(
  { instructions, at, size }: Target,
  offset: number,
  { instruction }: RelocationRules,
  { encoding }: ElfHeader,
): boolean {
  if (instructions === undefined || !instruction || offset > size - 4) return true;
  const word = instructions.getUint32(at + offset, encoding.littleEndian);
  return (word & instruction.mask) === instruction.value;
}

function oddity(one: RelocationAt, previous: number, { header, rules, marks, target }: Scan): Odd {
  const { offset, addend } = one;
  const { straight } = rules;
  const straightAddend = addend === undefined || (rules.cuts ? addend | 0 : addend) === straight;
  return {
    one,
    mark: marks[one.symbolIndex],
    previous,
    straight: straightAddend && isBranchAt(target, offset, rules, header),
    far: addend !== undefined && (addend < -TWO_GIB || addend >= TWO_GIB),
  };
}

const TWO_GIB = 2 ** 31;
