import type { TrustedCertificate } from "../../model/kernel.ts";
import { readCertificate } from "./certificate.ts";

/** Where a certificate stands. */
export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** Tag of a SEQUENCE, and a length of two bytes: a certificate is longer than 255 bytes and shorter than 64 KiB. */
const SEQUENCE = 0x30;
const TWO_BYTES = 0x82;

/**
 * The certificates that follow each other from `start` on, as load_certificate_list() in certs/common.c walks them; it
 * passes over all that is behind something else.
 */
export function certificatesFrom(bytes: Uint8Array, start: number, limit: number): Extent[] {
  const found: Extent[] = [];
  for (let at = start; at + 4 <= limit && bytes[at] === SEQUENCE && bytes[at + 1] === TWO_BYTES;) {
    const end = at + 4 + (bytes[at + 2] ?? 0) * 0x100 + (bytes[at + 3] ?? 0);
    if (end > limit) break;
    found.push({ start: at, end });
    at = end;
  }
  return found;
}

/** @throws {FormatError} if one of them is no certificate. */
export async function readCertificates(
  bytes: Uint8Array,
  extents: readonly Extent[],
  source: string,
): Promise<TrustedCertificate[]> {
  return Promise.all(
    // A copy: the facts outlive the kernel's bytes.
    extents.map(({ start, end }) => readCertificate(bytes.slice(start, end), source, start)),
  );
}
