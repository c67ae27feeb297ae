import type { Extent } from "../code-extents.ts";
import type { CodePiece } from "../code-pieces.ts";
import type { Relocated } from "./relocated.ts";
import type { SymbolValues } from "./symbol-values.ts";

/** A place where the offset of a processor is added to the address of data that is not per CPU. */
export interface Misplaced {
  /** Offset in the section of the code. */
  readonly offset: number;
  /** Index of the data's section. */
  readonly data: number;
}

/** What is known of a section of code. */
export interface KnownCode {
  readonly relocated: Relocated;
  readonly values: SymbolValues;
  /** Its functions, by where they begin; made when they are asked for. */
  readonly functions: () => readonly Extent[];
}

/** Places in a piece of code that one look through it leads to; offsets in the section, in order. */
export interface Marks {
  /** Where user memory is accessed, if that is code; none on machines where it is not told. */
  readonly accesses: readonly number[];
  /** Where an instruction may be that reads the processor's offset. */
  readonly reads: readonly number[];
}

/** How the code of one machine is looked at. */
export interface CodeMachine {
  /** Whether accesses of user memory are told. */
  readonly tellsAccesses: boolean;
  readonly marksIn: (piece: CodePiece) => Marks;
  /** The first place found where data is misplaced, near those of `reads` and where the kernel's table of offsets is used; `undefined` when none is. Of files of 64 bits. */
  readonly firstMisplaced: (
    piece: CodePiece,
    reads: readonly number[],
    code: KnownCode,
  ) => Misplaced | undefined;
}

/** How far from a place that has to do with offsets an address may be taken, and both be added, in bytes: a compiler moves little between. */
export const REACH = 128;
