import { type Fact, known, type Origin, type Text, unknown, type Unknown } from "../../model/fact.ts";
import { attempt } from "../read-fact.ts";

const remedy: Text = {
  en: "Build the module again, or copy it again: this file is damaged or incomplete.",
  zh: "请重新编译或重新复制该模块：这个文件已损坏或不完整。",
};

/** The value with its origin; unknown when what `read` reads is damaged. */
export function readable<T>(origin: Origin, read: () => Promise<T>): Promise<Fact<T>> {
  const fact: Promise<Fact<T>> = read().then((value) => known(value, origin));
  return attempt(fact, remedy);
}

/** Every fact but `elf` of a file that is no ELF file. */
export const noElfFile = (file: string): Unknown =>
  unknown({ en: `${file} is not an ELF file.`, zh: `${file} 不是 ELF 文件。` }, remedy);
