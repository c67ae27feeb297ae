import fc from "fast-check";
import { expect, test } from "vitest";
import { kernelFacts, unknownFact } from "../../../test/build/facts.ts";
import { FormatError } from "../../io/format-error.ts";
import { exportAt, findExport } from "../../model/exports.ts";
import { readFacts } from "./read.ts";
import { writeFacts } from "./write.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const again = (facts: Parameters<typeof writeFacts>[0]): ReturnType<typeof readFacts> =>
  readFacts(bytes(writeFacts(facts)), "facts.json");

const certificate = {
  der: Uint8Array.of(0x30, 0),
  serial: "01",
  issuer: "3100",
  subject: "builder",
  subjectKeyId: "ab",
  publicKey: Uint8Array.of(0x30, 1),
};

test("what was written is read again, every fact with its origin", () => {
  const facts = kernelFacts({ enrolledCertificates: [certificate], trustedCertificates: [certificate] });
  expect(again(facts)).toEqual(facts);
});

test("a fact that is unknown keeps its reason and its remedy", () => {
  const facts = kernelFacts({ exports: unknownFact, structModule: unknownFact, crcs: unknownFact });
  expect(again(facts)).toEqual(facts);
});

test("CRCs that are those of the exports are written once", () => {
  const facts = kernelFacts();
  expect(writeFacts(facts)).toContain('"value":"those of exports"');
  const read = again(facts);
  expect(read.crcs.known && read.exports.known && read.crcs.value.crcs === read.exports.value.crcs).toBe(
    true,
  );
});

test("CRCs of their own are written, and so is a table without rows", () => {
  const { exports } = kernelFacts();
  if (!exports.known) throw new TypeError("the builder gives exports");
  const crcs = { names: exports.value.names, crcs: Uint32Array.from(exports.value.crcs, (crc) => crc + 1) };
  expect(again(kernelFacts({ crcs })).crcs).toEqual(kernelFacts({ crcs }).crcs);
});

test("names are found by hash after reading", () => {
  const { exports } = again(kernelFacts());
  if (!exports.known) throw new TypeError("exports were written");
  expect(findExport(exports.value, "dma_buf_put")).toEqual({
    symbol: "dma_buf_put",
    crc: 0x55,
    gplOnly: true,
    namespace: "DMA_BUF",
    owner: "vmlinux",
  });
  expect(exportAt(exports.value, 0).symbol).toBe("module_layout");
});

test("the schema stands first, as the file is recognised by it", () => {
  expect(writeFacts(kernelFacts())).toMatch(/^\{"schema":"kofit-facts\/1"/);
});

test("another schema and a wrong shape say what was expected, and where", () => {
  expect(() => readFacts(bytes('{"schema":"kofit-facts/9"}'), "x")).toThrow(
    'x at 0x0: schema "kofit-facts/1" expected, "kofit-facts/9" found',
  );
  const wrong = writeFacts(kernelFacts()).replace('"size":1280', '"size":-4');
  expect(() => readFacts(bytes(wrong), "x")).toThrow(
    "file.facts.structModule.value.size: a whole number of at least 0 expected, a number found",
  );
  expect(() => readFacts(bytes("[]"), "x")).toThrow("file: an object expected, a list found");
});

test("an index outside of its table is refused", () => {
  const wrong = writeFacts(kernelFacts()).replace('"ownerIndex":[0', '"ownerIndex":[7');
  expect(() => readFacts(bytes(wrong), "x")).toThrow("5 numbers below 2 expected");
});

test("a damaged file is a FormatError or facts, nothing else", () => {
  const good = bytes(writeFacts(kernelFacts({ enrolledCertificates: [certificate] })));
  const damage = fc.record({
    at: fc.nat(good.length - 1),
    length: fc.nat(12),
    put: fc.uint8Array({ maxLength: 12 }),
    end: fc.option(fc.nat(good.length)),
  });
  fc.assert(
    fc.property(damage, ({ at, length, put, end }) => {
      const broken = [...good.subarray(0, at), ...put, ...good.subarray(at + length)].slice(
        0,
        end ?? undefined,
      );
      try {
        readFacts(Uint8Array.from(broken), "x");
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
      }
    }),
    { numRuns: 500 },
  );
});
