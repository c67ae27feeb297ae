import type { SymbolTable } from "../../formats/elf/symbols.ts";
import { namesInBounds } from "../../formats/elf/undefined-symbols.ts";
import type { Fact } from "../../model/fact.ts";
import type { ElfShape, SymbolNames } from "../../model/module.ts";
import type { ModuleFile } from "./module-file.ts";

/** What the kernel's ELF checks read. */
export function elfShape({ elf, lastOfNames }: ModuleFile, symbols: Fact<SymbolTable | undefined>): ElfShape {
  const { header } = elf;
  const { encoding, e_type, e_machine, e_flags, e_entry, e_shentsize, e_shoff, e_shnum, e_shstrndx } = header;
  return {
    size: elf.source.size,
    hasHeader: true,
    bits: header.bits,
    ...(header.classBits !== header.bits && { classBits: header.classBits }),
    littleEndian: encoding.littleEndian,
    e_type,
    e_machine,
    e_flags,
    e_entry,
    e_shentsize,
    e_shoff,
    e_shnum,
    e_shstrndx,
    sections: elf.sections,
    ...(lastOfNames !== undefined && { nameTableTerminated: lastOfNames === 0 }),
    ...(symbols.known && symbols.value && { symbolNames: symbolNames(symbols.value) }),
  };
}

function symbolNames(table: SymbolTable): SymbolNames {
  const { bytes } = table.strings;
  return {
    startsWithNul: bytes[0] === 0,
    terminated: bytes.at(-1) === 0,
    inBounds: namesInBounds(table),
  };
}

/** The shape of a file of `size` bytes that is no ELF file. */
export const shapeless = (size: number): ElfShape => ({
  size,
  hasHeader: false,
  bits: 64,
  littleEndian: true,
  e_type: 0,
  e_machine: 0,
  e_flags: 0,
  e_entry: 0n,
  e_shentsize: 0,
  e_shoff: 0,
  e_shnum: 0,
  e_shstrndx: 0,
  sections: [],
});
