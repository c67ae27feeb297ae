import { BerError, BerReader, contextOf, type Span, tag } from "./ber.ts";

/**
 * Whether a certificate in DER has its own subject for its issuer: x509_check_for_self_signed() in
 * crypto/asymmetric_keys/x509_public_key.c compares no more, where no authority's key is named. `false` for other bytes.
 */
export function isSelfIssued(der: Uint8Array): boolean {
  const ber = new BerReader(der);
  let [issuer, subject]: Span[] = [];
  try {
    ber.constructed(tag.sequence, () => {
      ber.constructed(tag.sequence, () => {
        ber.optional(contextOf(0), () => void ber.any());
        ber.primitive(tag.integer);
        ber.any();
        issuer = ber.any().whole;
        ber.any();
        subject = ber.any().whole;
        while (!ber.done) ber.any();
      });
      while (!ber.done) ber.any();
    });
  } catch (error) {
    if (!(error instanceof BerError)) throw error;
    return false;
  }
  return issuer !== undefined && subject !== undefined && ber.hexOf(issuer) === ber.hexOf(subject);
}
