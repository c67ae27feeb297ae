import { openElf } from "../../formats/elf/elf.ts";
import type { ByteSource } from "../../io/byte-source.ts";
import { type Fact, known } from "../../model/fact.ts";
import { unknownBy } from "../read-fact.ts";

/** A string for each compiler that any of its parts was built by: some hundred bytes. */
const MAX_COMMENT = 64 << 10;

/**
 * The compilers that a module says it was built by, as they stand in `.comment`, each once: `"GCC: (Debian 12.2.0-14) 12.2.0"`. Empty
 * when it has no such section, as `strip --strip-unneeded` leaves it.
 *
 * @param module the module itself, not compressed
 */
export async function readCompilers(module: ByteSource): Promise<Fact<readonly string[]>> {
  try {
    const elf = await openElf(module);
    const section = elf.section(".comment");
    const bytes = section && (await elf.read(section, MAX_COMMENT)).bytes;
    const texts = new TextDecoder("latin1").decode(bytes ?? new Uint8Array()).split("\0");
    return known([...new Set(texts.filter((text) => text !== ""))], {
      input: module.name,
      part: ".comment",
    });
  } catch (error) {
    return unknownBy(error, {
      en: "copy or build the module again: the file is damaged or incomplete",
      zh: "请重新复制或编译该模块：文件已损坏或不完整",
    });
  }
}
