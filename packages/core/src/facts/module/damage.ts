import { type Fact, known, type Origin, type Text, unknown, type Unknown } from "../../model/fact.ts";
import { unknownBy } from "../read-fact.ts";

const remedy: Text = {
  en: "Build the module again, or copy it again: this file is damaged or incomplete.",
  zh: "请重新编译或重新复制该模块：这个文件已损坏或不完整。",
};

/** The value with its origin; unknown when the bytes that `read` reads are damaged. */
export function readable<T>(origin: Origin, read: () => T): Fact<T> {
  try {
    return known(read(), origin);
  } catch (error) {
    return unknownBy(error, remedy);
  }
}

/** As {@link readable}, for what has to be waited for. */
export async function readableLater<T>(origin: Origin, read: () => Promise<T>): Promise<Fact<T>> {
  try {
    return known(await read(), origin);
  } catch (error) {
    return unknownBy(error, remedy);
  }
}

/** Every fact but `elf` of a file that is no ELF file. */
export const noElfFile = (file: string): Unknown =>
  unknown({ en: `${file} is not an ELF file.`, zh: `${file} 不是 ELF 文件。` }, remedy);
