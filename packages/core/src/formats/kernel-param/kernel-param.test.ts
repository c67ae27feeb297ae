import { expect, test } from "vitest";
import { type ElfSpec, elf, type RelocationSpec, type SymbolSpec } from "../../../test/build/elf-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { openElf } from "../elf/elf.ts";
import { readKernelParams } from "./kernel-param.ts";

interface Param {
  readonly name: string;
  readonly ops: string;
  readonly flags?: number;
  /** Offset in `.rodata` of what `arg` points to. */
  readonly arg?: number;
}

/** Bytes of `.rodata` that are no names: a `kparam_array` of 3 elements at 0, a `kparam_string` of 16 bytes at 64. */
const CONSTANTS = 128;

/** A module with these parameters, as a compiler lays them out. */
function withParams(
  params: readonly Param[],
  spec: Pick<ElfSpec, "bits" | "rela" | "littleEndian"> = {},
): Uint8Array {
  const { bits = 64, littleEndian = true } = spec;
  const word = bits / 8;
  const entry = bits === 64 ? 40 : 20;
  const table = new Uint8Array(params.length * entry);
  const names = params.map(({ name }) => `${name}\0`).join("");
  const constants = new Uint8Array(CONSTANTS + names.length);
  const view = new DataView(constants.buffer);
  view.setUint32(0, 3, littleEndian);
  view.setUint32(64, 16, littleEndian);
  constants.set(new TextEncoder().encode(names), CONSTANTS);

  const relocations: RelocationSpec[] = [{ in: ".rodata", offset: 8 + word, symbol: "param_ops_int" }];
  let nameAt = CONSTANTS;
  for (const [i, { name, ops, flags = 0, arg }] of params.entries()) {
    const base = i * entry;
    table[base + 3 * word + 3] = flags;
    relocations.push({ in: "__param", offset: base, symbol: "constants", addend: nameAt });
    relocations.push({ in: "__param", offset: base + 2 * word, symbol: ops });
    if (arg !== undefined) {
      relocations.push({ in: "__param", offset: base + entry - word, symbol: "constants", addend: arg });
    }
    nameAt += name.length + 1;
  }
  const operations = new Set(["param_ops_int", ...params.map(({ ops }) => ops)]);
  const symbols: SymbolSpec[] = [
    { name: "constants", section: ".rodata", binding: "local" },
    ...[...operations].map((name) =>
      name.startsWith("my_") ? ({ name, section: ".rodata", binding: "local" } as const) : { name },
    ),
  ];
  const sections = [
    { name: "__param", bytes: table },
    { name: ".rodata", bytes: constants },
  ];
  return elf({ ...spec, sections, symbols, relocations });
}

const read = async (bytes: Uint8Array) => readKernelParams(await openElf(bytesSource("t.ko", bytes)));

const PARAMS: readonly Param[] = [
  { name: "n", ops: "param_ops_int" },
  { name: "who", ops: "param_ops_charp" },
  { name: "list", ops: "param_array_ops", arg: 0 },
  { name: "label", ops: "param_ops_string", arg: 64 },
  { name: "port", ops: "param_ops_ushort", flags: 2 },
  { name: "mine", ops: "my_ops" },
];

test.each([
  { bits: 64, rela: true, littleEndian: true },
  { bits: 32, rela: false, littleEndian: true },
  { bits: 64, rela: true, littleEndian: false },
] as const)("all kinds, $bits bits, little endian $littleEndian", async (spec) => {
  expect(await read(withParams(PARAMS, spec))).toEqual([
    { name: "n", type: "int" },
    { name: "who", type: "charp" },
    { name: "list", type: "int", elements: 3 },
    { name: "label", type: "string", room: 16 },
    { name: "port", type: "ushort", hardware: true },
    { name: "mine" },
  ]);
});

test("a module without parameters", async () => {
  expect(await read(elf({ sections: [{ name: ".text", bytes: "x" }] }))).toEqual([]);
});

test("a pointer out of its section is damage", async () => {
  const bytes = withParams([
    { name: "n", ops: "param_ops_int" },
    { name: "a", ops: "param_array_ops", arg: 1 << 20 },
  ]);
  await expect(read(bytes)).rejects.toThrow(/t\.ko at 0x[\da-f]+: this points to 1048576/);
});

test("damaged tables", async () => survivesDamage(withParams(PARAMS), read));
