import type { CodePiece } from "./code-pieces.ts";

// Where a module reads or writes user memory itself, as get_user() and unsafe_put_user() are compiled to. Each such place
// has a row in __ex_table, by which the kernel goes on where the address is bad. x86 is not among them: STAC, by which it
// opens user memory, stands also around calls of functions of the kernel, whose rows the kernel has (qxl.ko), and of a
// hypervisor (xen-privcmd.ko); what accesses user memory is MOV.

/**
 * Whether a word is LDTR or STTR of any size with no offset, which is how __get_mem_asm() and __put_mem_asm() of
 * arch/arm64/include/asm/uaccess.h have them. Nothing else in a kernel uses them: they read as a process would.
 */
export const isUnprivileged = (word: number): boolean => (word & 0x3f3f_fc00) === 0x3800_0800;

/** First byte of an instruction of the group SYSTEM. */
const SYSTEM = 0x73;

/**
 * Where a piece of riscv code has LUI rX, SR_SUM >> 12 and CSRS sstatus, rX: __enable_user_access() of arch/riscv/include/asm/uaccess.h. CSRS switches
 * interrupts on as well, so the first one has to be there. A compiler seldom puts another instruction between the two; such
 * a place is not told. Offsets in the section.
 */
export function openedIn({ bytes, view, at, end, first }: CodePiece): number[] {
  const places: number[] = [];
  for (
    let csrs = bytes.indexOf(SYSTEM, at + 4);
    csrs >= 0 && csrs + 4 <= end;
    csrs = bytes.indexOf(SYSTEM, csrs + 1)
  )
    if ((csrs - at) % 2 === 0 && opensAndAccesses(view, csrs - 4, end)) places.push(first + csrs - 4 - at);
  return places;
}

/** Instructions between opening and closing that are looked at: one access has about five. */
const MOST = 16;

/** Whether user memory is opened there, accessed, and closed, with nothing between that leads elsewhere: a function of the kernel has its own rows. */
function opensAndAccesses(view: DataView, start: number, end: number): boolean {
  const opens = view.getUint32(start + 4, true);
  if ((opens & 0xfff0_7fff) !== 0x1000_2073) return false;
  const register = (opens >>> 15) & 0x1f;
  if (register === 0 || view.getUint32(start, true) !== (0x0004_0037 | (register << 7))) return false;
  let accesses = false;
  let at = start + 8;
  for (let count = 0; count < MOST && at + 4 <= end; count += 1) {
    const word = view.getUint32(at, true);
    // CSRC sstatus
    if ((word & 0xfff0_7fff) === 0x1000_3073) return accesses;
    const kind = riscvKind(word);
    if (kind === "leaves") return false;
    accesses ||= kind === "accesses";
    at += (word & 3) === 3 ? 4 : 2;
  }
  return false;
}

/** What an instruction of RISC-V does, as far as it matters here: unprivileged specification, opcode maps. */
function riscvKind(word: number): "accesses" | "leaves" | undefined {
  if ((word & 3) === 3) {
    const opcode = word & 0x7f;
    // LOAD, STORE, AMO
    if (opcode === 0x03 || opcode === 0x23 || opcode === 0x2f) return "accesses";
    // BRANCH, JALR, JAL
    return opcode === 0x63 || opcode === 0x67 || opcode === 0x6f ? "leaves" : undefined;
  }
  const [quadrant, function3] = [word & 3, (word >>> 13) & 7];
  if (quadrant === 0) return function3 === 0 ? undefined : "accesses";
  // C.J, C.BEQZ, C.BNEZ
  if (quadrant === 1) return function3 >= 5 ? "leaves" : undefined;
  // C.JR, C.JALR, C.EBREAK: with no second register
  if (function3 === 4) return (word & 0x7c) === 0 ? "leaves" : undefined;
  // On the stack: not what a user gave.
  return undefined;
}
