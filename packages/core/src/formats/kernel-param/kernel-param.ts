import { Cursor } from "../../io/cursor.ts";
import { size, struct, u32 } from "../../io/struct.ts";
import type { ModuleParameter } from "../../model/module.ts";
import type { ElfFile } from "../elf/elf.ts";
import { type Relocation, readRelocations, relocationsOf } from "../elf/relocations.ts";
import { damaged, type SectionBytes } from "../elf/section-bytes.ts";
import type { ElfSection } from "../elf/section-table.ts";
import { stringAt } from "../elf/strings.ts";
import { readSymbolTable, symbolAt, symbolSection, type SymbolTable } from "../elf/symbols.ts";
import { kernel_param } from "./structs.ts";

// include/linux/moduleparam.h. Pointers are relocations: what stands in the file is nothing, or the addend.

const kparam_array = struct({ max: u32, elemsize: u32, num: size, ops: size, elem: size });
const kparam_string = struct({ maxlen: u32 });

/** KERNEL_PARAM_FL_HWPARAM: module_param_hw(). */
const HARDWARE = 1 << 1;
const OPS = "param_ops_";
/** Far more than a module has: the largest tables of today's modules have 8 KiB and their constants 4 MiB. */
const MAX_TABLE = 1 << 20;
const MAX_CONSTANTS = 64 << 20;

/**
 * The parameters of a module, from its `__param`: what parse_args() in kernel/params.c goes through.
 *
 * @throws {FormatError} if the table, or what it points to, is not inside the file.
 */
export async function readKernelParams(elf: ElfFile): Promise<ModuleParameter[]> {
  const table = elf.allocSection("__param");
  const symbols = symbolSection(elf);
  if (!table || !symbols) return [];
  const pointers = new Pointers(elf, await readSymbolTable(elf, symbols));
  const { bytes } = await pointers.section(table);
  const entry = kernel_param.sizeof(elf.header.encoding);
  const found: ModuleParameter[] = [];
  for (let at = 0; at + entry <= bytes.bytes.length; at += entry)
    found.push(await parameter(pointers, table, at));
  return found;
}

/** The parameter at `at` of `__param`. */
async function parameter(pointers: Pointers, table: ElfSection, at: number): Promise<ModuleParameter> {
  const { encoding } = pointers.elf.header;
  const { bytes } = await pointers.section(table);
  const { flags } = kernel_param.read(cursor(bytes, at));
  const offsets = kernel_param.offsets(encoding);
  const name = await pointers.string(table, at + offsets.name);
  const common = { name, ...((flags & HARDWARE) !== 0 && { hardware: true as const }) };
  const ops = await pointers.name(table, at + offsets.ops);
  const arg = { section: table, at: at + offsets.arg };
  if (ops === "param_array_ops") return { ...common, ...(await arrayOf(pointers, arg)) };
  if (ops === "param_ops_string") return { ...common, type: "string", ...(await roomOf(pointers, arg)) };
  return { ...common, ...typeOf(ops) };
}

const typeOf = (ops: string): { type?: string } =>
  ops.startsWith(OPS) ? { type: ops.slice(OPS.length) } : {};

interface Place {
  readonly section: ElfSection;
  readonly at: number;
}

async function arrayOf(pointers: Pointers, arg: Place): Promise<Pick<ModuleParameter, "type" | "elements">> {
  const target = await pointers.target(arg.section, arg.at);
  if (!target) return {};
  const { bytes } = await pointers.section(target.section);
  const { max } = kparam_array.read(cursor(bytes, target.at));
  const { ops } = kparam_array.offsets(pointers.elf.header.encoding);
  return { ...typeOf(await pointers.name(target.section, target.at + ops)), elements: max };
}

async function roomOf(pointers: Pointers, arg: Place): Promise<Pick<ModuleParameter, "room">> {
  const target = await pointers.target(arg.section, arg.at);
  if (!target) return {};
  const { bytes } = await pointers.section(target.section);
  return { room: kparam_string.read(cursor(bytes, target.at)).maxlen };
}

const cursor = ({ bytes, source, offset, encoding }: SectionBytes, at: number): Cursor =>
  new Cursor(bytes.subarray(at), source, encoding, offset + at);

interface Loaded {
  readonly bytes: SectionBytes;
  readonly relocations: ReadonlyMap<number, Relocation>;
}

/** Follows pointers of a relocatable file; a section and its relocations are read once. */
class Pointers {
  readonly elf: ElfFile;
  readonly #symbols: SymbolTable;
  readonly #sections = new Map<ElfSection, Loaded>();

  constructor(elf: ElfFile, symbols: SymbolTable) {
    this.elf = elf;
    this.#symbols = symbols;
  }

  async section(section: ElfSection): Promise<Loaded> {
    const held = this.#sections.get(section);
    if (held) return held;
    const limit = this.#sections.size === 0 ? MAX_TABLE : MAX_CONSTANTS;
    const bytes = await this.elf.read(section, limit);
    const table = relocationsOf(this.elf, section);
    const relocations = table ? await readRelocations(this.elf, table, MAX_CONSTANTS) : [];
    const loaded = { bytes, relocations: new Map(relocations.map((one) => [one.offset, one])) };
    this.#sections.set(section, loaded);
    return loaded;
  }

  /** Where the pointer at `at` points; `undefined` where it points out of the file, or nowhere. */
  async target(section: ElfSection, at: number): Promise<Place | undefined> {
    const { bytes, relocations } = await this.section(section);
    const relocation = relocations.get(at);
    if (!relocation) return undefined;
    const { st_shndx, st_value } = symbolAt(this.#symbols, relocation.symbolIndex);
    const target = st_shndx === 0 ? undefined : this.elf.sections[st_shndx];
    if (!target) return undefined;
    const place = Number(st_value) + (relocation.addend ?? cursor(bytes, at).size());
    if (place >= 0 && place < target.sh_size) return { section: target, at: place };
    return damaged(bytes, at, `this points to ${place} of a section of ${target.sh_size} bytes`);
  }

  /** @throws {FormatError} if there is no string. */
  async string(section: ElfSection, at: number): Promise<string> {
    const target = await this.target(section, at);
    if (!target) damaged((await this.section(section)).bytes, at, "a pointer to a name expected, none found");
    return stringAt((await this.section(target.section)).bytes, target.at);
  }

  /** Name of the symbol that the pointer at `at` points to; `""` for none. */
  async name(section: ElfSection, at: number): Promise<string> {
    const relocation = (await this.section(section)).relocations.get(at);
    if (!relocation) return "";
    const { st_name } = symbolAt(this.#symbols, relocation.symbolIndex);
    return st_name === 0 ? "" : stringAt(this.#symbols.strings, st_name);
  }
}
