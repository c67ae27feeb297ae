import type { ElfShape, ModuleFacts, Text } from "@kofit/core";

/** `SHT_NULL` and `SHT_NOBITS` of `<elf.h>`: sections without bytes in the file. */
const WITHOUT_BYTES: ReadonlySet<number> = new Set([0, 8]);

/**
 * Why a file is not a whole module, if it is not: no ELF file at all, or cut off. One line, with the offset at which
 * the file departs from its format. What a whole but wrong module has is not damage: the checks tell it.
 */
export function damageOf(source: string, { elf }: ModuleFacts): Text | undefined {
  if (!elf.known) return undefined;
  const { value } = elf;
  if (!value.hasHeader) {
    const { en, zh } =
      value.size === 0
        ? { en: "the file is empty", zh: "文件为空" }
        : { en: "this is not a kernel module: it has no ELF header", zh: "这不是内核模块：没有 ELF 文件头" };
    return at(source, 0, en, zh);
  }
  return tableOutside(source, value) ?? sectionOutside(source, value);
}

function tableOutside(source: string, elf: ElfShape): Text | undefined {
  const length = elf.e_shnum * elf.e_shentsize;
  if (elf.e_shoff + length <= elf.size) return undefined;
  return at(
    source,
    elf.e_shoff,
    `the section table (${length} bytes) lies outside the file of ${elf.size} bytes: the file is cut off; copy or build it again`,
    `节表（${length} 字节）超出了 ${elf.size} 字节的文件：文件不完整，请重新复制或编译`,
  );
}

function sectionOutside(source: string, elf: ElfShape): Text | undefined {
  const outside = elf.sections.find(
    ({ sh_type, sh_offset, sh_size }) => !WITHOUT_BYTES.has(sh_type) && sh_offset + sh_size > elf.size,
  );
  if (!outside) return undefined;
  const name = outside.name ?? `#${elf.sections.indexOf(outside)}`;
  return at(
    source,
    outside.sh_offset,
    `section ${name} (${outside.sh_size} bytes) lies outside the file of ${elf.size} bytes: the file is cut off; copy or build it again`,
    `节 ${name}（${outside.sh_size} 字节）超出了 ${elf.size} 字节的文件：文件不完整，请重新复制或编译`,
  );
}

function at(source: string, offset: number, en: string, zh: string): Text {
  const place = Number.isFinite(offset) ? `0x${offset.toString(16)}` : "0x0";
  return { en: `${source} at ${place}: ${en}`, zh: `${source}，偏移 ${place}：${zh}` };
}
