import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { damagedCopies, readDamaged } from "../../../test/build/damage.ts";
import { workshop } from "../../../test/build/signing.ts";
import { readCertificateFile } from "./certificate-file.ts";

const keys = workshop();
const none = { der: new Uint8Array(), pem: new Uint8Array(), key: new Uint8Array() };
let [one, two] = [none, none];

const bytes = (path: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(path));

/** The files of a key that is made for this test. */
async function filesOf(name: string): Promise<typeof none> {
  const { certificate, key, pem } = await keys.key(name);
  return { der: Uint8Array.from(certificate.der), pem: bytes(pem), key: bytes(key) };
}

beforeAll(async () => {
  [one, two] = [await filesOf("one"), await filesOf("two")];
});
afterAll(() => keys.close());

const subjects = async (bytes: Uint8Array): Promise<(string | undefined)[]> =>
  (await readCertificateFile(bytes, "mok")).map(({ subject }) => subject);

test("DER and PEM, one or several", async () => {
  expect(await subjects(one.der)).toEqual(["one"]);
  expect(await subjects(Uint8Array.of(...one.der, ...two.der))).toEqual(["one", "two"]);
  expect(await subjects(one.pem)).toEqual(["one"]);
  const both = Uint8Array.of(...text("one:\r\n"), ...one.pem, ...text("two\n"), ...two.pem);
  expect(await subjects(both)).toEqual(["one", "two"]);
  expect((await readCertificateFile(one.pem, "mok"))[0]?.der).toEqual(one.der);
});

test("other files are told", async () => {
  for (const bytes of [new Uint8Array(), text("hello"), one.key]) {
    await expect(readCertificateFile(bytes, "mok")).rejects.toThrow(
      "mok at 0x0: X.509 certificates in DER or PEM expected",
    );
  }
  const broken = text("-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n");
  await expect(readCertificateFile(broken, "mok")).rejects.toThrow("its base64 is damaged");
});

test("damage is a FormatError or a value", async () => {
  for (const good of [one.der, one.pem]) {
    await fc.assert(
      fc.asyncProperty(damagedCopies(good), (bytes) => readDamaged(() => readCertificateFile(bytes, "mok"))),
      { numRuns: 150 },
    );
  }
});
