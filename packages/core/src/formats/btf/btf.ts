import { Cursor } from "../../io/cursor.ts";
import { FormatError } from "../../io/format-error.ts";
import { BTF_MAGIC, BTF_TYPE_SIZE, BTF_VERSION, btf_header, trailing } from "./structs.ts";

/**
 * The types of a kernel, as `/sys/kernel/btf/vmlinux` and the section `.BTF` hold them. Nothing but the place of each
 * type is read on opening. https://docs.kernel.org/bpf/btf.html
 */
export interface Btf {
  /** For messages. */
  readonly source: string;
  readonly littleEndian: boolean;
  /** The type section. */
  readonly types: DataView;
  /** Where the type section starts in the input, for messages. */
  readonly typesAt: number;
  /** Where type `id` starts in `types`; entry 0 is `void`, which is nowhere. */
  readonly offsets: Uint32Array;
  /** The string section; starts and ends with a NUL. */
  readonly strings: Uint8Array;
}

/** One `struct btf_type`, its `info` taken apart. */
export interface BtfType {
  /** 0 is `void`. */
  readonly id: number;
  /** `BTF_KIND_*`; 0 for `void`. */
  readonly kind: number;
  /** Offset in `strings`; 0 for an anonymous type. */
  readonly nameOffset: number;
  /** Number of members, parameters, values. */
  readonly vlen: number;
  readonly kindFlag: boolean;
  /** `size` in bytes or `type`, by kind. */
  readonly sizeOrType: number;
  /** Where in `types` that begins which follows the `struct btf_type`. */
  readonly restAt: number;
}

/** The bits of `info` that mean something. BTF_INFO_MASK in kernel/bpf/btf.c */
const INFO_MASK = 0x9f00ffff;
const NUL = 0;

/** Whether `bytes` begin as BTF does, in either byte order. */
export function looksLikeBtf(bytes: Uint8Array): boolean {
  const magic = ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);
  return bytes[2] === BTF_VERSION && (magic === BTF_MAGIC || magic === 0x9feb);
}

/**
 * Opens BTF: that of a vmlinux, or the part of its own that a module has (`split`), which counts its types from the end of
 * its base and means something only together with it.
 *
 * @throws {FormatError} if the header, the sections or the chain of types is damaged, or a kind is unknown: what
 * follows such a type cannot be found.
 */
export function openBtf(bytes: Uint8Array, source: string, split = false): Btf {
  if (!looksLikeBtf(bytes)) throw new FormatError(source, 0, "no BTF: it starts with 0xeb9f and version 1");
  const littleEndian = bytes[0] === 0x9f;
  const cursor = new Cursor(bytes, source, { littleEndian, wordSize: 4 });
  const header = btf_header.read(cursor);
  if (header.hdr_len < cursor.offset) cursor.fail(`header of ${header.hdr_len} bytes`, 4);

  const section = (what: string, at: number, length: number): Uint8Array => {
    cursor.offset = Math.min(header.hdr_len + at, bytes.length);
    if (header.hdr_len + at > bytes.length || length > cursor.left) {
      cursor.fail(`${what}: ${length} bytes wanted, ${cursor.left} left`);
    }
    return cursor.take(length);
  };
  const types = section("types", header.type_off, header.type_len);
  const strings = section("strings", header.str_off, header.str_len);
  // Strings of split BTF go on from those of its base, which have the empty one. btf_parse_str_sec() in tools/lib/bpf/btf.c
  const isEmptySplit = split && strings.length === 0;
  if (!isEmptySplit && ((!split && strings[0] !== NUL) || strings.at(-1) !== NUL)) {
    throw new FormatError(source, header.hdr_len + header.str_off, "strings do not start and end with a NUL");
  }
  const view = new DataView(types.buffer, types.byteOffset, types.byteLength);
  const typesAt = header.hdr_len + header.type_off;
  return {
    source,
    littleEndian,
    types: view,
    typesAt,
    offsets: indexTypes(view, littleEndian, source, typesAt),
    strings,
  };
}

/** Walks from type to type. 100,000 of them: the numbers are read straight from the view. */
function indexTypes(types: DataView, littleEndian: boolean, source: string, typesAt: number): Uint32Array {
  const fail = (at: number, what: string): never => {
    throw new FormatError(source, typesAt + at, what);
  };
  const offsets = new Uint32Array(1 + Math.floor(types.byteLength / BTF_TYPE_SIZE));
  let count = 1;
  let at = 0;
  while (at < types.byteLength) {
    const left = types.byteLength - at;
    if (left < BTF_TYPE_SIZE) fail(at, `a type of ${BTF_TYPE_SIZE} bytes wanted, ${left} left`);
    const info = types.getUint32(at + 4, littleEndian);
    const kind = (info >>> 24) & 0x1f;
    const rest = trailing[kind];
    if (rest === undefined || (info & ~INFO_MASK) !== 0) {
      return fail(at + 4, `type ${count} is of a kind that kofit does not know: info 0x${info.toString(16)}`);
    }
    offsets[count] = at;
    count += 1;
    at += BTF_TYPE_SIZE + rest.fixed + rest.each * (info & 0xffff);
  }
  if (at > types.byteLength) {
    fail(
      offsets[count - 1] ?? 0,
      `type ${count - 1} is longer than the section by ${at - types.byteLength} bytes`,
    );
  }
  return offsets.slice(0, count);
}

/**
 * The type `id`; 0 is `void`.
 *
 * @throws {FormatError} if there is no such type.
 */
export function typeAt(btf: Btf, id: number): BtfType {
  if (id === 0) {
    return { id, kind: 0, nameOffset: 0, vlen: 0, kindFlag: false, sizeOrType: 0, restAt: 0 };
  }
  const at = btf.offsets[id];
  if (at === undefined) {
    throw new FormatError(btf.source, btf.typesAt, `type ${id} wanted, there are ${btf.offsets.length - 1}`);
  }
  const info = btf.types.getUint32(at + 4, btf.littleEndian);
  return {
    id,
    kind: (info >>> 24) & 0x1f,
    nameOffset: btf.types.getUint32(at, btf.littleEndian),
    vlen: info & 0xffff,
    kindFlag: info >>> 31 === 1,
    sizeOrType: btf.types.getUint32(at + 8, btf.littleEndian),
    restAt: at + BTF_TYPE_SIZE,
  };
}
