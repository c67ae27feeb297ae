import type { SignatureTrailer } from "../../src/model/module.ts";
import type { SignatureMessage } from "../../src/model/signature.ts";

/** A sound trailer, 400 bytes of signature behind 8 KiB of module. */
export const trailer: SignatureTrailer = {
  algo: 0,
  hash: 0,
  idType: 2,
  signerLength: 0,
  keyIdLength: 0,
  signatureLength: 400,
  signatureOffset: 8192,
};

/** A message by one signer, as sign-file writes it, with changes. */
export const messageBy = (issuer: string, changes: Partial<SignatureMessage> = {}): SignatureMessage => ({
  signers: [
    {
      issuer,
      serial: "01",
      id: "01ab",
      digest: "sha256",
      algorithm: "rsa",
      signature: new Uint8Array(256),
    },
  ],
  certificates: [],
  contentType: "data",
  hasContent: false,
  hasSignedAttributes: false,
  log: [],
  ...changes,
});
