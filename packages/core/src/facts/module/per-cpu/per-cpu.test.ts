import { describe, expect, test } from "vitest";
import { words } from "../../../../test/build/byte-writer.ts";
import type { RelocationSpec, SymbolSpec } from "../../../../test/build/elf-writer.ts";
import { codeOf } from "../../../../test/build/relocations.ts";

const [ARM64, RISCV, X86] = [183, 243, 62];

/** A relocation of `.text.one`: `[offset, type, symbol]`. */
type Row = readonly [offset: number, type: number, symbol: string];

const symbols: readonly SymbolSpec[] = [
  { name: "one", section: ".text.one", type: 2, size: 64 },
  { name: "counter", section: ".data..each" },
  { name: "percpu", section: ".data..percpu" },
  { name: "__per_cpu_offset" },
  { name: "this_cpu_off" },
  { name: "jiffies" },
];

const perCpuIn = async (machine: number, code: Uint8Array, ...rows: readonly Row[]) => {
  const relocations = rows.map(([offset, type, symbol]): RelocationSpec => ({
    in: ".text.one",
    offset,
    type,
    symbol,
    addend: 0,
  }));
  const sections = [
    { name: ".text.one", bytes: code, flags: 6 },
    { name: ".data..each", bytes: new Uint8Array(8), flags: 3 },
    { name: ".data..percpu", bytes: new Uint8Array(8), flags: 3 },
  ];
  return (await codeOf({ machine, sections, symbols, relocations })).perCpu;
};

const at = (offset: number) => ({ section: ".text.one", offset, data: ".data..each" });

/** ADRP at 0, and what completes it at 8. */
const own = (symbol = "counter"): readonly [Row, Row] => [
  [0, 275, symbol],
  [8, 277, symbol],
];

/** The same of a table at 0, and of a variable at 12. */
const fromTable = (table: string): readonly Row[] => [
  [0, 275, table],
  [4, 277, table],
  [12, 275, "counter"],
  [16, 277, "counter"],
];

/** AUIPC at 0 and 12. */
const of = (table: string, variable: string): readonly Row[] => [
  [0, 23, table],
  [12, 23, variable],
];

describe("on arm64", () => {
  // ADRP x0; MRS x1, TPIDR_EL1; ADD x0, x0, #0; ADD x0, x0, x1
  const [ADRP, MRS, LOW, ADD] = [0x9000_0000, 0xd538_d081, 0x9100_0000, 0x8b01_0000];
  const USE = [ADRP, MRS, LOW, ADD];

  test("a variable of its own is used as this processor's", async () => {
    expect(await perCpuIn(ARM64, words(...USE), ...own())).toEqual(at(12));
    // MRS x1, TPIDR_EL2; ADD x0, x1, x0
    expect(await perCpuIn(ARM64, words(ADRP, 0xd53c_d041, LOW, 0x8b00_0020), ...own())).toEqual(at(12));
    // LDR w2, [x0, x1]
    expect(await perCpuIn(ARM64, words(ADRP, MRS, LOW, 0xb861_6802), ...own())).toEqual(at(12));
    // MOV x3, x0; ADD x0, x3, x1
    const moved = words(ADRP, MRS, LOW, 0xaa00_03e3, 0x8b01_0060);
    expect(await perCpuIn(ARM64, moved, ...own())).toEqual(at(16));
  });

  test("not a per-CPU variable, nor one of the kernel", async () => {
    expect(await perCpuIn(ARM64, words(...USE), ...own("percpu"))).toBeUndefined();
    expect(await perCpuIn(ARM64, words(...USE), ...own("jiffies"))).toBeUndefined();
  });

  test("not where address or offset change before they are added", async () => {
    // MOV x0, #1; LDR x1, [x2]; LDP x3, x0, [x4]; LDR x5, [x0], #8; LDXR w0, [x2]
    for (const change of [0xd280_0020, 0xf940_0041, 0xa940_0083, 0xf840_8405, 0x885f_7c40])
      expect(await perCpuIn(ARM64, words(ADRP, MRS, LOW, change, ADD), ...own())).toBeUndefined();
    // BL; B; RET; BLR x3; BRK
    for (const leaves of [0x9400_0000, 0x1400_0001, 0xd65f_03c0, 0xd63f_0060, 0xd420_0000])
      expect(await perCpuIn(ARM64, words(ADRP, MRS, LOW, leaves, ADD), ...own())).toBeUndefined();
  });

  test("whatever else stands in between", async () => {
    // MOV w2, #1; STR w2, [x0]; B.EQ; CBZ x0; STP x29, x30, [sp, #-16]!; LDR w2, [x0]; DMB ISH
    const between = [
      0x5280_0022, 0xb900_0002, 0x5400_0040, 0xb400_0040, 0xa9bf_7bfd, 0xb940_0002, 0xd503_3bbf,
    ];
    for (const one of between)
      expect(await perCpuIn(ARM64, words(ADRP, MRS, LOW, one, ADD), ...own())).toEqual(at(16));
  });

  test("the offset of any processor is in the kernel's table", async () => {
    // ADRP x2; ADD x2, x2, #0; LDR x1, [x2, w3, SXTW #3]; ADRP x0; ADD x0, x0, #0; ADD x0, x0, x1
    const code = words(0x9000_0002, 0x9100_0042, 0xf863_d841, ADRP, LOW, ADD);
    expect(await perCpuIn(ARM64, code, ...fromTable("__per_cpu_offset"))).toEqual(at(20));
    expect(await perCpuIn(ARM64, code, ...fromTable("jiffies"))).toBeUndefined();
  });

  test("wherever it is in a large file", async () => {
    for (const start of [150_000, (1 << 20) - 8]) {
      const code = new Uint8Array(start + 64);
      code.set(words(...USE), start);
      const rows = own().map(([offset, ...rest]): Row => [offset + start, ...rest]);
      expect(await perCpuIn(ARM64, code, ...rows)).toEqual(at(start + 12));
    }
  });
});

