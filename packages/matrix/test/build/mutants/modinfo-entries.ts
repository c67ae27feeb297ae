import type { ElfEditor } from "../elf-editor.ts";
import { text } from "./define-mutant.ts";

const latin1 = new TextDecoder("latin1");

/** Entries of `.modinfo`: `"license=GPL"`. */
export const modinfoOf = (elf: ElfEditor): string[] =>
  latin1
    .decode(elf.content(elf.section(".modinfo")))
    .split("\0")
    .filter((entry) => entry !== "");

export function setModinfo(elf: ElfEditor, entries: readonly string[]): void {
  elf.setContent(elf.section(".modinfo"), text(entries.map((entry) => `${entry}\0`).join("")));
}

/** Changes the entries with this tag; `undefined` drops them. */
export function changeTag(elf: ElfEditor, tag: string, change: (value: string) => string | undefined): void {
  const entries = modinfoOf(elf).flatMap((entry) => {
    if (!entry.startsWith(`${tag}=`)) return [entry];
    const value = change(entry.slice(tag.length + 1));
    return value === undefined ? [] : [`${tag}=${value}`];
  });
  setModinfo(elf, entries);
}
