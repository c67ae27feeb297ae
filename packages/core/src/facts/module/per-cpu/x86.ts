import { misplaced, OFFSET, OWN_OFFSET, type Registers, TABLE, type Value } from "./registers.ts";
import type { Instruction } from "./x86-instruction.ts";

// What instructions of 64-bit x86 do with addresses and offsets: Intel SDM volume 2, appendix A.

/**
 * Follows one instruction.
 *
 * @param address what the symbol stands for that the field at an offset is relocated against
 * @returns the section of the data to whose address it adds a processor's offset; 0 when it does not
 */
export function followX86(one: Instruction, registers: Registers, address: (at: number) => Value): number {
  const memory = memoryOf(one, registers, address);
  const found = memory ? misplacedIn(memory, one.gs) : 0;
  return found || followOperation(one, memory, registers, address);
}

/** The parts of the address of an operand in memory. */
interface Memory {
  /** What a displacement of 32 bits is. */
  readonly displacement: Value;
  /** What the base register holds, and the index register where it is not multiplied. */
  readonly base: Value;
  readonly index: Value;
  readonly hasBase: boolean;
  readonly hasIndex: boolean;
}

const NO_REGISTER = 4;

function memoryOf(
  { modrm, sib, rex, displacement }: Instruction,
  registers: Registers,
  address: (at: number) => Value,
): Memory | undefined {
  if (modrm < 0 || modrm >= 0xc0) return undefined;
  const low = sib < 0 ? modrm & 7 : sib & 7;
  const hasBase = modrm >= 0x40 || low !== 5;
  const indexRegister = ((sib >>> 3) & 7) + ((rex & 2) === 0 ? 0 : 8);
  const hasIndex = sib >= 0 && indexRegister !== NO_REGISTER;
  return {
    displacement: displacement < 0 ? 0 : address(displacement),
    base: hasBase ? registers.get(low + ((rex & 1) === 0 ? 0 : 8)) : 0,
    index: hasIndex && sib >>> 6 === 0 ? registers.get(indexRegister) : 0,
    hasBase,
    hasIndex,
  };
}

/** GS holds the offset of the processor itself, and is added to all. */
function misplacedIn({ displacement, base, index }: Memory, gs: boolean): number {
  if (gs) return Math.max(0, displacement, base, index);
  return misplaced(displacement, base) || misplaced(displacement, index) || misplaced(base, index);
}

/** What is read from memory. */
function valueIn({ displacement, base }: Memory, gs: boolean): Value {
  if (gs) return displacement === OWN_OFFSET ? OFFSET : 0;
  return displacement === TABLE || base === TABLE ? OFFSET : 0;
}

const isWide = ({ rex }: Instruction): boolean => (rex & 8) !== 0;
const registerOf = ({ modrm, rex }: Instruction): number => ((modrm >>> 3) & 7) + ((rex & 4) === 0 ? 0 : 8);
/** The register that ModRM has in place of memory. */
const otherOf = ({ modrm, rex }: Instruction): number => (modrm & 7) + ((rex & 1) === 0 ? 0 : 8);

function followOperation(
  one: Instruction,
  memory: Memory | undefined,
  registers: Registers,
  address: (at: number) => Value,
): number {
  if (!isWide(one) || one.map !== 0) {
    forgetChanged(one, memory !== undefined, registers);
    return 0;
  }
  const [register, other] = [registerOf(one), otherOf(one)];
  switch (one.opcode) {
    // MOV r, r/m
    case 0x8b:
      registers.set(register, memory ? valueIn(memory, one.gs) : registers.get(other));
      return 0;
    // MOV r/m, r
    case 0x89:
      if (!memory) registers.set(other, registers.get(register));
      return 0;
    // LEA
    case 0x8d:
      registers.set(register, memory ? addressIn(memory) : 0);
      return 0;
    // ADD r, r/m
    case 0x03:
      return add(registers, register, memory ? valueIn(memory, one.gs) : registers.get(other));
    // ADD r/m, r
    case 0x01:
      return memory ? 0 : add(registers, other, registers.get(register));
    // ADD rax, imm32
    case 0x05:
      return add(registers, 0, address(one.immediate));
    default:
      return followImmediate(one, memory !== undefined, registers, address);
  }
}

