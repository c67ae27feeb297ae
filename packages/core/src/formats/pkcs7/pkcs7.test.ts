import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { damagedCopies, readDamaged } from "../../../test/build/damage.ts";
import { FormatError } from "../../io/format-error.ts";
import { type Pkcs7Signer, readPkcs7Signers } from "./pkcs7.ts";

type Der = readonly number[];

/** Tag, length, content. */
function der(tag: number, ...content: Der[]): Der {
  const body = content.flat();
  const { length } = body;
  return [tag, ...(length < 128 ? [length] : [0x82, length >> 8, length & 0xff]), ...body];
}

const sequence = (...content: Der[]): Der => der(0x30, ...content);
const set = (...content: Der[]): Der => der(0x31, ...content);
const integer = (...bytes: number[]): Der => der(0x02, bytes);
const oid = (...bytes: number[]): Der => der(0x06, bytes);

const pkcs7 = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];
const sha256 = sequence(oid(0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01));
const rsa = sequence(oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01), der(0x05));
const commonName = (name: string): Der => set(sequence(oid(0x55, 0x04, 0x03), der(0x0c, [...text(name)])));
const byIssuer = sequence(sequence(commonName("Build time key")), integer(0x00, 0xab, 0xcd));
const byKeyId = der(0x80, [1, 2, 3, 0xff]);

const signerInfo = (who: Der, algorithm = sha256): Der =>
  sequence(
    integer(1),
    who,
    algorithm,
    rsa,
    der(
      0x04,
      Array.from({ length: 300 }, () => 7),
    ),
  );

function message(signers: Der[], type = 2): Uint8Array {
  const signedData = sequence(integer(1), set(sha256), sequence(oid(...pkcs7, 1)), set(...signers));
  return Uint8Array.from(sequence(oid(...pkcs7, type), der(0xa0, signedData)));
}

const read = (bytes: Uint8Array): Promise<Pkcs7Signer[]> => readPkcs7Signers(bytes, "t.ko", 0x100);

describe("PKCS#7", () => {
  test("a signer by issuer and serial number", async () => {
    expect(await read(message([signerInfo(byIssuer)]))).toEqual([
      {
        issuer: "Build time key",
        serial: "00abcd",
        digest: "sha256",
        id: "00abcd" + Buffer.from(commonName("Build time key")).toString("hex"),
      },
    ]);
  });

  test("a signer by the identifier of its key", async () => {
    const signer = { subjectKeyId: "010203ff", id: "010203ff", digest: "sha256" };
    expect(await read(message([signerInfo(byKeyId)]))).toEqual([signer]);
  });

  test("several signers; a digest without a name is told by its number", async () => {
    const md5 = sequence(oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x02, 0x05));
    const signers = await read(message([signerInfo(byKeyId), signerInfo(byIssuer, md5)]));
    expect(signers.map(({ digest }) => digest)).toEqual(["sha256", "1.2.840.113549.2.5"]);
    expect(await read(message([]))).toEqual([]);
  });

  test("other messages are told", async () => {
    await expect(read(message([], 1))).rejects.toThrow(
      "t.ko at 0x100: PKCS#7: a signedData message expected",
    );
    await expect(read(text("no DER at all"))).rejects.toThrow(FormatError);
    await expect(read(new Uint8Array())).rejects.toThrow(FormatError);
    await expect(read(message([sequence(integer(1))]))).rejects.toThrow(FormatError);
  });

  test("thousands of nested sequences are damage", async () => {
    const deep = new Uint8Array(100_000).fill(0x30);
    for (let i = 1; i < deep.length; i += 2) deep[i] = 0x80;
    await expect(read(deep)).rejects.toThrow(FormatError);
  });

  test("damage is a FormatError or a value", async () => {
    await fc.assert(
      fc.asyncProperty(damagedCopies(message([signerInfo(byIssuer), signerInfo(byKeyId)])), (bytes) =>
        readDamaged(() => read(bytes)),
      ),
      { numRuns: 500 },
    );
  });
});
