import type { ElfEditor } from "../elf-editor.ts";
import { nameAt } from "../elf-editor.ts";
import { text } from "./define-mutant.ts";

/** `struct modversion_info`: an address-wide CRC and a name, 64 bytes in all. */
export interface Row {
  readonly crc: bigint;
  readonly name: string;
}

const ROW = 64;
export const LAYOUT = "module_layout";

/** Rows of `__versions`. @throws {Absent} */
export function rowsOf(elf: ElfEditor): Row[] {
  const content = elf.content(elf.section("__versions"));
  return Array.from({ length: content.length / ROW }, (_, i) => {
    const row = content.subarray(i * ROW, (i + 1) * ROW);
    const crc = row.subarray(0, elf.wordSize).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
    return { crc, name: nameAt(row, elf.wordSize) };
  });
}

export function setRows(elf: ElfEditor, rows: readonly Row[]): void {
  const content = new Uint8Array(rows.length * ROW);
  for (const [i, { crc, name }] of rows.entries()) {
    for (let byte = 0; byte < elf.wordSize; byte += 1) {
      content[i * ROW + byte] = Number((crc >> BigInt(8 * byte)) & 0xffn);
    }
    content.set(text(name).subarray(0, ROW - elf.wordSize), i * ROW + elf.wordSize);
  }
  elf.setContent(elf.section("__versions"), content);
}

/** Changes rows one by one; `undefined` drops a row. `index` counts the rows of symbols, from 0; -1 is `module_layout`. */
export function changeRows(
  elf: ElfEditor,
  change: (row: Row, index: number, count: number) => Row | undefined,
): void {
  const rows = rowsOf(elf);
  const count = rows.filter(({ name }) => name !== LAYOUT).length;
  let index = 0;
  setRows(
    elf,
    rows.flatMap((row) => change(row, row.name === LAYOUT ? -1 : index++, count) ?? []),
  );
}

/** The module as it is built without CONFIG_MODVERSIONS. @throws {Absent} */
export const withoutVersions = (elf: ElfEditor): void => elf.rename(elf.section("__versions"), "__versionx");
