import type { CodePiece } from "../code-pieces.ts";
import { type CodeMachine, type KnownCode, type Misplaced, REACH } from "./machine.ts";
import { Registers } from "./registers.ts";

/** A machine of which the instructions near a place can be told apart. */
export interface NearMachine {
  /** Types of relocation that have an address put into a register. */
  readonly addresses: readonly number[];
  /** How many general registers there are, and which takes no value. */
  readonly registers: readonly [count: number, constant: number];
  /** Whether any place that is a multiple of 4 is where an instruction begins; else only what is relocated is. */
  readonly aligned: boolean;
  readonly lengthOf: (word: number) => number;
  /** Follows one instruction; the section of the data to whose address it adds a processor's offset, or 0. */
  readonly follow: (word: number, registers: Registers, address: () => number) => number;
}

/** Follows what is near the places that have to do with offsets. */
export const near =
  (machine: NearMachine): CodeMachine["firstMisplaced"] =>
  (piece, reads, code) =>
    firstNear(machine, piece, reads, code);

function firstNear(
  { addresses, aligned, registers: kind, lengthOf, follow }: NearMachine,
  { view, at: start, end, first }: CodePiece,
  reads: readonly number[],
  { relocated, values: { valueOf, offsets } }: KnownCode,
): Misplaced | undefined {
  const last = first + end - start - 4;
  const uses = offsets === undefined ? [] : relocated.placesOf(offsets, addresses);
  const isData = (symbol: number): boolean => valueOf(symbol) > 0;
  const registers = new Registers(...kind);
  let offset = 0;
  const address = (): number => valueOf(relocated.symbolAt(offset, addresses));
  for (const place of [...reads, ...uses].toSorted((a, b) => a - b)) {
    if (place < first || place > last || !relocated.isBetween(place - REACH, place + REACH, isData)) continue;
    const from = Math.max(first, place - REACH);
    if (offset <= from) {
      registers.forgetAll();
      offset = aligned ? from : relocated.firstFrom(from);
    }
    while (offset <= Math.min(last, place + REACH)) {
      const word = view.getUint32(start + offset - first, true);
      const data = follow(word, registers, address);
      if (data !== 0) return { offset, data };
      offset += lengthOf(word);
    }
  }
  return undefined;
}
