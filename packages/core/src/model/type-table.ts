/**
 * All C types of a program in columns: what a comparison of two whole kernels walks, 100,000 types and half a million
 * members without an object for each. Every id and every place of a name in it is one that exists.
 */
export interface TypeTable {
  /** By type id, see {@link tableKind}. Entry 0 is `void`. */
  readonly kinds: Uint8Array;
  /** By type id: where its name starts in `strings`; 0 for one without. Of a tag of a pointer, its text. */
  readonly names: Uint32Array;
  /** By type id: `sizeof` in bytes; of an array the number of elements; 0 for what has none. */
  readonly sizes: Uint32Array;
  /** By type id: of an integer its bits, fewer than its size has for a bit-field of old BTF; 0 for the others. */
  readonly widths: Uint8Array;
  /** By type id: what it points to, names, qualifies, consists of (an array), or returns; 0 for what has none. */
  readonly targets: Uint32Array;
  /** By type id, and one more: its parts are those from here to where the next one's start. */
  readonly partsAt: Uint32Array;
  /** By part: where the name of a member, parameter or value starts in `strings`. */
  readonly partNames: Uint32Array;
  /** By part: the type of a member or parameter; of an enum's value the lower 32 bits. */
  readonly partTypes: Uint32Array;
  /** By part: a member's offset in bits; of an enum's value the upper 32 bits. */
  readonly partOffsets: Uint32Array;
  /** By part: a bit-field's width in bits, 0 for other members. */
  readonly partWidths: Uint8Array;
  /** Names, each ended by a NUL; the first is empty. */
  readonly strings: Uint8Array;
}

/**
 * Kinds in {@link TypeTable.kinds}. Integers are one kind, whatever their encoding: `char` is signed or not by an option of the
 * compiler, and neither a layout nor a CRC tells.
 */
export const tableKind = {
  void: 0,
  int: 1,
  float: 2,
  pointer: 3,
  array: 4,
  struct: 5,
  union: 6,
  enum: 7,
  forwardStruct: 8,
  forwardUnion: 9,
  forwardEnum: 10,
  typedef: 11,
  const: 12,
  volatile: 13,
  restrict: 14,
  atomic: 15,
  tag: 16,
  /** A prototype: parameters are its parts; a last one without name and type stands for `...`. */
  prototype: 17,
  /** A function with a name, whose target is its prototype. */
  function: 18,
  /** What is no C type: a variable, a section. */
  other: 19,
} as const;
