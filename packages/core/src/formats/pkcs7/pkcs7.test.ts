import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { damagedCopies } from "../../../test/build/damage.ts";
import {
  attributes,
  authenticode,
  byKeyId,
  commonName,
  data,
  der,
  integer,
  octets,
  oid,
  pkcs7,
  sequence,
  set,
  sha256,
  signedData,
  signerInfo,
} from "../../../test/build/pkcs7-writer.ts";
import { MAX_MESSAGE, readPkcs7 } from "./pkcs7.ts";

const signature = Uint8Array.from({ length: 256 }, () => 7);
/** Whether the kernel takes the message, else what it answers; with its lines. */
const answer = (bytes: Uint8Array): readonly [string, ...string[]] => {
  const { fault, log } = readPkcs7(bytes);
  return [fault?.errno ?? "read", ...log];
};

describe("PKCS#7", () => {
  test("a signer by issuer and serial number", () => {
    expect(readPkcs7(pkcs7())).toEqual({
      signers: [
        {
          issuer: "Build time key",
          serial: "00abcd",
          id: "00abcd" + Buffer.from(commonName("Build time key")).toString("hex"),
          digest: "sha256",
          algorithm: "rsa",
          signature,
        },
      ],
      certificates: [],
      contentType: "data",
      hasContent: false,
      hasSignedAttributes: false,
      log: [],
    });
  });

  test("a signer by the identifier of its key", () => {
    const [signer] = readPkcs7(pkcs7({ version: 3, signers: [signerInfo({ who: byKeyId })] })).signers;
    expect(signer).toEqual({
      subjectKeyId: "010203ff",
      id: "010203ff",
      digest: "sha256",
      algorithm: "rsa",
      signature,
    });
  });

  test("several signers in their order", () => {
    const md5 = sequence(oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5));
    const ecdsa = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2));
    const { signers, fault } = readPkcs7(
      pkcs7({ signers: [signerInfo(), signerInfo({ digest: md5, algorithm: ecdsa })] }),
    );
    expect(fault).toBeUndefined();
    expect(signers.map(({ digest, algorithm }) => [digest, algorithm])).toEqual([
      ["sha256", "rsa"],
      ["md5", "ecdsa"],
    ]);
  });

  test("messages that differ in the signature alone, one after the other", () => {
    const other = octets(...Array.from({ length: 256 }, () => 9));
    const first = readPkcs7(pkcs7());
    const second = readPkcs7(pkcs7({ signers: [signerInfo({ signature: other })] }));
    expect(second).toEqual({
      ...first,
      signers: [{ ...first.signers[0], signature: signature.map(() => 9) }],
    });
    const third = pkcs7();
    third[third.length - 258] = 0x05;
    expect(readPkcs7(third).fault?.errno).toBe("EBADMSG");
  });

  test("what is in it beside the signers", () => {
    const certificate = sequence(integer(1));
    const message = readPkcs7(pkcs7({ content: octets(1, 2), certificates: der(0xa0, certificate) }));
    expect(message).toMatchObject({ hasContent: true, certificates: [Uint8Array.from(certificate)] });
    expect(readPkcs7(pkcs7({ signers: [signerInfo({ attributes })] })).hasSignedAttributes).toBe(true);
    const windows = readPkcs7(pkcs7({ contentType: authenticode, signers: [signerInfo()] }));
    expect(windows).toMatchObject({ contentType: "other", fault: { errno: "EBADMSG" } });
  });
});

const unknown = sequence(oid(0x2b, 0x24, 3, 2, 1));
const indefinite = Uint8Array.of(0x30, 0x80, ...pkcs7().subarray(4), 0, 0);

// Each was compared with the kernel's own code, lib/asn1_decoder.c and pkcs7_parser.c of 6.12.95.
test.each([
  ["bytes behind it do not matter", Uint8Array.of(...pkcs7(), 1, 2, 3), ["read"]],
  ["an indefinite length", indefinite, ["read"]],
  ["the same without its end", indefinite.subarray(0, -1), ["EBADMSG"]],
  ["a length of three bytes", Uint8Array.of(0x30, 0x83, 0, ...pkcs7().subarray(2)), ["EBADMSG"]],
  ["a sequence without the bit of constructed types", Uint8Array.of(0x10, ...pkcs7().subarray(1)), ["read"]],
  ["nothing", new Uint8Array(), ["EBADMSG"]],
  ["text", text("no message at all"), ["EBADMSG"]],
  ["cut off", pkcs7().subarray(0, -1), ["EBADMSG"]],
  ["too long", new Uint8Array(MAX_MESSAGE + 1), ["EMSGSIZE"]],
  ["other messages", pkcs7({ type: data }), ["EINVAL", "PKCS7: Only support pkcs7_signedData type"]],
  ["version 2", pkcs7({ version: 2 }), ["EINVAL", "PKCS7: Unsupported SignedData version"]],
  [
    "versions that do not go together",
    pkcs7({ version: 3 }),
    ["EBADMSG", "PKCS7: SignedData-SignerInfo version mismatch"],
  ],
  [
    "a signer of version 2",
    pkcs7({ signers: [signerInfo({ version: 2 })] }),
    ["EINVAL", "PKCS7: Unsupported SignerInfo version"],
  ],
  ["no signer", pkcs7({ signers: [] }), ["EBADMSG"]],
  [
    "attributes of one signer alone",
    pkcs7({ signers: [signerInfo({ attributes }), signerInfo()] }),
    ["EINVAL", "PKCS7: Inconsistently supplied authAttrs"],
  ],
  [
    "attributes without a digest",
    pkcs7({ signers: [signerInfo({ attributes: der(0xa0, sequence(signedData, set(data))) })] }),
    ["EBADMSG", "PKCS7: Missing required AuthAttr"],
  ],
  [
    "a digest without a name",
    pkcs7({ signers: [signerInfo({ digest: unknown })] }),
    ["ENOPKG", "PKCS7: Unknown OID: [103] 1.3.36.3.2.1", "Unsupported digest algo: …"],
  ],
  [
    "an algorithm that is none of signing",
    pkcs7({ signers: [signerInfo({ algorithm: sha256 })] }),
    ["ENOPKG", "Unsupported pkey algo: …"],
  ],
  ["another content", pkcs7({ contentType: signedData }), ["EINVAL", "PKCS7: Unsupported data type …"]],
])("%s", (_, bytes, says) => expect(answer(bytes)).toEqual(says));

test("hostile bytes are a value, soon", () => {
  const deep = new Uint8Array(MAX_MESSAGE).map((_, i) => (i % 2 === 0 ? 0x30 : 0x80));
  expect(readPkcs7(deep).fault?.errno).toBe("EBADMSG");
  const certificates = der(0xa0, sequence(integer(1)));
  const whole = pkcs7({
    content: octets(1),
    certificates,
    signers: [signerInfo(), signerInfo({ attributes })],
  });
  fc.assert(
    fc.property(damagedCopies(whole), (bytes) => {
      const { fault, signers } = readPkcs7(bytes);
      expect(fault !== undefined || signers.length > 0).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
