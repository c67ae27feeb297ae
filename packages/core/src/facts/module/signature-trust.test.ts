import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { kernelFacts, unknownFact } from "../../../test/build/facts.ts";
import { moduleFile, signed } from "../../../test/build/module-writer.ts";
import { type Signing, type SigningKey, workshop } from "../../../test/build/signing.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { configOf } from "../../model/config.ts";
import { readModuleFacts } from "./index.ts";
import { readSignatureTrust } from "./signature-trust.ts";

const keys = workshop();
const module = moduleFile({ modinfo: ["name=t", "license=GPL"] });
let [rsa, other, p256, p384]: SigningKey[] = [];
const given = (key: SigningKey | undefined): SigningKey => {
  if (!key) throw new TypeError("no key");
  return key;
};

beforeAll(async () => {
  rsa = await keys.key("rsa");
  other = await keys.key("other");
  p256 = await keys.key("p256", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
  p384 = await keys.key("p384", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp384r1");
});
afterAll(() => keys.close());

type Kernel = Parameters<typeof kernelFacts>[0];

/** What becomes of a file; why it is not known, otherwise. */
async function trustIn(file: Uint8Array, kernel: Kernel): Promise<string | undefined> {
  const source = bytesSource("t.ko", file);
  const { signatureTrust: fact } = await readSignatureTrust(
    source,
    await readModuleFacts(source),
    kernelFacts(kernel),
  );
  return fact && (fact.known ? fact.value : fact.why.en);
}

const trusting = (...trusted: (SigningKey | undefined)[]): Kernel => ({
  trustedCertificates: trusted.map((key) => given(key).certificate),
  config: configOf("CONFIG_CRYPTO_SHA1=y\nCONFIG_CRYPTO_SHA512=m"),
});

/** The module signed, and the same with one byte of it changed. */
function both(
  key: SigningKey | undefined,
  signing?: Signing,
  others?: SigningKey[],
): [sound: Uint8Array, altered: Uint8Array] {
  const sound = signed(module, given(key).sign(module, signing, others));
  const altered = Uint8Array.from(sound);
  altered[100] = (altered[100] ?? 0) ^ 1;
  return [sound, altered];
}

describe("a key that the kernel has", () => {
  test.each(["sha1", "sha256", "sha384", "sha512"])("RSA with %s", async (digest) => {
    const [sound, altered] = both(rsa, { digest });
    expect(await trustIn(sound, trusting(other, rsa))).toBe("trusted");
    expect(await trustIn(altered, trusting(other, rsa))).toBe("altered");
  });

  test("named by its key identifier", async () => {
    const [sound, altered] = both(rsa, { options: ["-noattr", "-nocerts", "-keyid"] });
    expect(await trustIn(sound, trusting(rsa))).toBe("trusted");
    expect(await trustIn(altered, trusting(rsa))).toBe("altered");
  });

  test("on a curve, with a digest of another length, too", async () => {
    for (const [key, digest] of [
      [p256, "sha256"],
      [p256, "sha512"],
      [p384, "sha384"],
      [p384, "sha256"],
    ] as const) {
      const [sound, altered] = both(key, { digest });
      expect(await trustIn(sound, trusting(key))).toBe("trusted");
      expect(await trustIn(altered, trusting(key))).toBe("altered");
    }
  });

  test("enrolled beside those of the image", async () => {
    const [sound] = both(rsa);
    const enrolledCertificates = [given(rsa).certificate];
    expect(await trustIn(sound, { ...trusting(other), enrolledCertificates })).toBe("trusted");
    expect(await trustIn(sound, { enrolledCertificates })).toBe("trusted");
  });

  test("one signer of two is enough, and one that does not fit is too much", async () => {
    const [sound, altered] = both(rsa, {}, [given(other)]);
    expect(await trustIn(sound, trusting(other))).toBe("trusted");
    expect(await trustIn(altered, trusting(other))).toBe("altered");
    expect(await trustIn(sound, trusting(p256))).toBe("unknownKey");
  });

  test("a signature that is no signature", async () => {
    const [sound] = both(p256);
    const broken = Uint8Array.from(sound);
    // The last bytes of the message: a number of the signature.
    broken[broken.length - 45] = (broken[broken.length - 45] ?? 0) ^ 1;
    expect(await trustIn(broken, trusting(p256))).toBe("altered");
    const pretended = given(rsa).sign(module);
    pretended.fill(0xff, -256);
    expect(await trustIn(signed(module, pretended), trusting(rsa))).toBe("altered");
  });
});

describe("no key that the kernel has", () => {
  test("the content does not matter", async () => {
    for (const file of both(rsa)) expect(await trustIn(file, trusting(other))).toBe("unknownKey");
    expect(await trustIn(both(rsa)[0], { trustedCertificates: [] })).toBe("unknownKey");
  });

  test("where its keys are not known, others may be among them", async () => {
    const [sound] = both(rsa);
    const enrolledCertificates = [given(other).certificate];
    expect(await trustIn(sound, { enrolledCertificates })).toMatch(/told by the certificates in its image/);
    expect(await trustIn(sound, { trustedCertificates: unknownFact })).toBe("not given");
  });
});

describe("what the kernel, or kofit, cannot check", () => {
  test("a digest that the kernel lacks", async () => {
    const [sound] = both(rsa, { digest: "sha512" });
    const config = configOf("CONFIG_MODULE_SIG=y");
    expect(await trustIn(sound, { ...trusting(rsa), config })).toBe("unsupported");
    expect(await trustIn(sound, { ...trusting(rsa), config: unknownFact })).toMatch(/rsa with sha512/);
    expect(await trustIn(sound, { config })).toBe("unsupported");
  });

  test("an algorithm that came later", async () => {
    const [sound] = both(p256);
    expect(await trustIn(sound, { ...trusting(p256), release: "5.10.0-32-amd64" })).toBe("unsupported");
    // The kernel does not get to the other signer.
    const [two] = both(rsa, {}, [given(p256)]);
    expect(await trustIn(two, { ...trusting(rsa), release: "5.10.0-32-amd64" })).toBe("unsupported");
    expect(await trustIn(two, trusting(rsa))).toBe("trusted");
  });

  test("the lines of a kernel that does not know the name", async () => {
    const source = bytesSource("t.ko", both(rsa, { digest: "sha3-256" })[0]);
    const facts = await readModuleFacts(source);
    const seen = await readSignatureTrust(source, facts, kernelFacts({ release: "6.1.0-50-amd64" }));
    expect(seen.signature?.known && seen.signature.value.message?.log).toEqual([
      "PKCS7: Unknown OID: [32] 2.16.840.1.101.3.4.2.8",
      expect.stringMatching(/^PKCS7: Unknown OID: \[\d+\] 2\.16\.840\.1\.101\.3\.4\.2\.8$/),
      "Unsupported digest algo: …",
    ]);
    const late = await readSignatureTrust(source, facts, kernelFacts({ release: "6.12.95-test" }));
    expect(late.signature).toBeUndefined();
  });

  test("a digest that nobody has", async () => {
    const [sound] = both(rsa, { digest: "ripemd160" });
    expect(await trustIn(sound, trusting(rsa))).toBe("unsupported");
  });

  test("a digest that WebCrypto has not", async () => {
    const [sound] = both(rsa, { digest: "sha224" });
    const config = configOf("CONFIG_CRYPTO_SHA256=y");
    expect(await trustIn(sound, { ...trusting(rsa), config })).toBe(
      "kofit cannot compute signatures of rsa with sha224",
    );
  });
});

describe("a certificate in the message", () => {
  const options = ["-noattr"];

  test("its signature has to fit, whether the kernel knows the key or not", async () => {
    const [sound, altered] = both(rsa, { options });
    expect(await trustIn(sound, trusting(rsa))).toBe("trusted");
    expect(await trustIn(sound, trusting(other))).toBe("unknownKey");
    expect(await trustIn(altered, trusting(other))).toBe("altered");
    expect(await trustIn(altered, {})).toBe("altered");
  });

  test("one that another issued may be trusted for that", async () => {
    const issued = await keys.key(
      "issued",
      "-newkey",
      "rsa:2048",
      "-CA",
      given(rsa).pem,
      "-CAkey",
      given(rsa).key,
    );
    const [sound] = both(issued, { options });
    expect(await trustIn(sound, trusting(rsa))).toMatch(/kofit does not follow the chain/);
    expect(await trustIn(sound, trusting(issued))).toBe("trusted");
  });
});

test("nothing is compared where the kernel does not get as far", async () => {
  const kernel = trusting(rsa);
  expect(await trustIn(module, kernel)).toBeUndefined();
  expect(await trustIn(signed(module, new Uint8Array(400)), kernel)).toBeUndefined();
  expect(await trustIn(both(rsa, { options: ["-nocerts"] })[0], kernel)).toBeUndefined();
  expect(await trustIn(both(rsa, { options: ["-noattr", "-nodetach"] })[0], kernel)).toBeUndefined();
});
