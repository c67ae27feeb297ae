import { SHF_ALLOC, SHT_NOBITS } from "../elf/constants.ts";
import type { ElfFile } from "../elf/elf.ts";
import { damaged, type SectionBytes } from "../elf/section-bytes.ts";
import type { ElfSection } from "../elf/section-table.ts";
import type { Pointers } from "./layout.ts";
import { MAX_TABLE } from "./tables.ts";

// A linked file (a vmlinux): fields hold addresses, or distances to them.

/** The pointers of the table in `section`; `strings` is the section of its names. */
export function linkedPointers(section: ElfSection, data: SectionBytes, strings: ElfSection): Pointers {
  const { view } = data;
  const le = data.encoding.littleEndian;
  return {
    string(offset, { size, relative }) {
      if (offset + size > data.bytes.length) return undefined;
      const value = relative
        ? section.sh_addr + BigInt(offset) + BigInt(view.getInt32(offset, le))
        : size === 8
          ? view.getBigUint64(offset, le)
          : BigInt(view.getUint32(offset, le));
      const at = Number(value - strings.sh_addr);
      return at >= 0 && at < strings.sh_size ? at : undefined;
    },
  };
}

/**
 * The CRCs in `section`, one for each of `count` exports.
 *
 * They stand there, or, with CONFIG_MODULE_REL_CRCS (powerpc and s390 up to v5.18), the distance to the place where
 * they stand does. Nothing in the file says which; thousands of true CRCs do not all happen to be distances into the
 * same section.
 *
 * @throws {FormatError} if there are fewer.
 */
export async function linkedCrcs(file: ElfFile, section: ElfSection, count: number): Promise<Uint32Array> {
  const data = await file.read(section, MAX_TABLE);
  const size = data.bytes.length / count;
  if (size !== 4 && size !== 8) damaged(data, 0, `${count} CRCs expected, ${data.bytes.length} bytes found`);
  const { view } = data;
  const le = data.encoding.littleEndian;
  const low = size === 8 && !le ? 4 : 0;
  const crcs = Uint32Array.from({ length: count }, (_, row) => view.getUint32(row * size + low, le));
  return size === 4 ? ((await throughDistances(file, section, crcs)) ?? crcs) : crcs;
}

async function throughDistances(
  file: ElfFile,
  section: ElfSection,
  words: Uint32Array,
): Promise<Uint32Array | undefined> {
  const places = Array.from(words, (word, row) => section.sh_addr + BigInt(row * 4) + BigInt(word | 0));
  const [first] = places;
  const holder =
    first !== undefined &&
    file.sections.find(
      (s) => (s.sh_flags & SHF_ALLOC) !== 0 && s.sh_type !== SHT_NOBITS && contains(s, first),
    );
  if (!holder || !places.every((place) => contains(holder, place))) return undefined;
  const { view, encoding } = await file.read(holder);
  return Uint32Array.from(places, (place) =>
    view.getUint32(Number(place - holder.sh_addr), encoding.littleEndian),
  );
}

function contains({ sh_addr, sh_size }: ElfSection, place: bigint): boolean {
  const at = Number(place - sh_addr);
  return at >= 0 && at + 4 <= sh_size;
}
