// What kofit makes of signatures, compared with what modinfo reads and openssl verifies: those that Debian's own modules
// carry, against the certificates in their kernel's image, and signatures made here.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openKernel, useNodeDecoders } from "../../node/index.ts";
import {
  bytesSource,
  decompressed,
  type KernelFacts,
  readModuleFacts,
  readSignatureTrust,
} from "../../src/index.ts";
import { given } from "../build/given.ts";
import { signed } from "../build/module-writer.ts";
import { workshop } from "../build/signing.ts";
import { type Corpus, corpus } from "./corpus.ts";

const MAX_MODULE = 1 << 28;
/** Modules of each kernel that are verified. */
const SOME = 300;

const directory = mkdtempSync(join(tmpdir(), "kofit-signatures-"));
const keys = workshop();
beforeAll(() => useNodeDecoders());
afterAll(() => {
  rmSync(directory, { recursive: true });
  keys.close();
});

/** A module's bytes, unpacked. */
async function contentOf(file: string): Promise<Uint8Array<ArrayBuffer>> {
  const source = await decompressed(bytesSource(file, new Uint8Array(readFileSync(file))), MAX_MODULE);
  return Uint8Array.from(await source.read(0, source.size));
}

async function trustIn(content: Uint8Array, kernel: KernelFacts): Promise<string | undefined> {
  const source = bytesSource("module", content);
  const { signatureTrust: fact } = await readSignatureTrust(source, await readModuleFacts(source), kernel);
  return fact && (fact.known ? fact.value : fact.why.en);
}

/** Where the signature starts, and what is known of it. */
async function signatureOf(content: Uint8Array) {
  const { signature } = await readModuleFacts(bytesSource("module", content));
  return given(signature.known ? signature.value : undefined);
}

/** What `modinfo` reads of a signature, hex without colons. */
function modinfoOf(content: Uint8Array): Readonly<Record<string, string>> {
  const file = join(directory, "module.ko");
  writeFileSync(file, content);
  const text = execFileSync("modinfo", [file], { encoding: "utf8" });
  const field = (tag: string): [string, string] => [
    tag,
    new RegExp(`^${tag}:\\s+(.*)$`, "m").exec(text)?.[1]?.replaceAll(":", "").toLowerCase() ?? "",
  ];
  return Object.fromEntries(["sig_id", "signer", "sig_key", "sig_hashalgo"].map(field));
}

describe.each(["apt:linux-image-amd64/bookworm", "apt:linux-image-arm64:arm64/trixie"])("%s", (target) => {
  let kernel: Corpus;
  let facts: KernelFacts;
  let some: string[];

  beforeAll(async () => {
    kernel = await corpus(target);
    const image = join(kernel.root, "boot", `vmlinuz-${kernel.release}`);
    ({ facts } = await openKernel([image, join(kernel.root, "boot", `config-${kernel.release}`)], {
      cache: false,
    }));
    const step = Math.max(1, Math.floor(kernel.modules.length / SOME));
    some = kernel.modules.filter((_, i) => i % step === 0);
  });

  test("its own modules are signed by a key that is in its image", async () => {
    expect(facts.trustedCertificates?.known).toBe(true);
    expect(some.length).toBeGreaterThanOrEqual(SOME);
    for (const file of some)
      expect([file, await trustIn(await contentOf(file), facts)]).toEqual([file, "trusted"]);
  });

  test("one byte that is not as it was shows", async () => {
    for (const [index, file] of some.entries()) {
      const content = await contentOf(file);
      const { signatureOffset } = await signatureOf(content);
      // Anywhere in what is signed, its first and its last byte among them.
      const at = Math.floor((index * (signatureOffset - 1)) / (some.length - 1));
      content[at] = (content[at] ?? 0) ^ 0x10;
      const { name } = await readModuleFacts(bytesSource("module", content));
      // Without its magic it is no ELF file, and a signed file all the same.
      expect([file, name.known || at < 64, await trustIn(content, facts)]).toEqual([file, true, "altered"]);
    }
  });

  test("modinfo names the same signer, key and digest", async () => {
    for (const file of some.slice(0, 40)) {
      const content = await contentOf(file);
      const [signer] = given((await signatureOf(content)).message).signers;
      expect(modinfoOf(content)).toEqual({
        sig_id: "pkcs#7",
        signer: signer?.issuer?.toLowerCase(),
        sig_key: signer?.serial,
        sig_hashalgo: signer?.digest,
      });
    }
  });

  test("openssl verifies with the same certificate", async () => {
    const [certificate] = facts.trustedCertificates?.known ? facts.trustedCertificates.value : [];
    const file = (name: string, bytes: Uint8Array): string => {
      writeFileSync(join(directory, name), bytes);
      return join(directory, name);
    };
    const der = file("certificate.der", given(certificate).der);
    const pem = join(directory, "certificate.pem");
    execFileSync("openssl", ["x509", "-inform", "DER", "-in", der, "-out", pem]);
    for (const module of some.slice(0, 10)) {
      const content = await contentOf(module);
      const { signatureOffset, signatureLength } = await signatureOf(content);
      const message = file("message", content.subarray(signatureOffset, signatureOffset + signatureLength));
      const signed = file("content", content.subarray(0, signatureOffset));
      const options = ["-verify", "-binary", "-noverify", "-inform", "DER", "-certfile", pem];
      execFileSync("openssl", ["cms", ...options, "-in", message, "-content", signed, "-out", "/dev/null"], {
        stdio: "ignore",
      });
    }
  });
});

test.each([
  ["rsa:2048", "sha1"],
  ["rsa:2048", "sha512"],
  ["rsa:4096", "sha256"],
  ["rsa:3072", "sha384"],
])("modinfo and kofit read the same of what %s signs with %s", async (kind, digest) => {
  const key = await keys.key(`key-${kind.replace(":", "-")}-${digest}`, "-newkey", kind);
  const [module] = (await corpus("apt:linux-image-amd64/bookworm")).modules;
  const content = await contentOf(given(module));
  const plain = content.subarray(0, (await signatureOf(content)).signatureOffset);
  const file = signed(plain, key.sign(plain, { digest }));
  const [signer] = given((await signatureOf(file)).message).signers;
  expect(modinfoOf(file)).toEqual({
    sig_id: "pkcs#7",
    signer: signer?.issuer?.toLowerCase(),
    sig_key: signer?.serial,
    sig_hashalgo: digest,
  });
});
