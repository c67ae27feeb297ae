import { byteBuffer } from "./byte-buffer.ts";
import {
  type Field,
  headerFields,
  layoutOf,
  type Placed,
  sectionFields,
  symbolFields,
} from "./elf-layout.ts";

/** What is to be changed is not in this module: such a mutant does not exist for this kernel. */
export class Absent extends Error {
  override readonly name = "Absent";
}

const SHT_SYMTAB = 2;
const SHT_RELA = 4;
const SHT_REL = 9;
const SHN_UNDEF = 0;

const utf8 = new TextEncoder();
const latin1 = new TextDecoder("latin1");

/** A name at an offset of a string table. */
export const nameAt = (table: Uint8Array, offset: number): string => {
  const end = table.indexOf(0, offset);
  return latin1.decode(table.subarray(offset, end < 0 ? undefined : end));
};

/** An entry of `.symtab`. */
export interface Symbol {
  /** In `.symtab`. */
  readonly index: number;
  readonly name: string;
  readonly st_info: number;
  readonly st_shndx: number;
}

/** An entry of a relocation section. */
export interface Relocation {
  /** Of the relocation section. */
  readonly section: number;
  readonly index: number;
  readonly r_offset: number;
  readonly symbol: number;
  readonly type: number;
}

/**
 * Changes one thing in a good module. Every number is written where it stands in the file; content that changes its
 * size goes to the end of the file, so that nothing else moves. What is written is not looked at: it may be nonsense.
 */
export class ElfEditor {
  readonly #buffer;
  readonly wide: boolean;

  constructor(file: Uint8Array) {
    this.#buffer = byteBuffer(file);
    this.wide = file[4] === 2;
  }

  get bytes(): Uint8Array {
    return this.#buffer.bytes();
  }
  get size(): number {
    return this.#buffer.size;
  }
  /** Bytes of an address. */
  get wordSize(): 4 | 8 {
    return this.wide ? 8 : 4;
  }

  /** Overwrites bytes of the file. */
  patch(offset: number, bytes: ArrayLike<number>): void {
    this.#buffer.patch(offset, bytes);
  }

  header(field: keyof typeof headerFields): number {
    return this.#read(0, headerFields, field);
  }
  setHeader(field: keyof typeof headerFields, value: number | bigint): void {
    this.#write(0, headerFields, field, value);
  }

  field(section: number, field: keyof typeof sectionFields): number {
    return this.#read(this.#headerOf(section), sectionFields, field);
  }
  setField(section: number, field: keyof typeof sectionFields, value: number | bigint): void {
    this.#write(this.#headerOf(section), sectionFields, field, value);
  }

  /** Index of the first section of that name. @throws {Absent} */
  section(name: string): number {
    const names = this.content(this.header("e_shstrndx"));
    for (let index = 1; index < this.header("e_shnum"); index += 1) {
      if (nameAt(names, this.field(index, "sh_name")) === name) return index;
    }
    throw new Absent(name);
  }
  has(name: string): boolean {
    try {
      return this.section(name) > 0;
    } catch (error) {
      if (!(error instanceof Absent)) throw error;
      return false;
    }
  }
  nameOf(section: number): string {
    return nameAt(this.content(this.header("e_shstrndx")), this.field(section, "sh_name"));
  }

