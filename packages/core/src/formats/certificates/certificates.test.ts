import { expect, test } from "vitest";
import { certificateDer } from "../../../test/build/certificate-writer.ts";
import { rawKernel, type RawKernelSpec } from "../../../test/build/raw-kernel-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { hexOf } from "../../model/bytes.ts";
import type { KernelBytes } from "../kallsyms/kernel-bytes.ts";
import { openKernelSymbols } from "../kallsyms/kernel-symbols.ts";
import { type BuiltInCertificates, readBuiltInCertificates } from "./built-in.ts";
import { readCertificate } from "./certificate.ts";

const one = certificateDer({
  subject: "Build time key",
  issuer: "Authority",
  serial: Uint8Array.of(0, 0xed, 0x54),
  subjectKeyId: Uint8Array.of(0xab, 0xcd),
});
const two = certificateDer({ subject: "Distribution" });
const list = Uint8Array.of(...one, ...two);

const kallsyms = { order: "after", form: "offsets" } as const;
const read = async (kernel: KernelBytes): Promise<BuiltInCertificates | undefined> =>
  readBuiltInCertificates(await openKernelSymbols(kernel));
const subjects = async (spec: RawKernelSpec): Promise<(string | undefined)[] | undefined> =>
  (await read(rawKernel(spec)))?.certificates.map(({ subject }) => subject);

test("what a certificate says", async () => {
  const found = await readCertificate(one, "key.x509", 0);
  expect(found).toEqual({
    der: one,
    serial: "00ed54",
    issuer: expect.stringMatching(/^31.*0c09417574686f72697479$/),
    subject: "Build time key",
    subjectKeyId: "abcd",
    publicKey: expect.any(Uint8Array),
  });
  expect(hexOf(found.publicKey)).toMatch(/^3082.*2a8648ce3d040302/);
  expect(await readCertificate(two, "key.x509", 0)).not.toHaveProperty("subjectKeyId");
});

test.each([
  ["nothing", new Uint8Array()],
  ["half of a certificate", one.subarray(0, 100)],
  ["an empty sequence", Uint8Array.of(0x30, 0)],
])("%s is no certificate", async (_, bytes) => {
  await expect(readCertificate(bytes, "key.x509", 8)).rejects.toMatchObject({
    name: "FormatError",
    source: "key.x509",
    offset: 8,
  });
});

test.each([
  ["with symbols of data", { kallsyms }],
  ["with functions alone in kallsyms", { kallsyms: { ...kallsyms, all: false } }],
  ["without kallsyms", {}],
  ["of 32 bits, big-endian", { wordSize: 4, littleEndian: false, base: 0xc020_8000n }],
] as const)("those of a kernel %s", async (_, spec) => {
  expect(await subjects({ ...spec, certificates: list })).toEqual(["Build time key", "Distribution"]);
});

test("a kernel without certificates", async () => {
  expect(await subjects({ kallsyms })).toEqual([]);
  expect(await subjects({})).toEqual([]);
  expect(await subjects({ kallsyms, certificates: new Uint8Array() })).toEqual([]);
});

test("a certificate that is for something else is not taken for a trusted one", async () => {
  const kernel = rawKernel({ certificates: list });
  const bytes = Uint8Array.from(kernel.kernel);
  // The size behind the list.
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    if (view.getUint32(at, true) === list.length) view.setUint32(at, 1, true);
  }
  expect(await read({ ...kernel, kernel: bytes })).toBeUndefined();
});

test("what stands behind something else in the list is passed over, as the kernel does", async () => {
  const certificates = Uint8Array.of(...one, 0, 0, 0, 0, ...two);
  expect(await subjects({ kallsyms, certificates })).toEqual(["Build time key"]);
});

test("damage is a FormatError or a value", async () => {
  await survivesDamage(one, (bytes) => readCertificate(bytes, "key.x509", 0), 300);
  const kernel = rawKernel({ kallsyms, certificates: list });
  await survivesDamage(kernel.kernel, (bytes) => read({ ...kernel, kernel: bytes }), 100);
});
