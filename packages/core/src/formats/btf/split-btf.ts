import { BTF_MAGIC, BTF_TYPE_SIZE, BTF_VERSION, trailing } from "./structs.ts";

/** Why a kernel does not take the types of a module, whatever its own types are. */
export interface BtfFault {
  /** btf_verifier_log() in kernel/bpf/btf.c, without its prefix `BPF: `. A `…` stands for the number of a type. */
  readonly says: readonly string[];
  /** Whether btf_verifier_log_type() says it, which is silent where the kernel allows mismatches; absent when not. */
  readonly ofType?: true;
  readonly errno: "EINVAL" | "ENOTSUPP" | "E2BIG";
}

/** `sizeof(struct btf_header)`. Since some 7.x there are two fields more, which older kernels want to be zero. */
const HEADER = 24;
const LATER_HEADER = 32;
/** The start of `.BTF` that {@link headerFault} looks at. */
export const BTF_START = 256;

/** BTF_MAX_NAME_OFFSET and BTF_MAX_TYPE of include/uapi/linux/btf.h: nothing in base and module together is above. */
const MAX_NAME_OFFSET = 0x00ff_ffff;
const MAX_TYPE = 0x000f_ffff;
/** BTF_INFO_MASK in kernel/bpf/btf.c */
const INFO_MASK = 0x9f00_ffff;
const PTR = 2;

const fault = (...says: string[]): BtfFault => ({ says, errno: "EINVAL" });
const notSupported = (says: string): BtfFault => ({ says: [says], errno: "ENOTSUPP" });

/**
 * btf_parse_hdr() and the first half of btf_parse_str_sec() in kernel/bpf/btf.c; `undefined` when they find nothing.
 *
 * @param start the first bytes of the section, at most {@link BTF_START}
 * @param size of the section
 */
export function headerFault(start: DataView, size: number, littleEndian: boolean): BtfFault | undefined {
  if (size < 8) return fault("hdr_len not found");
  const header = start.getUint32(4, littleEndian);
  if (size < header) return fault("btf_header not found");
  for (let at = LATER_HEADER; at < Math.min(header, start.byteLength); at += 1) {
    if (start.getUint8(at) !== 0) return { says: ["Unsupported btf_header"], errno: "E2BIG" };
  }
  if (start.getUint16(0, littleEndian) !== BTF_MAGIC) return fault("Invalid magic");
  if (start.getUint8(2) !== BTF_VERSION) return notSupported("Unsupported version");
  if (start.getUint8(3) !== 0) return notSupported("Unsupported flags");
  return header < HEADER ? undefined : sectionsFault(start, size - header, littleEndian);
}

/** btf_check_sec_info(), for the two sections that all kernels know. */
function sectionsFault(start: DataView, room: number, littleEndian: boolean): BtfFault | undefined {
  const word = (at: number): number => start.getUint32(at, littleEndian);
  const sections = [
    { at: word(8), length: word(12) },
    { at: word(16), length: word(20) },
  ].toSorted((a, b) => a.at - b.at);
  let total = 0;
  for (const { at, length } of sections) {
    if (room < at) return fault("Invalid section offset");
    if (total < at) return fault("Unsupported section found");
    if (total > at) return fault("Section overlap found");
    if (room - total < length) return fault("Total section length too long");
    total += length;
  }
  return total === room ? undefined : fault("Unsupported section found");
}

/**
 * btf_parse_str_sec() and btf_check_all_metas(), as far as no other types are needed for them; `undefined` when they
 * find nothing. `bytes` are the whole section, in whose header {@link headerFault} found nothing.
 */
export function contentFault(bytes: DataView, littleEndian: boolean): BtfFault | undefined {
  const header = bytes.getUint32(4, littleEndian);
  if (header < HEADER) return undefined;
  const strings = bytes.getUint32(20, littleEndian);
  const stringsEnd = header + bytes.getUint32(16, littleEndian) + strings;
  if (stringsEnd !== bytes.byteLength) return fault("String section is not at the end");
  if (strings > 0 && bytes.getUint8(stringsEnd - 1) !== 0) return fault("Invalid string section");
  return typesFault(bytes, header, littleEndian);
}

function typesFault(bytes: DataView, header: number, littleEndian: boolean): BtfFault | undefined {
  const from = header + bytes.getUint32(8, littleEndian);
  const end = from + bytes.getUint32(12, littleEndian);
  let at = from;
  while (at < end) {
    if (end - at < BTF_TYPE_SIZE) return fault(`[…] meta_left:${end - at} meta_needed:${BTF_TYPE_SIZE}`);
    const info = bytes.getUint32(at + 4, littleEndian);
    const found = typeFault(bytes.getUint32(at, littleEndian), info, bytes.getUint32(at + 8, littleEndian));
    if (found) return found;
    const { fixed, each } = trailing[(info >>> 24) & 0x1f] ?? { fixed: 0, each: 0 };
    at += BTF_TYPE_SIZE + fixed + each * (info & 0xffff);
  }
  return undefined;
}

function typeFault(nameOffset: number, info: number, sizeOrType: number): BtfFault | undefined {
  const kind = (info >>> 24) & 0x1f;
  if ((info & ~INFO_MASK) !== 0) return fault(`[…] Invalid btf_info:${info.toString(16)}`);
  if (kind === 0 || trailing[kind] === undefined) return fault(`[…] Invalid kind:${kind}`);
  if (nameOffset > MAX_NAME_OFFSET) return fault(`[…] Invalid name_offset:${nameOffset}`);
  if (kind === PTR && nameOffset === 0 && sizeOrType > MAX_TYPE) {
    const says = ["[…] PTR (anon) ", `type_id=${sizeOrType}`, " ", "Invalid type_id", ""];
    return { ...fault(...says), ofType: true };
  }
  return undefined;
}