describe("on riscv", () => {
  // AUIPC a5; ADDI a5, a5, 0; C.ADD a5, a3 and C.LD a3, 0(a5); AUIPC a5; ADDI a5, a5, 0; C.ADD a5, a3 and C.NOP
  const [AUIPC, ADDI, INDEXED, ADDED] = [0x797, 0x0007_8793, 0x6394_97b6, 0x0001_97b6];
  const code = (...last: readonly number[]) => words(AUIPC, ADDI, INDEXED, AUIPC, ADDI, ...last);
  const used = of("__per_cpu_offset", "counter");

  test("a variable of its own is used as a processor's", async () => {
    expect(await perCpuIn(RISCV, code(ADDED), ...used)).toEqual(at(20));
    // ADD a4, a5, a3
    expect(await perCpuIn(RISCV, code(0x00d7_8733), ...used)).toEqual(at(20));
    // C.NOP and C.MV a4, a5; C.ADD a4, a3 and C.NOP
    expect(await perCpuIn(RISCV, code(0x873e_0001, 0x0001_9736), ...used)).toEqual(at(24));
  });

  test("with an index that is shifted as it is added", async () => {
    // SH3ADD a5, a3, a5; LD a3, 0(a5)
    const shifted = words(AUIPC, ADDI, 0x20f6_e7b3, 0x0007_b683, AUIPC, ADDI, ADDED);
    expect(await perCpuIn(RISCV, shifted, [0, 23, "__per_cpu_offset"], [16, 23, "counter"])).toEqual(at(24));
  });

  test("not a per-CPU variable, nor another table", async () => {
    expect(await perCpuIn(RISCV, code(ADDED), ...of("__per_cpu_offset", "percpu"))).toBeUndefined();
    expect(await perCpuIn(RISCV, code(ADDED), ...of("jiffies", "counter"))).toBeUndefined();
  });

  test("not where address or offset change before they are added", async () => {
    // LI a5, 0; C.LI a5, 0; LW a3, 0(a4); C.LW a3, 0(a4); JAL ra; C.JR a4; C.LDSP a3; AMOADD.W a3; SLLI a5, a5, 3; ECALL
    const changes = [0x793, 0x0001_4781, 0x0007_2683, 0x0001_4314, 0xef, 0x0001_8702, 0x0001_66a2];
    for (const change of [...changes, 0x00c7_26af, 0x0037_9793, 0x73])
      expect(await perCpuIn(RISCV, code(change, ADDED), ...used)).toBeUndefined();
  });

  test("whatever else stands in between", async () => {
    // SD a5, 0(a4); C.SD a5, 0(a4); BEQZ a5; C.BEQZ a5; FENCE; C.ADDI a5, 4; CSRRC a4, sstatus, 2
    const others = [
      0x00f7_3023, 0x0001_e31c, 0x0007_8463, 0x0001_c399, 0x0ff0_000f, 0x0001_0791, 0x1001_7773,
    ];
    for (const one of others) expect(await perCpuIn(RISCV, code(one, ADDED), ...used)).toEqual(at(24));
  });
});

