import { RELEASE } from "./kernel-writer.ts";
import type { KernelBytes } from "../../src/formats/kallsyms/kernel-bytes.ts";
import { ByteWriter, text } from "./byte-writer.ts";
import { type KallsymsShape, writeKallsyms } from "./kallsyms-writer.ts";
import { type RawParams, type Relocations, writeParams, writeRelocations } from "./param-writer.ts";

/** An export as tests write it. */
export interface RawExport {
  readonly symbol: string;
  readonly gplOnly?: boolean;
  readonly namespace?: string;
  readonly crc?: number;
}

export interface RawKernelSpec {
  readonly wordSize?: 4 | 8;
  readonly littleEndian?: boolean;
  /** Where its first byte is linked. */
  readonly base?: bigint;
  readonly entries?: "distances" | "addresses";
  readonly exports?: readonly RawExport[];
  readonly crcs?: boolean;
  /** One table with flags, as since v7.1. */
  readonly flags?: boolean;
  readonly kallsyms?: KallsymsShape;
  /** Content of `system_certificate_list`. */
  readonly certificates?: Uint8Array;
  /** `__param` and `__modver`. */
  readonly params?: RawParams;
  /** Functions that it has beside others, each at {@link functionAt}. */
  readonly functions?: readonly string[];
  /** Functions that are linked behind it, by offset: in other sections. */
  readonly behind?: readonly (readonly [name: string, offset: number])[];
}

/** A raw kernel, and what is where in it. */
export interface RawKernel extends KernelBytes {
  /** Symbols of its kallsyms, type first, by address. */
  readonly symbols: readonly (readonly [name: string, address: bigint])[];
}

export const FUNCTIONS = 300;
const PAGE = 0x1000;
/** Where the function of this index stands, in its 32 bytes. */
export const functionAt = (index: number): number => 64 + 8 * FUNCTIONS + 32 * (index + 1);

/** A raw binary with a banner, tables of exports, certificates, parameters and kallsyms, in this order. */
export function rawKernel(spec: RawKernelSpec = {}): RawKernel {
  const { wordSize = 8, littleEndian = true, base = 0xffff_8000_8000_0000n } = spec;
  const w = new ByteWriter({ littleEndian, wordSize });
  const labels: [name: string, offset: number][] = [["T_text", 0]];
  for (let i = 0; i < FUNCTIONS; i += 1) labels.push([`tfunction_${i}`, 64 + 8 * i + (i % 2)]);
  // A symbol whose compressed name is longer than 127 bytes.
  labels.push([`T${"Q~".repeat(80)}`, 64 + 8 * FUNCTIONS]);
  for (const [i, name] of (spec.functions ?? []).entries()) labels.push([`t${name}`, functionAt(i)]);
  w.bytes(new Uint8Array(PAGE));
  labels.push(["Dlinux_banner", w.length]);
  w.bytes(text(`Linux version ${RELEASE} (builder@host)\n\0`)).align(8);
  writeExports(w, spec, base, labels);
  if (spec.certificates) writeCertificates(w, spec.certificates, labels);
  const relocations: Relocations = [];
  if (spec.params) writeParams(w, spec.params, base, relocations);
  w.bytes(new Uint8Array(PAGE)).align(8);
  const shape = spec.kallsyms;
  for (const [name, offset] of spec.behind ?? []) labels.push([`t${name}`, offset]);
  const isKept = ([name]: readonly [string, number]): boolean =>
    (shape?.all !== false || /^[tT]/.test(name)) && !(shape?.emptyBase && name === "T_text");
  const kept = labels.filter(isKept);
  const symbols = kept.map(([name, offset]) => [name, base + BigInt(offset)] as const);
  if (shape) writeKallsyms(w, shape, symbols, base, relocations);
  if (relocations.length > 0) writeRelocations(w, relocations, base);
  w.bytes(new Uint8Array(PAGE));
  return { kernel: w.done(), name: "vmlinuz!kernel", littleEndian, wordSize, symbols };
}

