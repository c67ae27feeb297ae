import { type ByteWriter, text } from "./byte-writer.ts";

/** A parameter of something that is built in, as tests write it. */
export interface RawParam {
  /** `"printk.time"`. */
  readonly name: string;
  /** 0o644 when absent. */
  readonly perm?: number;
  /** Offset in the kernel of what it sets; NULL when absent. */
  readonly arg?: number;
}

export interface RawParams {
  readonly params: readonly RawParam[];
  /** Modules with a version. */
  readonly versions?: readonly string[];
  /** `__modver` holds pointers, as before v5.11. */
  readonly versionPointers?: boolean;
  /** Words of `struct attribute` and functions, `module_version_attribute` without its last two; 7 when absent. */
  readonly versionWords?: number;
  /** Pointers are empty, and relocations tell where they lead, as on arm64. */
  readonly relocated?: boolean;
}

/** Pointers that relocations fill in: where they stand and where they lead, as linked. */
export type Relocations = [place: bigint, target: bigint][];

/** Enough to be told from other things that look alike. */
const OTHER_RELOCATIONS = 300;
const R_AARCH64_RELATIVE = 1027;

/** Writes the strings, `__param` and `__modver`. */
export function writeParams(w: ByteWriter, spec: RawParams, base: bigint, relocations: Relocations): void {
  const { params, versions = [], versionPointers = false, versionWords = 7, relocated = false } = spec;
  const { wordSize } = w.encoding;
  const pointer = (target: number | undefined): void => {
    const address = target === undefined ? 0n : base + BigInt(target);
    if (relocated && address !== 0n) relocations.push([base + BigInt(w.length), address]);
    w.word(relocated ? 0n : address);
  };
  const string = (value: string): number => {
    const at = w.length;
    w.bytes(text(`${value}\0`));
    return at;
  };
  const names = params.map(({ name }) => string(name));
  const attribute = string("version");
  const modules = versions.map(string);
  const number = string("1.0");
  w.align(wordSize);
  const ops = w.length;
  w.word(1).word(0x7ff).word(0x7ff);
  const versionEntry = (module: number | undefined): void => {
    pointer(attribute);
    w.u16(0o444).align(wordSize);
    for (let word = 2; word < versionWords; word += 1) w.word(0);
    pointer(module);
    pointer(number);
  };
  const pointed = modules.map((module) => {
    const at = w.length;
    if (versionPointers) versionEntry(module);
    return at;
  });
  for (const [row, { perm = 0o644, arg }] of params.entries()) {
    pointer(names[row]);
    w.word(0);
    pointer(ops);
    w.u16(perm).u8(0xff).u8(0).align(wordSize);
    pointer(arg);
  }
  for (const [row, module] of modules.entries()) {
    if (versionPointers) pointer(pointed[row]);
    else versionEntry(module);
  }
  w.word(0);
}

/** Writes them with others, so that they are told from other things. */
export function writeRelocations(w: ByteWriter, relocations: Relocations, base: bigint): void {
  const last = relocations.at(-1)?.[0] ?? base;
  const others = Array.from({ length: OTHER_RELOCATIONS }, (_, i): [bigint, bigint] => [
    last + 8n * BigInt(i + 1),
    base,
  ]);
  w.align(8);
  const rows = [...relocations, ...others].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [place, target] of rows) w.u64(place).u64(BigInt(R_AARCH64_RELATIVE)).u64(target);
}
