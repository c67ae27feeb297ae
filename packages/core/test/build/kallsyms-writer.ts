import { type ByteWriter, text } from "./byte-writer.ts";
import type { Relocations } from "./param-writer.ts";

/** How kallsyms is written; each kernel has one of each. */
export interface KallsymsShape {
  /** Where addresses stand: `"before"` up to v6.3. */
  readonly order: "before" | "after";
  readonly form: "offsets" | "percpu" | "addresses" | "distances";
  /** Whether three bytes for each symbol stand between markers and tokens. */
  readonly sequences?: boolean;
  /** Without: functions alone. */
  readonly all?: boolean;
  /** `kallsyms_relative_base`, here the first function, is filled in by a relocation. */
  readonly emptyBase?: boolean;
}

/** Letters stand for themselves, 0xff and 0xfe for something longer, the rest for nothing. */
const tokens = Array.from({ length: 256 }, (_, code) => {
  if (code === 0xff) return "function_";
  if (code === 0xfe) return "__start___k";
  return code > 0x20 && code < 0x7f ? String.fromCharCode(code) : "";
});

function compressed(name: string): number[] {
  return Array.from(name.replace("function_", "\u00ff").replace("__start___k", "\u00fe"), (c) =>
    c.charCodeAt(0),
  );
}

/** Symbols of a kernel, type first, by address. */
export type Symbols = readonly (readonly [name: string, address: bigint])[];

/** Writes the tables of `symbols`, of a kernel whose first byte is linked at `linked`. */
export function writeKallsyms(
  w: ByteWriter,
  shape: KallsymsShape,
  symbols: Symbols,
  linked: bigint,
  relocations: Relocations,
): void {
  const { order, sequences = false } = shape;
  const label = w.encoding.wordSize;
  const addresses = (): void => writeAddresses(w, shape, symbols, linked, relocations);
  if (order === "before") addresses();
  w.align(label).u32(symbols.length).align(label);
  const start = w.length;
  const markers: number[] = [];
  for (const [row, [name]] of symbols.entries()) {
    if (row % 256 === 0) markers.push(w.length - start);
    const letters = compressed(name);
    if (letters.length < 0x80) w.u8(letters.length);
    else w.u8((letters.length & 0x7f) | 0x80).u8(letters.length >> 7);
    w.bytes(Uint8Array.from(letters));
  }
  w.align(label);
  for (const marker of markers) w.u32(marker);
  w.align(label);
  if (sequences) {
    for (const row of symbols.keys())
      w.u8(0)
        .u8(row >> 8)
        .u8(row & 0xff);
    w.align(label);
  }
  const table = w.length;
  const index: number[] = [];
  for (const token of tokens) {
    index.push(w.length - table);
    w.bytes(text(`${token}\0`));
  }
  w.align(label);
  for (const at of index) w.u16(at);
  if (order === "after") addresses();
}

function writeAddresses(
  w: ByteWriter,
  { form, emptyBase = false }: KallsymsShape,
  symbols: Symbols,
  linked: bigint,
  relocations: Relocations,
): void {
  const base = emptyBase ? (symbols[0]?.[1] ?? linked) : linked;
  w.align(w.encoding.wordSize);
  const start = w.length;
  for (const [row, [, address]] of symbols.entries()) {
    if (form === "addresses") w.word(address);
    else if (form === "offsets") w.u32(Number(address - base));
    else if (form === "percpu") w.u32(Number(base - 1n - address) >>> 0);
    else w.u32((Number(address - base) - start - 4 * row) >>> 0);
  }
  if (form !== "offsets" && form !== "percpu") return;
  w.align(w.encoding.wordSize);
  if (emptyBase) relocations.push([linked + BigInt(w.length), base]);
  w.word(emptyBase ? 0n : base);
}
