import { joined, type Kit, type Load, type Mutant, mutantsOf, text } from "./define-mutant.ts";

const m = mutantsOf("plain");

/** What sign-file writes behind the signature. include/linux/module_signature.h */
interface Trailer {
  readonly algo?: number;
  readonly hash?: number;
  /** 2 is PKCS#7. */
  readonly idType?: number;
  readonly signerLength?: number;
  readonly keyIdLength?: number;
  readonly padding?: readonly [number, number, number];
  /** Absent: as long as the signature is. */
  readonly length?: number;
  readonly marker?: string;
}

const MARKER = "~Module signature appended~\n";

function trailer(signature: Uint8Array, fields: Trailer = {}): Uint8Array {
  const { algo = 0, hash = 0, idType = 2, signerLength = 0, keyIdLength = 0, padding = [0, 0, 0] } = fields;
  const struct = new Uint8Array(12);
  struct.set([algo, hash, idType, signerLength, keyIdLength, ...padding]);
  new DataView(struct.buffer).setUint32(8, fields.length ?? signature.length, false);
  return joined(signature, struct, text(fields.marker ?? MARKER));
}

const junk = text("0123456789abcdef".repeat(20));

const withTrailer = (
  id: string,
  change: string,
  signature: Uint8Array,
  fields: Trailer,
  load?: Load,
): Mutant => m(id, change, (elf) => joined(elf.bytes, trailer(signature, fields)), load);

/** A real signature, by a key that no kernel knows; `change` sees the whole file. */
const signed = (id: string, change: string, file: (content: Uint8Array, kit: Kit) => Uint8Array): Mutant =>
  m(id, change, (elf, kit) => file(elf.bytes, kit));

const withOptions = (id: string, change: string, ...options: readonly string[]): Mutant =>
  signed(id, change, (content, kit) => joined(content, trailer(kit.sign(content, options))));

/** Turns a byte of the signature. */
const damaged = (id: string, change: string, where: (length: number) => number): Mutant =>
  signed(id, change, (content, kit) => {
    const signature = kit.sign(content);
    const at = where(signature.length);
    signature[at] = (signature[at] ?? 0) ^ 0xff;
    return joined(content, trailer(signature));
  });

const trailers = [
  withTrailer("trailer-junk", "what is signed by is no PKCS#7 message", junk, {}),
  withTrailer("trailer-empty", "the signature is empty", new Uint8Array(0), {}),
  withTrailer("trailer-zeroes", "the signature is zeroes", new Uint8Array(256), {}),
  withTrailer("trailer-long", "the signature is said to be longer than the file", junk, {
    length: 0x7fff_0000,
  }),
  withTrailer("trailer-negative", "the signature is said to be 4 GiB long", junk, { length: 0xffff_ffff }),
  withTrailer("trailer-one-longer", "the signature is said to be one byte longer than it is", junk, {
    length: junk.length + 1,
  }),
  withTrailer(
    "trailer-one-longer-forced",
    "the signature is said to be one byte longer than it is, and versions are ignored",
    junk,
    { length: junk.length + 1 },
    { flags: ["ignore-modversions"] },
  ),
  m("trailer-whole-file", "the signature is said to be all of the file", (elf) =>
    joined(elf.bytes, trailer(junk, { length: elf.size + junk.length })),
  ),
  withTrailer("trailer-algo", "the algorithm in the trailer is not 0", junk, { algo: 1 }),
  withTrailer("trailer-hash", "the hash in the trailer is not 0", junk, { hash: 4 }),
  withTrailer("trailer-type-pgp", "the signature is said to be by PGP", junk, { idType: 0 }),
  withTrailer("trailer-type-x509", "the signature is said to be by an X.509 key", junk, { idType: 1 }),
  withTrailer("trailer-type-9", "the signature is of a type that nobody knows", junk, { idType: 9 }),
  withTrailer("trailer-signer", "the trailer has a signer's name", junk, { signerLength: 3 }),
  withTrailer("trailer-key-id", "the trailer has a key's id", junk, { keyIdLength: 3 }),
  withTrailer("trailer-padding", "the padding of the trailer is not zero", junk, { padding: [1, 0, 0] }),
  withTrailer("trailer-marker", "the marker has one other letter", junk, {
    marker: "~Module signature appendeX~\n",
  }),
  withTrailer("trailer-marker-crlf", "the marker ends in CR LF", junk, {
    marker: "~Module signature appended~\r\n",
  }),
  m("trailer-marker-only", "there is a marker and nothing before it", (elf) =>
    joined(elf.bytes, text(MARKER)),
  ),
  m("trailer-twice", "there are two trailers, the inner one is junk", (elf, kit) => {
    const inner = joined(elf.bytes, trailer(junk));
    return joined(inner, trailer(kit.sign(inner)));
  }),
  m("trailer-then-newline", "there is a line end behind the marker", (elf) =>
    joined(elf.bytes, trailer(junk), text("\n")),
  ),
  m("trailer-alone", "the file is a marker", () => text(MARKER)),
  m("trailer-all", "the file is a signature and a trailer", () => trailer(junk)),
];

