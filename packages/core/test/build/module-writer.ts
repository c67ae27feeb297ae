import type { Encoding } from "../../src/io/cursor.ts";
import { ByteWriter, text } from "./byte-writer.ts";
import { elf, type ElfSpec, type RelocationSpec, type SectionSpec, type SymbolSpec } from "./elf-writer.ts";

/** A module, as far as the loader looks at it. */
export interface ModuleSpec extends ElfSpec {
  /** Entries of `.modinfo`: `["name=t", "license=GPL"]`. */
  readonly modinfo?: readonly string[];
  /** `SHF_*` of `.text`; SHF_ALLOC. */
  readonly text?: number;
  /** Imported symbols. */
  readonly imports?: readonly string[];
  /** `.gnu.linkonce.this_module`; offsets in bytes. */
  readonly thisModule?: {
    readonly size: number;
    readonly init?: number;
    readonly exit?: number;
    readonly name?: string;
  };
  /** `__versions`. */
  readonly versions?: Readonly<Record<string, number>>;
  /** `__version_ext_crcs` and `__version_ext_names`. */
  readonly extendedVersions?: Readonly<Record<string, number>>;
}

/** Writes a module. */
export function moduleFile(spec: ModuleSpec): Uint8Array {
  const encoding: Encoding = { littleEndian: spec.littleEndian ?? true, wordSize: spec.bits === 32 ? 4 : 8 };
  const code: SectionSpec = {
    name: ".text",
    bytes: new Uint8Array(16),
    ...(spec.text !== undefined && { flags: spec.text }),
  };
  const sections: SectionSpec[] = [code, ...(spec.sections ?? [])];
  const symbols: SymbolSpec[] = [...(spec.symbols ?? []), ...(spec.imports ?? []).map((name) => ({ name }))];
  const relocations: RelocationSpec[] = [...(spec.relocations ?? [])];
  if (spec.modinfo)
    sections.push({ name: ".modinfo", bytes: spec.modinfo.map((entry) => `${entry}\0`).join("") });
  if (spec.versions) sections.push({ name: "__versions", bytes: versionBytes(spec.versions, encoding) });
  if (spec.extendedVersions) {
    const out = new ByteWriter(encoding);
    for (const crc of Object.values(spec.extendedVersions)) out.u32(crc);
    sections.push({ name: "__version_ext_crcs", bytes: out.done() });
    const names = Object.keys(spec.extendedVersions).map((name) => `${name}\0`);
    sections.push({ name: "__version_ext_names", bytes: names.join("") });
  }
  if (spec.thisModule) addThisModule(spec.thisModule, encoding, sections, symbols, relocations);
  return elf({ ...spec, sections, symbols, relocations });
}

function addThisModule(
  { size, init, exit, name = "" }: NonNullable<ModuleSpec["thisModule"]>,
  { wordSize }: Encoding,
  sections: SectionSpec[],
  symbols: SymbolSpec[],
  relocations: RelocationSpec[],
): void {
  const section = ".gnu.linkonce.this_module";
  const bytes = new Uint8Array(size);
  bytes.set(text(name).subarray(0, Math.max(0, size - 3 * wordSize)), 3 * wordSize);
  sections.push({ name: section, bytes, flags: 3 });
  for (const [symbol, offset] of Object.entries({ init_module: init, cleanup_module: exit })) {
    if (offset === undefined) continue;
    symbols.push({ name: symbol, section: ".text" });
    relocations.push({ in: section, offset, symbol });
  }
}

function versionBytes(versions: Readonly<Record<string, number>>, encoding: Encoding): Uint8Array {
  const out = new ByteWriter(encoding);
  for (const [name, crc] of Object.entries(versions)) out.word(crc).field(name, 64 - encoding.wordSize);
  return out.done();
}

const MARKER = "~Module signature appended~\n";

/** `module` with a signature trailer. `length` is what the trailer says of the signature, when it is to lie. */
export function signed(module: Uint8Array, signature: Uint8Array, length = signature.length): Uint8Array {
  return new ByteWriter({ littleEndian: false, wordSize: 8 })
    .bytes(module)
    .bytes(signature)
    .bytes(Uint8Array.of(0, 0, 2, 0, 0, 0, 0, 0))
    .u32(length)
    .bytes(text(MARKER))
    .done();
}
