import type { ByteSource } from "../../io/byte-source.ts";
import { FormatError } from "../../io/format-error.ts";
import type { ModuleSignature } from "../../formats/module-signature/module-signature.ts";
import { MAX_MESSAGE, readPkcs7 } from "../../formats/pkcs7/pkcs7.ts";
import type { Fact } from "../../model/fact.ts";
import type { SignatureTrailer } from "../../model/module.ts";
import type { MessageSigner, SignatureMessage } from "../../model/signature.ts";
import { readableLater } from "./damage.ts";

/** `PKEY_ID_PKCS7` of include/linux/module_signature.h. */
export const PKEY_ID_PKCS7 = 2;

/**
 * The message that a trailer speaks of; `undefined` where the kernel does not look for one: a trailer of another type,
 * or one that lies about the length.
 */
export async function readMessage(
  source: ByteSource,
  { signatureOffset, signatureLength, idType }: ModuleSignature,
): Promise<SignatureMessage | undefined> {
  if (signatureOffset <= 0 || idType !== PKEY_ID_PKCS7) return undefined;
  // Of a longer one it is enough to know that it is longer.
  return readPkcs7(await source.read(signatureOffset, Math.min(signatureLength, MAX_MESSAGE + 1)));
}

/**
 * Who signed the module.
 *
 * @param source the module from which the trailer was read
 */
export function readSigners(
  source: ByteSource,
  trailer: SignatureTrailer,
): Promise<Fact<readonly MessageSigner[]>> {
  return readableLater({ input: source.name, part: "signature" }, async () => {
    const { signatureOffset, signatureLength } = trailer;
    const message = await readMessage(source, trailer);
    if (!message) {
      const what = `a signature of ${signatureLength} bytes is said to stand here; the file has ${source.size}`;
      throw new FormatError(source.name, Math.max(0, signatureOffset), what);
    }
    const { fault } = message;
    if (fault) throw new FormatError(source.name, signatureOffset + fault.offset, `PKCS#7: ${fault.what}`);
    return message.signers;
  });
}
