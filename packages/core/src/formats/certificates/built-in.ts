import { FormatError } from "../../io/format-error.ts";
import { findBytes } from "../../io/find-bytes.ts";
import type { TrustedCertificate } from "../../model/kernel.ts";
import { addressesOf } from "../kallsyms/kallsyms.ts";
import type { KernelBytes } from "../kallsyms/kernel-bytes.ts";
import type { KernelSymbols } from "../kallsyms/kernel-symbols.ts";
import { certificatesFrom, type Extent, readCertificates } from "./certificate-list.ts";

/** The certificates that are built into a kernel. */
export interface BuiltInCertificates {
  readonly certificates: readonly TrustedCertificate[];
  /** How they were found, for the origin of the fact. */
  readonly part: string;
}

const LIST = "system_certificate_list";
const SIZE = "system_certificate_list_size";
/** A symbol of data that every kernel with symbols of data has. */
const DATA = "linux_banner";

/**
 * The certificates that a kernel trusts from its start, `certs/system_certificates.S`: through kallsyms, else as what looks
 * like such a list. `undefined` when there are certificates, and what they are for cannot be told.
 *
 * @throws {FormatError} if the list is not inside the kernel, or holds something else.
 */
export async function readBuiltInCertificates(
  symbols: KernelSymbols,
): Promise<BuiltInCertificates | undefined> {
  const { kernel, kallsyms } = symbols;
  const addresses = kallsyms && addressesOf(kallsyms, [LIST, SIZE, DATA]);
  const list = addresses?.get(LIST);
  const sizeSymbol = addresses?.get(SIZE);
  if (list !== undefined && sizeSymbol !== undefined) {
    const extents = listAt(kernel, symbols.offsetOf(list), symbols.offsetOf(sizeSymbol));
    return { certificates: await readCertificates(kernel.kernel, extents, kernel.name), part: LIST };
  }
  // Without CONFIG_SYSTEM_TRUSTED_KEYRING.
  if (addresses?.has(DATA)) return { certificates: [], part: `no ${LIST} in kallsyms` };
  const lists = listsIn(kernel);
  if (lists.length === 0) return { certificates: [], part: "no X.509 certificates in it" };
  const hasRevoked = findBytes(kernel.kernel, REVOKED) >= 0;
  const [only, ...others] = lists.filter((list) => isFollowedBySizes(kernel, list, hasRevoked));
  if (!only || others.length > 0) return undefined;
  return {
    certificates: await readCertificates(kernel.kernel, only, kernel.name),
    part: "X.509 certificates in it",
  };
}

function listAt(kernel: KernelBytes, list: number | undefined, sizeAt: number | undefined): Extent[] {
  if (list === undefined || sizeAt === undefined || sizeAt + kernel.wordSize > kernel.kernel.length) {
    throw new FormatError(kernel.name, 0, `${LIST} expected inside the kernel`);
  }
  const size = wordAt(kernel, sizeAt);
  if (list + size > kernel.kernel.length) {
    throw new FormatError(
      kernel.name,
      sizeAt,
      `${size} bytes of certificates at 0x${list.toString(16)} expected`,
    );
  }
  return certificatesFrom(kernel.kernel, list, list + size);
}

/** `unsigned long`; a size beyond 2^53 is no size. */
function wordAt({ kernel, littleEndian, wordSize }: KernelBytes, at: number): number {
  const view = new DataView(kernel.buffer, kernel.byteOffset, kernel.byteLength);
  return wordSize === 4 ? view.getUint32(at, littleEndian) : Number(view.getBigUint64(at, littleEndian));
}

/** `[0] { INTEGER 2 }`, the version of an X.509v3 certificate, and the tag of the serial number. */
const VERSION_3 = Uint8Array.of(0xa0, 0x03, 0x02, 0x01, 0x02, 0x02);
/** Tag and length of the certificate and of what is signed of it. */
const BEFORE_VERSION = 8;
/** Places that are looked at: a kernel has some ten certificates at most. */
const MAX_PLACES = 4096;

/** Runs of certificates, each behind the other. */
function listsIn({ kernel }: KernelBytes): Extent[][] {
  const lists: Extent[][] = [];
  let at = findBytes(kernel, VERSION_3);
  for (let places = 0; at >= 0 && places < MAX_PLACES; places += 1) {
    const extents = at < BEFORE_VERSION ? [] : certificatesFrom(kernel, at - BEFORE_VERSION, kernel.length);
    if (extents.length > 0) lists.push(extents);
    at = findBytes(kernel, VERSION_3, Math.max(at + 1, extents.at(-1)?.end ?? 0));
  }
  return lists;
}

/** `.align 8` of the assembler: eight bytes on some architectures (x86, s390), two to the power of eight on others. */
const ALIGNMENTS = [8, 256];

/** What a kernel prints that has revoked certificates, too: load_revocation_certificate_list() in certs/blacklist.c, since v5.13. */
const REVOKED = new TextEncoder().encode("compiled-in revocation X.509");

/**
 * Whether the size of the list stands behind it, and behind that, where there may be a list of revoked certificates, the
 * size of its first certificate, which that one has not. The image's own signature, for Secure Boot, has neither.
 */
function isFollowedBySizes(kernel: KernelBytes, list: readonly Extent[], withModuleSize: boolean): boolean {
  const [start = 0, end = 0] = [list[0]?.start, list.at(-1)?.end];
  return ALIGNMENTS.some((alignment) => {
    const sizeAt = Math.ceil(end / alignment) * alignment;
    const moduleSizeAt = sizeAt + alignment;
    if (start % alignment !== 0 || moduleSizeAt + kernel.wordSize > kernel.kernel.length) return false;
    if (wordAt(kernel, sizeAt) !== end - start) return false;
    return !withModuleSize || wordAt(kernel, moduleSizeAt) <= end - start;
  });
}
