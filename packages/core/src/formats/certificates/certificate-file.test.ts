import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { damagedCopies, readDamaged } from "../../../test/build/damage.ts";
import { readCertificateFile } from "./certificate-file.ts";

const directory = mkdtempSync(join(tmpdir(), "kofit-certificates-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** A certificate of a key that is made for this test. */
function certificateOf(name: string): { readonly pem: Uint8Array; readonly der: Uint8Array } {
  const [key, pem, der] = ["key", "pem", "der"].map((part) => join(directory, `${name}.${part}`));
  if (key === undefined || pem === undefined || der === undefined) throw new TypeError("no path");
  const subject = ["-subj", `/O=kofit/CN=${name}`, "-days", "9000"];
  execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", pem, ...subject],
    { stdio: "ignore" },
  );
  execFileSync("openssl", ["x509", "-in", pem, "-outform", "DER", "-out", der]);
  return { pem: new Uint8Array(readFileSync(pem)), der: new Uint8Array(readFileSync(der)) };
}

const [one, two] = [certificateOf("one"), certificateOf("two")];
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
  for (const bytes of [new Uint8Array(), text("hello"), readFileSync(join(directory, "one.key"))]) {
    await expect(readCertificateFile(new Uint8Array(bytes), "mok")).rejects.toThrow(
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