/** A function of x86 and its relocations: `@name` for a field that is relocated relative to its place, `#name` for another one, of 32 bits. */
function x86(text: string): readonly [Uint8Array, ...Row[]] {
  const bytes: number[] = [];
  const rows: Row[] = [];
  for (const part of text.split(" ")) {
    const type = { "@": 2, "#": 11 }[part.charAt(0)];
    if (type === undefined) bytes.push(Number.parseInt(part, 16));
    else {
      rows.push([bytes.length, type, part.slice(1)]);
      bytes.push(0, 0, 0, 0);
    }
  }
  return [Uint8Array.from(bytes), ...rows];
}

/** What is found in a function that begins with NOP. */
const found = (text: string) => perCpuIn(X86, ...x86(`90 ${text}`));

describe("on x86", () => {
  // MOV $counter, %rdi; ADD %gs:this_cpu_off, %rdi
  const [ADDRESS, ADD] = ["48 c7 c7 #counter", "65 48 03 3d @this_cpu_off"];

  test("a variable of its own is used as this processor's", async () => {
    // INCL %gs:counter; MOV %gs:counter, %al; XADD %eax, %gs:counter; INCL %gs:counter(%rdx); MOV %gs:counter, %ax
    const instructions = ["ff 05 @", "8a 05 @", "0f c1 05 @", "ff 82 #", "66 8b 05 @"];
    for (const one of instructions) expect(await found(`65 ${one}counter`)).toEqual(at(1));
    expect(await found("66 65 8b 05 @counter")).toEqual(at(1));
  });

  test("not a per-CPU variable, nor one of the kernel", async () => {
    expect(await found("65 ff 05 @percpu")).toBeUndefined();
    expect(await found("65 ff 05 @jiffies")).toBeUndefined();
    expect(await found(`48 c7 c7 #percpu ${ADD}`)).toBeUndefined();
  });

  test("a byte that is no prefix adds nothing", async () => {
    // CMP $0x65, %al; MOV counter, %eax
    expect(await found("3c 65 8b 05 @counter")).toBeUndefined();
    // MOV $0x65000000, %ecx; INCL counter
    expect(await found("b9 00 00 00 65 ff 05 @counter")).toBeUndefined();
  });

  test("an address gets the offset in a register", async () => {
    expect(await found(`${ADDRESS} ${ADD}`)).toEqual(at(8));
    // LEA counter, %r12; ADD %gs:this_cpu_off, %r12
    expect(await found("4c 8d 25 @counter 65 4c 03 25 @this_cpu_off")).toEqual(at(8));
    // MOV %rdi, %rdx; ADD $8, %rdx; ADD %gs:this_cpu_off, %rdx
    expect(await found(`${ADDRESS} 48 89 fa 48 83 c2 08 65 48 03 15 @this_cpu_off`)).toEqual(at(15));
    // MOV %gs:this_cpu_off, %rsi; then INCL counter(%rsi), ADD %rdi, %rsi, or LEA (%rdi,%rsi), %rax
    const offset = `${ADDRESS} 65 48 8b 35 @this_cpu_off`;
    for (const one of ["ff 86 #counter", "48 01 fe", "48 8d 04 37"])
      expect(await found(`${offset} ${one}`)).toEqual(at(16));
    // INCL %gs:(%rdi)
    expect(await found(`65 8b 05 @this_cpu_off ${ADDRESS} 65 ff 07`)).toEqual(at(15));
  });

  test("the offset of any processor is in the kernel's table", async () => {
    // MOV __per_cpu_offset(,%rdi,8), %rax; then MOV counter(%rax), %ecx, ADD $counter, %rax, or ADD $counter, %rax by ModRM
    const table = "48 8b 04 fd #__per_cpu_offset";
    for (const one of ["8b 88 #", "48 05 #", "48 81 c0 #"])
      expect(await found(`${table} ${one}counter`)).toEqual(at(9));
    // ADD __per_cpu_offset(,%rcx,8), %rdi
    expect(await found(`${ADDRESS} 48 03 3c cd #__per_cpu_offset`)).toEqual(at(8));
    // MOV $__per_cpu_offset, %rdx; MOV (%rdx,%rcx,8), %rax; MOV counter(%rax), %ecx
    expect(await found("48 c7 c2 #__per_cpu_offset 48 8b 04 ca 8b 88 #counter")).toEqual(at(12));
    expect(await found("48 8b 04 fd #jiffies 8b 88 #counter")).toBeUndefined();
  });

  test("not where address or offset change before they are added", async () => {
    // XOR %edi, %edi; POP %rdi; MOV %eax, %edi; MOVZBL (%rax), %edi; CMOVE %rax, %rdi; CALL; JMP; RET; XCHG %rax, %rdi;
    // IMUL %rax, %rdi; MOV $1, %edi; SUB $8, %rdi; SHL $3, %rdi; BSWAP %rdi; INC %rdi; NOT %rdi; VPXOR
    const changes = [
      "31 ff",
      "5f",
      "89 c7",
      "0f b6 38",
      "48 0f 44 f8",
      "e8 00 00 00 00",
      "e9 00 00 00 00",
      "c3",
    ];
    changes.push(
      "48 97",
      "48 0f af f8",
      "bf 01 00 00 00",
      "48 83 ef 08",
      "48 c1 e7 03",
      "48 0f cf",
      "48 ff c7",
    );
    for (const change of [...changes, "48 f7 d7", "c5 f9 ef c0"])
      expect(await found(`${ADDRESS} ${change} ${ADD}`)).toBeUndefined();
    // MOV $counter, %rbx; MOV %al, %bh; ADD %gs:this_cpu_off, %rbx
    expect(await found("48 c7 c3 #counter 88 c7 65 48 03 1d @this_cpu_off")).toBeUndefined();
    // MOV $counter, %rdx; MUL %rcx; ADD %gs:this_cpu_off, %rdx
    expect(await found("48 c7 c2 #counter 48 f7 e1 65 48 03 15 @this_cpu_off")).toBeUndefined();
    // MOV %edi, %esi, which cuts it
    expect(await found(`${ADDRESS} 89 fe 65 48 03 35 @this_cpu_off`)).toBeUndefined();
  });

  test("whatever else stands in between", async () => {
    // PUSH %rdi; NOPL (%rax,%rax); TEST %rdi, %rdi; MOV %rdi, 8(%rsp); CMP %rdi, %rax; JE; NOP; MOV (%rdi), %rax; SETE %al;
    // INCL (%rdi); TEST $1, %dil; XCHG %rax, %rcx
    const others = ["57", "0f 1f 04 00", "48 85 ff", "48 89 7c 24 08", "48 39 f8", "74 00", "90", "48 8b 07"];
    for (const one of [...others, "0f 94 c0", "ff 07", "40 f6 c7 01", "48 91"])
      expect(await found(`${ADDRESS} ${one} ${ADD}`)).toMatchObject({ data: ".data..each" });
  });

  test("only in functions, from their beginning on", async () => {
    const [code, ...rows] = x86("90 65 ff 05 @counter");
    const long = new Uint8Array(80);
    long.set(code, 64);
    expect(await perCpuIn(X86, long, ...rows.map(([, ...rest]): Row => [68, ...rest]))).toBeUndefined();
    // No such instruction
    expect(await found("06 65 ff 05 @counter")).toBeUndefined();
  });
});
