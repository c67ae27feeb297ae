import { type Language, type Layout, page, type Page } from "@kofit/core";
import type { Terminal } from "../frame/terminal.ts";
import { offsetText, right, sizeText, withHex } from "./columns.ts";

/** Of most machines, in bytes, and of pahole. */
const CACHE_LINE = 64;

const words = {
  heading: {
    en: (what: string, kernel: string, size: string, lines: number) =>
      `${what} in ${kernel}: ${size} bytes, ${lines} cache line${lines === 1 ? "" : "s"} of ${CACHE_LINE}`,
    zh: (what: string, kernel: string, size: string, lines: number) =>
      `${kernel} 中的 ${what}：${size} 字节，${lines} 个 ${CACHE_LINE} 字节的缓存行`,
  },
  columns: { en: ["offset", "size", "member"], zh: ["偏移", "大小", "成员"] },
  hole: { en: (what: string) => `hole of ${what}`, zh: (what: string) => `空洞 ${what}` },
  padding: { en: (what: string) => `padding of ${what}`, zh: (what: string) => `填充 ${what}` },
  bytes: {
    en: (count: number) => (count === 1 ? "1 byte" : `${count} bytes`),
    zh: (count: number) => `${count} 字节`,
  },
  bits: {
    en: (count: number) => (count === 1 ? "1 bit" : `${count} bits`),
    zh: (count: number) => `${count} 位`,
  },
  cacheLine: {
    en: (line: number) => `cache line ${line}`,
    zh: (line: number) => `缓存行 ${line}`,
  },
} as const;

/** A struct's members with offset and size in bytes, holes, and where cache lines begin. */
export function layoutText(
  kernel: string,
  layout: Layout,
  language: Language,
  terminal: Pick<Terminal, "width" | "colour">,
): string {
  const out = page(terminal);
  const lines = Math.ceil(layout.size / CACHE_LINE);
  const what = `${layout.kind} ${layout.name}`;
  out.paragraph(words.heading[language](what, kernel, withHex(layout.size), lines), { colour: "bold" });
  out.gap();
  const [offset, size, member] = words.columns[language];
  addRow(out, offset, size, 0, member);
  let line = 0;
  for (const row of layout.rows) {
    if (row.hole !== undefined) gapRow(out, row.depth, words.hole[language](amount(row.hole, language)));
    line = cacheLineRow(out, row.bitOffset, line, language);
    addRow(out, offsetText(row), sizeText(row), row.depth, row.declaration);
    if (row.tail !== undefined) gapRow(out, row.depth, words.padding[language](amount(row.tail, language)));
  }
  if (layout.padding > 0) gapRow(out, 0, words.padding[language](amount(layout.padding, language)));
  return out.print();
}

const amount = (bits: number, language: Language): string =>
  bits % 8 === 0 ? words.bytes[language](bits / 8) : words.bits[language](bits);

const COLUMN = 8;

function addRow(out: Page, offset: string, size: string, depth: number, text: string): void {
  const label = `${right(offset, COLUMN)}${right(size, COLUMN)}  ${"  ".repeat(depth)}`;
  out.paragraph(text, { label, labelWidth: 2 * COLUMN + 2 + 2 * depth });
}

function gapRow(out: Page, depth: number, text: string): void {
  out.paragraph(text, { indent: 2 * COLUMN + 2 + 2 * depth, colour: "yellow" });
}

/** Says which cache line a member begins in, where it is another than that of the member before. */
function cacheLineRow(out: Page, bitOffset: number, before: number, language: Language): number {
  const line = Math.floor(bitOffset / 8 / CACHE_LINE);
  if (line > before) out.paragraph(`── ${words.cacheLine[language](line)} ──`, { indent: 2, colour: "dim" });
  return Math.max(line, before);
}
