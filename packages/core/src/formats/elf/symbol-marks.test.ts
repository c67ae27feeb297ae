import { expect, test } from "vitest";
import { elf, type SectionSpec, type SymbolSpec } from "../../../test/build/elf-writer.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { SHF_ALLOC, SHF_WRITE } from "./constants.ts";
import { openElf } from "./elf.ts";
import { asciiBytes } from "./strings.ts";
import {
  ENTRIES,
  IMPORT,
  LOW,
  NOTHING,
  PLAIN,
  ROOMLESS,
  symbolMarks,
  TRACER,
  UNLOADED,
  WEAK,
} from "./symbol-marks.ts";
import { readSymbolTable, symbolSection } from "./symbols.ts";

const STT_FILE = 4;

async function marksOf(symbols: readonly SymbolSpec[], sections: readonly SectionSpec[]): Promise<number[]> {
  const file = await openElf(bytesSource("t.ko", elf({ symbols, sections })));
  const section = symbolSection(file);
  if (!section) throw new TypeError("a symbol table");
  const table = await readSymbolTable(file, section);
  return [
    ...symbolMarks(table, {
      sections: file.sections,
      tracer: asciiBytes("__fentry__"),
      entries: asciiBytes("hypercall_page"),
    }),
  ];
}

const text = { name: ".text", bytes: "x" };
const percpu = (size: number): SectionSpec => ({
  name: ".data..percpu",
  bytes: new Uint8Array(size),
  flags: SHF_ALLOC | SHF_WRITE,
});

test("what is undefined, and what it is named and bound as", async () => {
  const symbols = [
    { name: "printk" },
    { name: "__fentry__" },
    { name: "__fentry__x" },
    { name: "maybe", binding: "weak" },
    { name: "hypercall_page" },
    { name: "own", section: ".text" },
  ] as const;
  expect(await marksOf(symbols, [text])).toEqual([NOTHING, IMPORT, TRACER, IMPORT, WEAK, ENTRIES, PLAIN]);
});

test("absolute symbols in the lowest page, unless they are names of files", async () => {
  const absolute = { section: "absolute" };
  const symbols = [
    { name: "a", ...absolute },
    { name: "b", ...absolute, value: 0xfff },
    { name: "c", ...absolute, value: 0x1000 },
    { name: "d.c", ...absolute, type: STT_FILE },
  ];
  expect(await marksOf(symbols, [text])).toEqual([NOTHING, LOW, LOW, PLAIN, PLAIN]);
});

test("symbols of sections that are not loaded, and of per-CPU data", async () => {
  const symbols = [
    { name: "note", section: ".comment" },
    { name: "counter", section: ".data..percpu" },
  ];
  const sections = [text, { name: ".comment", bytes: "c", flags: 0 }];
  expect(await marksOf(symbols, [...sections, percpu(4)])).toEqual([NOTHING, UNLOADED, PLAIN]);
  expect(await marksOf(symbols, [...sections, percpu(0)])).toEqual([NOTHING, UNLOADED, ROOMLESS]);
  // find_pcpusec() finds the first, and that alone.
  expect(await marksOf(symbols.slice(1), [percpu(4), percpu(0)])).toEqual([NOTHING, PLAIN]);
});