  /** A copy. */
  content(section: number): Uint8Array {
    const offset = this.field(section, "sh_offset");
    return this.bytes.slice(offset, offset + this.field(section, "sh_size"));
  }
  /** Puts new content to the end of the file. */
  setContent(section: number, content: Uint8Array): void {
    const alignment = Math.max(16, this.field(section, "sh_addralign"));
    this.setField(section, "sh_offset", this.#buffer.append(content, alignment));
    this.setField(section, "sh_size", content.length);
  }

  rename(section: number, name: string): void {
    this.setField(section, "sh_name", this.#addString(this.header("e_shstrndx"), name));
  }
  /** Adds a section; the table of sections moves to the end of the file. Its index. */
  add(
    name: string,
    content: Uint8Array,
    fields: Partial<Record<keyof typeof sectionFields, number>> = {},
  ): number {
    const { size } = layoutOf(sectionFields, this.wide);
    const count = this.header("e_shnum");
    const table = this.bytes.slice(this.header("e_shoff"), this.header("e_shoff") + count * size);
    const sh_name = this.#addString(this.header("e_shstrndx"), name);
    table.set(
      this.bytes.slice(this.#headerOf(this.header("e_shstrndx"))).subarray(0, size),
      this.header("e_shstrndx") * size,
    );
    const sh_offset = this.#buffer.append(content, Math.max(16, fields.sh_addralign ?? 0));
    const offset = this.#buffer.append(table, 16);
    this.#buffer.append(new Uint8Array(size), 1);
    this.setHeader("e_shoff", offset);
    this.setHeader("e_shnum", count + 1);
    const all = {
      sh_type: 1,
      sh_flags: 2,
      sh_addralign: 8,
      ...fields,
      sh_name,
      sh_offset,
      sh_size: content.length,
    };
    for (const [field, value] of Object.entries(all))
      this.#write(this.#headerOf(count), sectionFields, field, value);
    return count;
  }

  /** Index of the symbol table. */
  get symtab(): number {
    for (let index = 1; index < this.header("e_shnum"); index += 1) {
      if (this.field(index, "sh_type") === SHT_SYMTAB) return index;
    }
    throw new Absent("a symbol table");
  }
  /** Index of its string table. */
  get strtab(): number {
    return this.field(this.symtab, "sh_link");
  }
  symbols(): Symbol[] {
    const names = this.content(this.strtab);
    const { size } = layoutOf(symbolFields, this.wide);
    const count = this.field(this.symtab, "sh_size") / size;
    return Array.from({ length: count }, (_, index) => ({
      index,
      name: nameAt(names, this.#symbolField(index, "st_name")),
      st_info: this.#symbolField(index, "st_info"),
      st_shndx: this.#symbolField(index, "st_shndx"),
    }));
  }
  /** @throws {Absent} */
  symbol(name: string): Symbol {
    const found = this.symbols().find((symbol) => symbol.name === name);
    if (!found) throw new Absent(name);
    return found;
  }
  /** Imported symbols, in the order of the table; there is at least one. @throws {Absent} */
  imports(): [Symbol, ...Symbol[]] {
    const [first, ...rest] = this.symbols().filter(
      ({ index, st_shndx }) => index > 0 && st_shndx === SHN_UNDEF,
    );
    if (!first) throw new Absent("imports");
    return [first, ...rest];
  }
  setSymbol({ index }: Symbol, field: keyof typeof symbolFields, value: number | bigint): void {
    this.#write(this.#symbolAt(index), symbolFields, field, value);
  }
  renameSymbol(symbol: Symbol, name: string): void {
    this.setSymbol(symbol, "st_name", this.#addString(this.strtab, name));
  }
  /** Adds a symbol to the end of the table. */
  addSymbol(name: string | undefined, fields: Partial<Record<keyof typeof symbolFields, number>>): void {
    const st_name = name === undefined ? 0 : this.#addString(this.strtab, name);
    const { size } = layoutOf(symbolFields, this.wide);
    const table = this.content(this.symtab);
    const index = table.length / size;
    const longer = new Uint8Array(table.length + size);
    longer.set(table);
    this.setContent(this.symtab, longer);
    for (const [field, value] of Object.entries({ ...fields, st_name })) {
      this.#write(this.#symbolAt(index), symbolFields, field, value);
    }
  }

  /** Index of the section with the relocations of `target`. @throws {Absent} */
  relocationsOf(target: number): number {
    for (let index = 1; index < this.header("e_shnum"); index += 1) {
      const type = this.field(index, "sh_type");
      if ((type === SHT_RELA || type === SHT_REL) && this.field(index, "sh_info") === target) return index;
    }
    throw new Absent("relocations");
  }
  relocations(section: number): Relocation[] {
    const { size } = this.#relocationLayout(section);
    const count = Math.floor(this.field(section, "sh_size") / size);
    return Array.from({ length: count }, (_, index) => {
      const at = this.field(section, "sh_offset") + index * size;
      const [offset, info] = [this.#raw(at, this.wordSize), this.#raw(at + this.wordSize, this.wordSize)];
      const shift = this.wide ? 32n : 8n;
      return {
        section,
        index,
        r_offset: Number(offset),
        symbol: Number(info >> shift),
        type: Number(info & ((1n << shift) - 1n)),
      };
    });
  }
  setRelocation(
    relocation: Relocation,
    change: Partial<Record<"r_offset" | "symbol" | "type", number | bigint>> & { readonly addend?: bigint },
  ): void {
    const { size } = this.#relocationLayout(relocation.section);
    const at = this.field(relocation.section, "sh_offset") + relocation.index * size;
    const { r_offset, symbol, type } = { ...relocation, ...change };
    const info = (BigInt(symbol) << (this.wide ? 32n : 8n)) | BigInt(type);
    this.#buffer.write(at, this.wordSize, BigInt(r_offset));
    this.#buffer.write(at + this.wordSize, this.wordSize, info);
    if (change.addend !== undefined) {
      if (size === 2 * this.wordSize) throw new Absent("addends");
      this.#buffer.write(at + 2 * this.wordSize, this.wordSize, change.addend);
    }
  }

  #relocationLayout(section: number): { size: number } {
    const words = this.field(section, "sh_type") === SHT_RELA ? 3 : 2;
    return { size: words * this.wordSize };
  }
  #raw(at: number, size: number): bigint {
    return this.#buffer.read(at, size);
  }
  #headerOf(section: number): number {
    return this.header("e_shoff") + section * layoutOf(sectionFields, this.wide).size;
  }
  #symbolAt(index: number): number {
    return this.field(this.symtab, "sh_offset") + index * layoutOf(symbolFields, this.wide).size;
  }
  #symbolField(index: number, field: keyof typeof symbolFields): number {
    return this.#read(this.#symbolAt(index), symbolFields, field);
  }
  #addString(table: number, text: string): number {
    const old = this.content(table);
    const added = utf8.encode(`${text}\0`);
    const longer = new Uint8Array(old.length + added.length);
    longer.set(old);
    longer.set(added, old.length);
    this.setContent(table, longer);
    return old.length;
  }
  #place(fields: Readonly<Record<string, Field>>, name: string): Placed {
    const placed = layoutOf(fields, this.wide).fields.get(name);
    if (!placed) throw new TypeError(`there is no field ${name}`);
    return placed;
  }
  #read(base: number, fields: Readonly<Record<string, Field>>, name: string): number {
    const { offset, size } = this.#place(fields, name);
    return Number(this.#buffer.read(base + offset, size));
  }
  #write(base: number, fields: Readonly<Record<string, Field>>, name: string, value: number | bigint): void {
    const { offset, size } = this.#place(fields, name);
    this.#buffer.write(base + offset, size, BigInt(value));
  }
}
