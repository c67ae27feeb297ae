import type { Encoding } from "../../src/io/cursor.ts";
import {
  EM_MIPS,
  EM_X86_64,
  ET_REL,
  SHF_ALLOC,
  SHN_ABS,
  SHN_UNDEF,
  SHT_NULL,
  SHT_PROGBITS,
  SHT_REL,
  SHT_RELA,
  SHT_STRTAB,
  SHT_SYMTAB,
  STB_GLOBAL,
  STB_LOCAL,
  STB_WEAK,
} from "../../src/formats/elf/constants.ts";
import { ByteWriter, text } from "./byte-writer.ts";

/** What an ELF file is to contain. Symbol and string tables, relocation sections and headers are made. */
export interface ElfSpec {
  readonly bits?: 32 | 64;
  readonly littleEndian?: boolean;
  /** `EM_*`; x86_64. */
  readonly machine?: number;
  /** `ET_*`; ET_REL. */
  readonly type?: number;
  /** Whether relocations carry their addend; else it is written into the section. */
  readonly rela?: boolean;
  readonly sections?: readonly SectionSpec[];
  readonly symbols?: readonly SymbolSpec[];
  readonly relocations?: readonly RelocationSpec[];
  /** `false`: no `.symtab`, as after `strip`. */
  readonly symtab?: boolean;
}

export interface SectionSpec {
  readonly name: string;
  readonly bytes: Uint8Array | string;
  /** `SHT_*`; SHT_PROGBITS. */
  readonly type?: number;
  /** `SHF_*`; SHF_ALLOC. */
  readonly flags?: number;
  readonly address?: bigint;
  readonly link?: number;
  readonly info?: number;
  /** `sh_addralign`; 1. The writer itself aligns nothing. */
  readonly alignment?: number;
}

export interface SymbolSpec {
  readonly name: string;
  /** A section's name, `"absolute"`; undefined symbol when left out. */
  readonly section?: string;
  readonly value?: number | bigint;
  /** Global when left out. Local ones come first in the table, as ELF wants it. */
  readonly binding?: "local" | "weak";
  /** `STT_*`; STT_NOTYPE. */
  readonly type?: number;
  readonly size?: number;
}

export interface RelocationSpec {
  /** The section that is relocated. */
  readonly in: string;
  readonly offset: number;
  readonly symbol: string;
  readonly type?: number;
  readonly addend?: number | bigint;
}

interface Placed extends SectionSpec {
  readonly index: number;
}

/** Writes an ELF file. */
export function elf(spec: ElfSpec): Uint8Array {
  const encoding: Encoding = {
    littleEndian: spec.littleEndian ?? true,
    wordSize: spec.bits === 32 ? 4 : 8,
  };
  const sections = withTables(spec, encoding);
  const names = stringTable([".shstrtab", ...sections.map(({ name }) => name)]);
  sections.push({
    name: ".shstrtab",
    bytes: names.bytes,
    type: SHT_STRTAB,
    flags: 0,
    index: sections.length,
  });

  const headerSize = encoding.wordSize === 4 ? 52 : 64;
  const body = new ByteWriter(encoding).bytes(new Uint8Array(headerSize));
  const offsets = sections.map(({ bytes }) => {
    const offset = body.align(8).length;
    body.bytes(asBytes(bytes));
    return offset;
  });
  const tableOffset = body.align(8).length;
  for (const section of sections) {
    writeSectionHeader(body, section, names.at(section.name), offsets[section.index] ?? 0);
  }
  const file = body.done();
  file.set(header(spec, encoding, tableOffset, sections.length));
  return file;
}

/** Section 0, the sections given, and those that symbols and relocations need. */
function withTables(spec: ElfSpec, encoding: Encoding): Placed[] {
  const sections: Placed[] = [{ name: "", bytes: "", type: SHT_NULL, flags: 0, index: 0 }];
  for (const section of spec.sections ?? []) sections.push({ ...section, index: sections.length });
  const indexOf = (name: string): number => sections.findIndex((section) => section.name === name);
  const symbols = (spec.symbols ?? []).toSorted(
    (a, b) => Number(b.binding === "local") - Number(a.binding === "local"),
  );
  const rela = spec.rela ?? true;
  const relocated = Map.groupBy(spec.relocations ?? [], (relocation) => relocation.in);
  const symtabIndex = sections.length + relocated.size;
  for (const [target, relocations] of relocated) {
    const info = indexOf(target);
    const old = sections[info];
    if (!old) throw new TypeError(`relocations in ${target}, which is no section`);
    if (!rela) sections[info] = { ...old, bytes: withAddends(asBytes(old.bytes), relocations, encoding) };
    sections.push({
      name: `${rela ? ".rela" : ".rel"}${target}`,
      bytes: relocationBytes(relocations, symbols, spec, encoding),
      type: rela ? SHT_RELA : SHT_REL,
      flags: 0,
      link: symtabIndex,
      info,
      index: sections.length,
    });
  }
  if (spec.symtab === false) return sections;
  const strings = stringTable(symbols.map(({ name }) => name));
  const bytes = symbolBytes(symbols, strings.at, indexOf, encoding);
  const info = 1 + symbols.filter(({ binding }) => binding === "local").length;
  sections.push({
    name: ".symtab",
    bytes,
    type: SHT_SYMTAB,
    flags: 0,
    link: symtabIndex + 1,
    info,
    index: symtabIndex,
  });
  sections.push({
    name: ".strtab",
    bytes: strings.bytes,
    type: SHT_STRTAB,
    flags: 0,
    index: symtabIndex + 1,
  });
  return sections;
}

