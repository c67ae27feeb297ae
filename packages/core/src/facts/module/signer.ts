import type { ByteSource } from "../../io/byte-source.ts";
import { FormatError } from "../../io/format-error.ts";
import { type Pkcs7Signer, readPkcs7Signers } from "../../formats/pkcs7/pkcs7.ts";
import type { Fact } from "../../model/fact.ts";
import type { SignatureTrailer } from "../../model/module.ts";
import { readableLater } from "./damage.ts";

/** Larger than any signature: RSA with 8,192 bits and its certificates stay below 16 KiB. */
const MAX_SIGNATURE = 1 << 20;

/**
 * Who signed the module; asked for apart from the other facts, because a verdict seldom needs it.
 *
 * @param source the module from which the trailer was read
 */
export function readSigners(
  source: ByteSource,
  { signatureOffset, signatureLength }: SignatureTrailer,
): Promise<Fact<readonly Pkcs7Signer[]>> {
  return readableLater({ input: source.name, part: "signature" }, async () => {
    if (signatureOffset <= 0 || signatureLength > MAX_SIGNATURE) {
      const what = `a signature of ${signatureLength} bytes is said to stand here; the file has ${source.size}`;
      throw new FormatError(source.name, Math.max(0, signatureOffset), what);
    }
    const bytes = await source.read(signatureOffset, signatureLength);
    return readPkcs7Signers(bytes, source.name, signatureOffset);
  });
}
