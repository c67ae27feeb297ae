/** What is odd about a module's relocations; nothing, in what a linker writes. Those for livepatch and of per-cpu data are not looked at. */
export interface Relocations {
  /** The first of each type that not every kernel since 5.10 applies, in the order in which they are applied. */
  readonly unusual: readonly RelocationAt[];
  /** The first of each type against symbol 0, which is no symbol; absent when there is none. */
  readonly againstNothing?: readonly RelocationAt[];
  /** The first of each type against a symbol in a section that is not loaded; absent when there is none. */
  readonly unloaded?: readonly RelocationAt[];
  /** The first of each type against per-CPU data while its section has no size; absent when there is none. */
  readonly roomless?: readonly RelocationAt[];
  /** The first of each type whose addend has more than 32 bits; absent when there is none. */
  readonly far?: readonly RelocationAt[];
  /** The first whose symbol is not in the symbol table; absent when there is none. */
  readonly symbolOutside?: RelocationAt;
  /** The first that applies, or ends, outside of its section; absent when there is none. */
  readonly outside?: RelocationAt;
  /** The first that applies where an earlier one does, on machines where no linker writes such; absent when there is none. */
  readonly twice?: RelocationAt;
  /** The first whose place is not zero, on machines that want zeros; absent when there is none. Of a file too large to be read whole, not all places are looked at. */
  readonly notZero?: RelocationAt;
  /** Weak symbols that the module does not define, and calls without ever asking for their address; absent when there are none. */
  readonly weakCalls?: readonly RelocationAt[];
  /** Symbols with an address of their own in the lowest page, which are called and not used otherwise; absent when there are none. */
  readonly absoluteCalls?: readonly AbsoluteCall[];
  /** The first branch to what the module does not define that does not go to its beginning; absent when there is none. Where the instruction tells (32-bit ARM, riscv): in a file that is read whole. */
  readonly beside?: RelocationAt;
  /** The first that completes an address of which no other relocation gives the first half, where addresses have two (riscv); absent when there is none. */
  readonly unpaired?: RelocationAt;
  /** The first that gives the first half of an address which no other one completes (riscv); absent when there is none. */
  readonly incomplete?: RelocationAt;
  /** The first place that is listed for the function tracer and has no call of it; absent when there is none. 32-bit ARM: in a file that is read whole. */
  readonly untraced?: CodeAt;
  /** An instruction that means nothing without a relocation, and has none; absent when none was found. Looked for where a relocation is missing. */
  readonly bare?: BareInstruction;
  /** Place in `__param`, from 0, of a parameter of which no relocation gives the name; absent when there is none. */
  readonly namelessParameter?: number;
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
  /** What is added to the symbol; absent where that stands in the section. Exact up to 2^53. */
  readonly addend?: number;
}

/** A call of a symbol with an address of its own. */
export interface AbsoluteCall extends RelocationAt {
  readonly symbol: string;
  readonly address: number;
}

/** A place in code. */
export interface CodeAt {
  /** Name of the section. */
  readonly section: string;
  /** Offset in it. */
  readonly offset: number;
}

/** An instruction without its relocation. */
export interface BareInstruction extends CodeAt {
  /** Whether it is a branch, which leads to itself or right behind it; else it takes an address, which is its own. */
  readonly branch: boolean;
}
