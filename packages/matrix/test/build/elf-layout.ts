// Where the fields of <elf.h> are. The generator has its own table, so that it does not share a mistake with the reader
// that it tests.

/** Bytes of a field; `"word"` is as wide as an address. */
export type Field = 1 | 2 | 4 | "word";

export interface Placed {
  readonly offset: number;
  readonly size: number;
}

/** Elf32_Ehdr and Elf64_Ehdr; `e_ident` byte by byte. */
export const headerFields = {
  ei_mag0: 1,
  ei_mag1: 1,
  ei_mag2: 1,
  ei_mag3: 1,
  ei_class: 1,
  ei_data: 1,
  ei_version: 1,
  ei_osabi: 1,
  ei_abiversion: 1,
  pad0: 1,
  pad1: 2,
  pad2: 4,
  e_type: 2,
  e_machine: 2,
  e_version: 4,
  e_entry: "word",
  e_phoff: "word",
  e_shoff: "word",
  e_flags: 4,
  e_ehsize: 2,
  e_phentsize: 2,
  e_phnum: 2,
  e_shentsize: 2,
  e_shnum: 2,
  e_shstrndx: 2,
} as const satisfies Record<string, Field>;

/** Elf32_Shdr and Elf64_Shdr. */
export const sectionFields = {
  sh_name: 4,
  sh_type: 4,
  sh_flags: "word",
  sh_addr: "word",
  sh_offset: "word",
  sh_size: "word",
  sh_link: 4,
  sh_info: 4,
  sh_addralign: "word",
  sh_entsize: "word",
} as const satisfies Record<string, Field>;

/** Elf64_Sym; Elf32_Sym has another order, see {@link layoutOf}. */
export const symbolFields = {
  st_name: 4,
  st_info: 1,
  st_other: 1,
  st_shndx: 2,
  st_value: "word",
  st_size: "word",
} as const satisfies Record<string, Field>;

const symbolOrder32 = ["st_name", "st_value", "st_size", "st_info", "st_other", "st_shndx"] as const;

export interface Layout {
  readonly size: number;
  readonly fields: ReadonlyMap<string, Placed>;
}

const known = new Map<string, Layout>();

/** Offsets of fields that follow each other without gaps, as all these structures have them. */
export function layoutOf(fields: Readonly<Record<string, Field>>, wide: boolean): Layout {
  const key = `${Object.keys(fields)[0]} ${wide}`;
  const found = known.get(key);
  if (found) return found;
  const order = fields === symbolFields && !wide ? symbolOrder32 : Object.keys(fields);
  const placed = new Map<string, Placed>();
  let offset = 0;
  for (const name of order) {
    const field = fields[name] ?? 1;
    const size = field === "word" ? (wide ? 8 : 4) : field;
    placed.set(name, { offset, size });
    offset += size;
  }
  const layout = { size: offset, fields: placed };
  known.set(key, layout);
  return layout;
}
