import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FoundLine, lineScanner, LONGEST_LINE } from "./line-scanner.ts";
import { needlesOf } from "./needles.ts";

interface Scanned {
  readonly lines: number;
  readonly found: readonly {
    readonly number: number;
    readonly text: string;
    readonly needles: readonly number[];
  }[];
}

function scan(
  chunks: readonly Uint8Array[],
  texts: readonly string[] = ["needle one", "needle two"],
): Scanned {
  const found: { number: number; text: string; needles: readonly number[] }[] = [];
  const scanner = lineScanner(needlesOf(texts), ({ number, bytes, needles }: FoundLine) =>
    found.push({ number, text: new TextDecoder().decode(bytes), needles }),
  );
  for (const chunk of chunks) scanner.push(chunk);
  return { lines: scanner.end(), found };
}
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const scanText = (text: string): Scanned => scan([bytesOf(text)]);

test("gives lines with needles, with their numbers", () => {
  expect(scanText("a\nneedle one, needle two\n\nx needle two\nz")).toEqual({
    lines: 5,
    found: [
      { number: 2, text: "needle one, needle two", needles: [0, 1] },
      { number: 4, text: "x needle two", needles: [1] },
    ],
  });
});

test.each([
  ["", 0],
  ["a", 1],
  ["a\n", 1],
  ["a\n\n", 2],
  ["a\r\nb\r\n", 2],
])("counts the lines of %j", (text, lines) => {
  expect(scanText(text).lines).toBe(lines);
});

test("progress that overwrites itself ends before the message", () => {
  expect(scanText("10 %\r20 %\rneedle one\r\nb").found).toEqual([
    { number: 1, text: "needle one", needles: [0] },
  ]);
});

test("a line of megabytes is looked at around the needle", () => {
  const { found, lines } = scanText(
    `${"x".repeat(3_000_000)} needle one ${"y".repeat(3_000_000)}\nneedle two\n`,
  );
  expect(lines).toBe(2);
  expect(found.map(({ number, needles }) => [number, needles])).toEqual([
    [1, [0]],
    [2, [1]],
  ]);
  expect(found[0]?.text.length).toBeLessThanOrEqual(LONGEST_LINE);
  expect(found[0]?.text).toContain("needle one");
});

describe("escape sequences", () => {
  test.each([
    ["colours", "\u001B[01;31m\u001B[Kneedle\u001B[m\u001B[K one"],
    ["a link with a bell", "\u001B]8;;http://x\u0007needle one\u001B]8;;\u0007"],
    ["a title that ends as ECMA-48 says", "\u001B]0;x\u001B\\needle one"],
    ["a character set", "\u001B(Bneedle one"],
    ["NUL", "need\0le one"],
  ])("%s", (_, text) => {
    expect(scanText(text).found).toEqual([{ number: 1, text: "needle one", needles: [0] }]);
  });

  test("one that does not end takes its line only", () => {
    expect(scanText("\u001B]0;title\nneedle one").found[0]?.number).toBe(2);
    expect(scanText(`\u001B]${"x".repeat(100)}needle one`).found).toHaveLength(1);
  });
});

test("any bytes, in any pieces, give the same lines", () => {
  const piece = fc.oneof(
    fc.constantFrom("needle one", "needle two", "\n", "\r", "\r\n", "\u001B[1m", "\u001B]x", "\0", "é", " "),
    fc.string({ maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (pieces, size) => {
      const bytes = bytesOf(pieces.join(""));
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.slice(i * size, (i + 1) * size),
      );
      expect(scan(chunks)).toEqual(scan([bytes]));
    }),
  );
});

test.each([1, 2, 3])("UTF-16 in pieces of %i bytes", (size) => {
  const text = "\uFEFFa\nneedle one\n";
  const bytes = new Uint8Array(2 * text.length);
  for (let i = 0; i < text.length; i += 1)
    new DataView(bytes.buffer).setUint16(2 * i, text.charCodeAt(i), true);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.slice(i * size, (i + 1) * size),
  );
  expect(scan(chunks)).toEqual({ lines: 2, found: [{ number: 2, text: "needle one", needles: [0] }] });
});

test("any bytes at all are read in bounded pieces", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      for (const { text } of scan([bytes]).found) expect(text.length).toBeLessThanOrEqual(LONGEST_LINE);
    }),
  );
});
