import { Cursor } from "../../io/cursor.ts";
import { blob, struct, u32, u8 } from "../../io/struct.ts";

/** `struct module_signature` of include/linux/module_signature.h, and where the signature it speaks of lies. */
export interface ModuleSignature {
  readonly algo: number;
  readonly hash: number;
  readonly idType: number;
  readonly signerLength: number;
  readonly keyIdLength: number;
  /** In bytes. */
  readonly signatureLength: number;
  /** Where the signature starts and the signed bytes end; 0 or less when the trailer lies about its length. */
  readonly signatureOffset: number;
  /** Whether the three bytes of padding are not the zeros that the kernel wants; absent when they are. */
  readonly nonZeroPadding?: true;
}

/** MODULE_SIG_STRING of include/linux/module_signature.h. */
const MARKER = "~Module signature appended~\n";

/** Whatever the host's byte order, `sig_len` is big-endian. */
const module_signature = struct({
  algo: u8,
  hash: u8,
  id_type: u8,
  signer_len: u8,
  key_id_len: u8,
  __pad: blob(3),
  sig_len: u32,
});
const STRUCT_SIZE = 12;

/** Bytes at the end of a signed module that tell of its signature. */
export const TRAILER_SIZE = STRUCT_SIZE + MARKER.length;

/** What the kernel takes off a module that ends in the marker before it looks at the rest. */
export const MARKER_SIZE = MARKER.length;

/**
 * The trailer that scripts/sign-file appends; `undefined` when the module does not end in its marker.
 *
 * @param tail the last {@link TRAILER_SIZE} bytes of the file, or all of a shorter one
 * @param fileSize in bytes
 */
export function parseModuleSignature(
  tail: Uint8Array,
  source: string,
  fileSize: number,
): ModuleSignature | undefined {
  // module_sig_check() in kernel/module/signing.c wants more than the marker.
  if (fileSize <= MARKER_SIZE || !endsInMarker(tail)) return undefined;
  const offset = fileSize - TRAILER_SIZE;
  const bytes = new Uint8Array(TRAILER_SIZE);
  bytes.set(tail, TRAILER_SIZE - tail.length);
  const cursor = new Cursor(bytes, source, { littleEndian: false, wordSize: 8 }, offset);
  const { algo, hash, id_type, signer_len, key_id_len, __pad, sig_len } = module_signature.read(cursor);
  return {
    algo,
    hash,
    idType: id_type,
    signerLength: signer_len,
    keyIdLength: key_id_len,
    signatureLength: sig_len,
    signatureOffset: offset - sig_len,
    ...(__pad.some((byte) => byte !== 0) && { nonZeroPadding: true }),
  };
}

function endsInMarker(tail: Uint8Array): boolean {
  const start = tail.length - MARKER.length;
  for (let i = MARKER.length - 1; i >= 0; i -= 1) if (tail[start + i] !== MARKER.charCodeAt(i)) return false;
  return true;
}