/** {@link rawKernel} as an arm64 `Image`. */
export function rawKernelImage(spec: RawKernelSpec): Uint8Array {
  const { kernel } = rawKernel(spec);
  kernel.set(text("ARM\x64"), 0x38);
  // The kernel's size in memory.
  new DataView(kernel.buffer).setBigUint64(0x10, BigInt(kernel.length), true);
  return kernel;
}

interface ExportTable {
  /** `""` or `"_gpl"`. */
  readonly suffix: string;
  readonly rows: readonly RawExport[];
}

function tablesOf({ exports = [], flags = false }: RawKernelSpec): ExportTable[] {
  if (flags) return [{ suffix: "", rows: sorted(exports) }];
  return [
    { suffix: "", rows: sorted(exports.filter(({ gplOnly }) => gplOnly !== true)) },
    { suffix: "_gpl", rows: sorted(exports.filter(({ gplOnly }) => gplOnly === true)) },
  ];
}

/** Calls `write` between the labels of a section. */
function section(w: ByteWriter, labels: [string, number][], name: string, write: () => void): void {
  labels.push([`R__start_${name}`, w.length]);
  write();
  labels.push([`R__stop_${name}`, w.length]);
}

function writeExports(w: ByteWriter, spec: RawKernelSpec, base: bigint, labels: [string, number][]): void {
  const { entries = "distances", crcs = true, flags = false } = spec;
  const tables = tablesOf(spec);
  const rows = tables.flatMap((table) => table.rows);
  const entrySize = entries === "distances" ? 12 : 3 * w.encoding.wordSize;
  const beside = (crcs ? 4 : 0) + (flags ? 1 : 0);
  const strings = stringTable(rows, w.length + rows.length * (entrySize + beside), w.encoding);
  const pointer = (target = 0): void => {
    if (entries === "distances") w.u32((target - w.length) >>> 0);
    else w.word(base + BigInt(target));
  };
  for (const { suffix, rows } of tables) {
    section(w, labels, `__ksymtab${suffix}`, () => {
      for (const { symbol, namespace = "" } of rows) {
        pointer(64);
        pointer(strings.offsets.get(symbol));
        // Assembler code has no namespace: the distance is 0.
        if (namespace === "" && entries === "distances" && symbol.length % 2 === 0) w.u32(0);
        else pointer(strings.offsets.get(namespace));
      }
    });
  }
  for (const { suffix, rows } of tables) {
    section(w, labels, `__kcrctab${suffix}`, () => {
      if (crcs) for (const { crc = 0 } of rows) w.u32(crc);
    });
  }
  if (flags) {
    section(w, labels, "__kflagstab", () => {
      for (const { gplOnly = false } of rows) w.u8(gplOnly ? 1 : 0);
    });
  }
  w.bytes(strings.bytes);
}

/** `__ksymtab_strings` at `start`: the bytes, and where each string is. */
function stringTable(
  rows: readonly RawExport[],
  start: number,
  encoding: ByteWriter["encoding"],
): { bytes: Uint8Array; offsets: ReadonlyMap<string, number> } {
  const w = new ByteWriter(encoding);
  const offsets = new Map<string, number>();
  for (const name of ["", ...rows.flatMap(({ symbol, namespace = "" }) => [symbol, namespace])]) {
    if (offsets.has(name)) continue;
    offsets.set(name, start + w.length);
    w.bytes(text(`${name}\0`));
  }
  return { bytes: w.done(), offsets };
}

const sorted = (rows: readonly RawExport[]): RawExport[] =>
  rows.toSorted((a, b) => (a.symbol < b.symbol ? -1 : 1));

function writeCertificates(w: ByteWriter, list: Uint8Array, labels: [string, number][]): void {
  w.align(256);
  labels.push(["Dsystem_certificate_list", w.length]);
  w.bytes(list).align(256);
  labels.push(["Dsystem_certificate_list_size", w.length]);
  w.word(list.length).align(256).word(0);
}