/** MOV and ADD of what may be an address; ADD of a small number stays within the variable. */
function followImmediate(
  one: Instruction,
  isMemory: boolean,
  registers: Registers,
  address: (at: number) => Value,
): number {
  const extension = (one.modrm >>> 3) & 7;
  if (isMemory || extension !== 0) forgetChanged(one, isMemory, registers);
  else if (one.opcode === 0xc7) registers.set(otherOf(one), address(one.immediate));
  else if (one.opcode === 0x81) return add(registers, otherOf(one), address(one.immediate));
  else if (one.opcode !== 0x83) forgetChanged(one, isMemory, registers);
  return 0;
}

function add(registers: Registers, to: number, value: Value): number {
  const before = registers.get(to);
  registers.add(to, before, value);
  return misplaced(before, value);
}

/** The address itself, where it is that of a symbol, or of one to which something may have been added. */
function addressIn({ displacement, base, index, hasBase, hasIndex }: Memory): Value {
  if (!hasBase && !hasIndex) return displacement;
  if (displacement !== 0) return displacement === TABLE ? TABLE : 0;
  if (!hasIndex) return base;
  return base === TABLE || index === TABLE ? TABLE : 0;
}

// One letter for each opcode: which register it changes. `.` none; `r` that of ModRM; `m` the other one of ModRM; `b` both;
// `a` RAX; `d` RAX and RDX; `o` that of the opcode; `c` none for extension 7 (CMP), else `m`; `3` group 3; `5` group 5; `-`
// any, or the way ends here.
const oneByte = [
  "mmrraa--mmrraa--",
  "mmrraa--mmrraa--",
  "mmrraa--mmrraa--",
  "mmrraa--......--",
  "----------------",
  "........oooooooo",
  "---r----.r.r----",
  "................",
  "cc-c..bbmmrr-r--",
  "ooooooooad------",
  "--------..------",
  "oooooooooooooooo",
  "mm----mm--------",
  "mmmm------------",
  "----------------",
  "------33------m5",
].join("");
const twoByte = [
  "-------------.--",
  "--------........",
  "----------------",
  "----------------",
  "rrrrrrrrrrrrrrrr",
  "----------------",
  "----------------",
  "----------------",
  "................",
  "mmmmmmmmmmmmmmmm",
  "---.mm-----mmm-r",
  "dd-m--rrr-mmrrrr",
  "bb------oooooooo",
  "----------------",
  "----------------",
  "----------------",
].join("");

/** Forgets what an instruction changes of which nothing else matters. */
function forgetChanged(one: Instruction, isMemory: boolean, registers: Registers): void {
  const [register, other] = [registerOf(one), otherOf(one)];
  const extension = (one.modrm >>> 3) & 7;
  const forgetOther = (): void => {
    if (!isMemory) forget(registers, other);
  };
  switch (changedBy(one, extension)) {
    case ".":
      return;
    case "r":
      forget(registers, register);
      return;
    case "m":
      forgetOther();
      return;
    case "b":
      forget(registers, register);
      forgetOther();
      return;
    case "a":
      registers.forget(RAX);
      return;
    case "d":
      registers.forget(RAX);
      registers.forget(RDX);
      forgetOther();
      return;
    case "o":
      forget(registers, (one.opcode & 7) + ((one.rex & 1) === 0 ? 0 : 8));
      registers.forget(RAX);
      return;
    default:
      registers.forgetAll();
  }
}

const [RAX, RDX] = [0, 2];

/** AH to BH have the numbers of RSP to RDI and are part of RAX to RBX. */
function forget(registers: Registers, register: number): void {
  registers.forget(register);
  if (register < 8) registers.forget(register & 3);
}

function changedBy({ map, opcode, rex }: Instruction, extension: number): string {
  // NOP is XCHG of RAX and RAX.
  if (map === 0 && opcode === 0x90 && (rex & 1) === 0) return ".";
  const letters = map === 0 ? oneByte : map === 1 ? twoByte : "";
  const letter = letters.charAt(opcode);
  if (letter === "c") return extension === 7 ? "." : "m";
  // TEST, NOT and NEG, MUL and DIV
  if (letter === "3") return extension < 2 ? "." : extension < 4 ? "m" : "d";
  // INC and DEC, CALL and JMP, PUSH
  if (letter === "5") return extension < 2 ? "m" : extension === 6 ? "." : "-";
  return letter;
}