const messages = [
  signed(
    "signed-unknown-key",
    "the module is signed, by a key that the kernel does not have",
    (content, kit) => joined(content, trailer(kit.sign(content))),
  ),
  signed("signed-unknown-altered", "the module is signed by an unknown key, and altered", (content, kit) => {
    const altered = Uint8Array.from(content);
    altered.set(text("TO"), new TextDecoder("latin1").decode(content).indexOf("to compare"));
    return joined(altered, trailer(kit.sign(content)));
  }),
  signed("signed-key-id", "the message names the key by its id", (content, kit) =>
    joined(content, trailer(kit.sign(content, ["-keyid"]))),
  ),
  signed("signed-attached", "the message has the module inside", (content, kit) =>
    joined(content, trailer(kit.sign(content, ["-nodetach"]))),
  ),
  signed("signed-attributes", "the message has signed attributes", (content, kit) =>
    joined(content, trailer(kit.sign(content, ["attributes"]))),
  ),
  signed("signed-certificate", "the message has the signer's certificate", (content, kit) =>
    joined(content, trailer(kit.sign(content, ["certificate"]))),
  ),
  withOptions("signed-sha1", "the digest is SHA-1", "-md", "sha1"),
  withOptions("signed-sha512", "the digest is SHA-512", "-md", "sha512"),
  withOptions("signed-sha384", "the digest is SHA-384", "-md", "sha384"),
  withOptions("signed-sha3", "the digest is SHA3-256", "-md", "sha3-256"),
  withOptions("signed-md5", "the digest is MD5", "-md", "md5"),
  withOptions("signed-ripemd", "the digest is RIPEMD-160", "-md", "ripemd160"),
  signed("signed-cut", "the message is cut after 100 bytes", (content, kit) =>
    joined(content, trailer(kit.sign(content).slice(0, 100))),
  ),
  signed("signed-padded", "there are 8 zeroes behind the message", (content, kit) =>
    joined(content, trailer(joined(kit.sign(content), new Uint8Array(8)))),
  ),
  signed("signed-twice", "there are two messages", (content, kit) =>
    joined(content, trailer(joined(kit.sign(content), kit.sign(content)))),
  ),
  damaged("signed-first-byte", "the first byte of the message is another", () => 0),
  damaged("signed-type", "the content type of the message is another", () => 8),
  damaged("signed-last-byte", "the last byte of the message is another", (length) => length - 1),
  damaged("signed-middle", "a byte in the middle of the message is another", (length) => length >> 1),
];

/** The kernel's own modules, signed by its own key where it signs at all. */
const inTree = [
  m("intree-good", "nothing; the module came with the kernel", (_, kit) => kit.inTree()),
  m(
    "intree-altered",
    "a module that came with the kernel has one other letter in its description",
    (_, kit) => {
      const file = Uint8Array.from(kit.inTree());
      const at = new TextDecoder("latin1").decode(file).indexOf("description=");
      file[at + 12] = (file[at + 12] ?? 0) ^ 0x20;
      return file;
    },
  ),
  m("intree-stripped", "a module that came with the kernel has lost its signature", (_, kit) => {
    const file = kit.inTree();
    const at = new TextDecoder("latin1").decode(file).lastIndexOf(MARKER);
    if (at < 0) return file;
    const length = new DataView(file.buffer, file.byteOffset).getUint32(at - 4, false);
    return file.slice(0, at - 12 - length);
  }),
  m("intree-other", "a module has the signature of one that came with the kernel", (elf, kit) => {
    const file = kit.inTree();
    const at = new TextDecoder("latin1").decode(file).lastIndexOf(MARKER);
    if (at < 0) return elf.bytes;
    const length = new DataView(file.buffer, file.byteOffset).getUint32(at - 4, false);
    return joined(elf.bytes, file.slice(at - 12 - length));
  }),
];

export default [...trailers, ...messages, ...inTree] satisfies readonly Mutant[] as readonly Mutant[];
