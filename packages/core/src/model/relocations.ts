/** What is odd about a module's relocations; nothing, in what a linker writes. Those for livepatch and of per-cpu data are not looked at. */
export interface Relocations {
  /** The first of each type that not every kernel since 5.10 applies, in the order in which they are applied. */
  readonly unusual: readonly RelocationAt[];
  /** The first of each type against symbol 0, which is no symbol; absent when there is none, and on machines where it is common. */
  readonly againstNothing?: readonly RelocationAt[];
  /** The first whose symbol is not in the symbol table; absent when there is none. */
  readonly symbolOutside?: RelocationAt;
  /** The first that applies outside of its section; absent when there is none. */
  readonly outside?: RelocationAt;
  /** The first that applies where an earlier one does, on machines where that hurts; absent when there is none. */
  readonly twice?: RelocationAt;
  /** The first whose place is not zero, on machines that want zeros; absent when there is none. Of a file too large to be read whole, not all places are looked at. */
  readonly notZero?: RelocationAt;
  /** Weak symbols that the module does not define, and calls without ever asking for their address; absent when there are none. */
  readonly weakCalls?: readonly RelocationAt[];
}

/** One relocation. */
export interface RelocationAt {
  /** Index of the section that holds it. */
  readonly section: number;
  /** Its place there, from 0. */
  readonly index: number;
  /** `R_*` of the machine. */
  readonly type: number;
  /** Index in `.symtab`. */
  readonly symbolIndex: number;
  /** Where it applies: an offset in the section that is relocated. */
  readonly offset: number;
}