const asBytes = (bytes: Uint8Array | string): Uint8Array => (typeof bytes === "string" ? text(bytes) : bytes);

function stringTable(names: readonly string[]): { bytes: Uint8Array; at: (name: string) => number } {
  const table = `\0${names.map((name) => `${name}\0`).join("")}`;
  return { bytes: text(table), at: (name) => (name === "" ? 0 : table.indexOf(`\0${name}\0`) + 1) };
}

function header(spec: ElfSpec, encoding: Encoding, e_shoff: number, e_shnum: number): Uint8Array {
  const wide = encoding.wordSize === 8;
  return new ByteWriter(encoding)
    .bytes(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, encoding.littleEndian ? 1 : 2, 1))
    .align(16)
    .u16(spec.type ?? ET_REL)
    .u16(spec.machine ?? EM_X86_64)
    .u32(1)
    .word(0)
    .word(0)
    .word(e_shoff)
    .u32(0)
    .u16(wide ? 64 : 52)
    .u16(0)
    .u16(0)
    .u16(wide ? 64 : 40)
    .u16(e_shnum)
    .u16(e_shnum - 1)
    .done();
}

function writeSectionHeader(out: ByteWriter, section: Placed, sh_name: number, sh_offset: number): void {
  out
    .u32(sh_name)
    .u32(section.type ?? SHT_PROGBITS)
    .word(section.flags ?? SHF_ALLOC)
    .word(section.address ?? 0n)
    .word(section.index === 0 ? 0 : sh_offset)
    .word(asBytes(section.bytes).length)
    .u32(section.link ?? 0)
    .u32(section.info ?? 0)
    .word(section.alignment ?? 1)
    .word(0);
}

const bindings = { local: STB_LOCAL, weak: STB_WEAK };

function symbolBytes(
  symbols: readonly SymbolSpec[],
  nameAt: (name: string) => number,
  indexOf: (section: string) => number,
  encoding: Encoding,
): Uint8Array {
  const out = new ByteWriter(encoding).bytes(new Uint8Array(encoding.wordSize === 8 ? 24 : 16));
  for (const { name, section, value = 0, binding, type = 0, size = 0 } of symbols) {
    const st_name = nameAt(name);
    const st_info = ((binding ? bindings[binding] : STB_GLOBAL) << 4) | type;
    const st_shndx = section === undefined ? SHN_UNDEF : section === "absolute" ? SHN_ABS : indexOf(section);
    if (encoding.wordSize === 8) out.u32(st_name).u8(st_info).u8(0).u16(st_shndx).word(value).word(size);
    else out.u32(st_name).word(value).word(size).u8(st_info).u8(0).u16(st_shndx);
  }
  return out.done();
}

function relocationBytes(
  relocations: readonly RelocationSpec[],
  symbols: readonly SymbolSpec[],
  spec: ElfSpec,
  encoding: Encoding,
): Uint8Array {
  const out = new ByteWriter(encoding);
  for (const { offset, symbol, type = 1, addend = 0 } of relocations) {
    const index = symbols.findIndex(({ name }) => name === symbol) + 1;
    if (index === 0) throw new TypeError(`a relocation against ${symbol}, which is no symbol`);
    out.word(offset);
    if (encoding.wordSize === 4) out.u32(index * 256 + type);
    else if (spec.machine === EM_MIPS) out.u32(index).u8(0).u8(0).u8(0).u8(type);
    else out.u64((BigInt(index) << 32n) | BigInt(type));
    if (spec.rela ?? true) out.word(addend);
  }
  return out.done();
}

/** SHT_REL: the addend stands where the relocation applies. */
function withAddends(
  bytes: Uint8Array,
  relocations: readonly RelocationSpec[],
  encoding: Encoding,
): Uint8Array {
  const out = Uint8Array.from(bytes);
  for (const { offset, addend = 0 } of relocations) {
    out.set(new ByteWriter({ ...encoding, wordSize: 4 }).word(addend).done(), offset);
  }
  return out;
}
