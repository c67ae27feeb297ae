import { byEncoding } from "./by-encoding.ts";
import { EM_MIPS, SHT_REL, SHT_RELA } from "./constants.ts";
import type { ElfFile } from "./elf.ts";
import type { ElfHeader } from "./header.ts";
import type { SectionBytes } from "./section-bytes.ts";
import type { ElfSection } from "./section-table.ts";
import { Elf_Rel, Elf_Rela } from "./structs.ts";
import { signedAt, sizeAt } from "./word.ts";

/** One relocation of a relocatable file. */
export interface Relocation {
  /** Where it applies: an offset in the section that is relocated. */
  readonly offset: number;
  /** Index in `.symtab`. */
  readonly symbolIndex: number;
  /** `R_*` of the machine. */
  readonly type: number;
  /** Absent for SHT_REL: there the addend stands at `offset`. */
  readonly addend?: number;
}

const layout = byEncoding((encoding) => ({
  at: Elf_Rela.offsets(encoding),
  rel: Elf_Rel.sizeof(encoding),
  rela: Elf_Rela.sizeof(encoding),
}));

/** The section that holds the relocations of section `target`; `undefined` when there is none. */
export function relocationsOf(file: ElfFile, target: ElfSection): ElfSection | undefined {
  return file.sections.find(
    ({ sh_type, sh_info }) => (sh_type === SHT_RELA || sh_type === SHT_REL) && sh_info === target.index,
  );
}

/**
 * The relocations that `section` (SHT_REL or SHT_RELA) holds.
 *
 * @throws {FormatError} if it is not inside the file, or larger than `limit` bytes.
 */
export async function readRelocations(
  file: ElfFile,
  section: ElfSection,
  limit?: number,
): Promise<Relocation[]> {
  return parseRelocations(await file.read(section, limit), section, file.header);
}

/** As {@link readRelocations}; entries that do not fit whole are left out, as the kernel does. */
export function parseRelocations(
  { bytes, view, encoding }: SectionBytes,
  { sh_type }: ElfSection,
  { e_machine, bits }: ElfHeader,
): Relocation[] {
  const isRela = sh_type === SHT_RELA;
  const { at, rel, rela } = layout(encoding);
  const size = isRela ? rela : rel;
  const info = bits === 32 ? info32 : e_machine === EM_MIPS ? mips64Info : info64;
  const out: Relocation[] = [];
  for (let base = 0; base + size <= bytes.length; base += size) {
    const { symbolIndex, type } = info(view, base + at.r_info, encoding.littleEndian);
    const offset = sizeAt(view, base + at.r_offset, encoding);
    if (isRela) out.push({ offset, symbolIndex, type, addend: signedAt(view, base + at.r_addend, encoding) });
    else out.push({ offset, symbolIndex, type });
  }
  return out;
}

type Info = Pick<Relocation, "symbolIndex" | "type">;

// ELF32_R_SYM, ELF32_R_TYPE
function info32(view: DataView, at: number, littleEndian: boolean): Info {
  const info = view.getUint32(at, littleEndian);
  return { symbolIndex: info >>> 8, type: info & 0xff };
}

// ELF64_R_SYM, ELF64_R_TYPE
function info64(view: DataView, at: number, littleEndian: boolean): Info {
  return {
    symbolIndex: view.getUint32(littleEndian ? at + 4 : at, littleEndian),
    type: view.getUint32(littleEndian ? at : at + 4, littleEndian),
  };
}

// Elf64_Mips_R_SYM, Elf64_Mips_R_TYPE in arch/mips/include/asm/elf.h: r_sym is a word of its own, three types follow.
function mips64Info(view: DataView, at: number, littleEndian: boolean): Info {
  return { symbolIndex: view.getUint32(at, littleEndian), type: view.getUint8(at + 7) };
}
