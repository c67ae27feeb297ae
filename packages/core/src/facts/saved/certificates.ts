import { bytesOf, hexOf } from "../../model/bytes.ts";
import type { TrustedCertificate } from "../../model/kernel.ts";
import { mismatch, object, type Shape, string } from "./shape.ts";

const hexString: Shape<string> = (value, place) => {
  const text = string(value, place);
  return bytesOf(text) ? text : mismatch(place, "hex digits, two for each byte,", value);
};

const bytes: Shape<Uint8Array> = (value, place) =>
  bytesOf(string(value, place)) ?? mismatch(place, "hex digits, two for each byte,", value);

/** The JSON of a certificate: bytes as hex. */
export const certificateMembers = (certificate: TrustedCertificate): object => ({
  ...certificate,
  der: hexOf(certificate.der),
  publicKey: hexOf(certificate.publicKey),
});

export const certificate: Shape<TrustedCertificate> = (value, place) => {
  const members = object(value, place);
  return {
    der: members.required("der", bytes),
    serial: members.required("serial", hexString),
    issuer: members.required("issuer", hexString),
    ...members.optional("subject", string),
    ...members.optional("subjectKeyId", hexString),
    publicKey: members.required("publicKey", bytes),
  };
};
