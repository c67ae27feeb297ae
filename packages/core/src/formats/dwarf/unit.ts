import type { ByteSource } from "../../io/byte-source.ts";
import type { Cursor } from "../../io/cursor.ts";
import type { TypeId } from "../../model/c-type.ts";
import type { SectionBytes } from "../elf/section-bytes.ts";
import type { Abbreviation, Abbreviations } from "./abbreviations.ts";
import type { UnitHeader } from "./unit-header.ts";

/** A unit in its file. */
export interface UnitPlace {
  readonly section: ByteSource;
  readonly header: UnitHeader;
  /** Of the header: sections of units count as if each began where the one before ends. */
  readonly id: TypeId;
}

/** A unit in memory. */
export interface Unit extends UnitPlace {
  /** Of all its bytes. Whoever reads sets the offset first. */
  readonly cursor: Cursor;
  readonly abbreviations: Abbreviations;
  readonly strings: UnitStrings;
  /** Type of each type unit of the file that was asked for, by its signature. */
  readonly signatures: ReadonlyMap<bigint, TypeId>;
}

/** What names of a unit lead to. */
export interface UnitStrings {
  /** `.debug_str` */
  readonly str: SectionBytes;
  /** `.debug_line_str` */
  readonly lineStr: SectionBytes;
  /** The unit's part of `.debug_str_offsets`, entries of `offsetSize`; `undefined` when it has none. */
  readonly offsets?: DataView;
}

/** A debugging information entry (DIE): its place and shape; values are read when they are asked for. */
export interface Entry {
  readonly unit: Unit;
  /** Where it starts, from the unit's header. */
  readonly at: number;
  /** `DW_TAG_*`; 0 for the entry that ends a list of children. */
  readonly tag: number;
  readonly abbreviation: Abbreviation;
  /** Of its first value, from the unit's header. */
  readonly valuesAt: number;
  /** Behind its last value: its first child, or what follows. */
  readonly end: number;
}
