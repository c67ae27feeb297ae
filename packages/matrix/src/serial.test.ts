import fc from "fast-check";
import { expect, test } from "vitest";
import { framed, loaded, ready } from "../test/build/guest-words.ts";
import { type Heard, serialReader } from "./serial.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");
const hear = (text: string): Heard[] => serialReader()(bytes(text));

test("answers, and the console's lines between them", () => {
  expect(hear(`SeaBIOS\r\n${framed(ready)}BUG: at x\r\n${framed(loaded(3, 8))}`)).toMatchObject([
    { kind: "line", text: "SeaBIOS" },
    { kind: "answer", answer: { answer: "ready", release: "6.12.1-test" } },
    { kind: "line", text: "BUG: at x" },
    {
      kind: "answer",
      answer: { answer: "loaded", number: 3, result: 8, log: [{ level: 6, text: "m3: hello" }] },
    },
  ]);
});

test("what stands before an answer on its line does not hide it", () => {
  const [answer] = hear(`a message without an end${framed(ready).trim()}\r\n`);
  expect(answer).toMatchObject({ kind: "answer", answer: { answer: "ready" } });
});

test("a message in the middle of an answer is damage", () => {
  const text = framed(loaded(1)).trim();
  expect(hear(`${text.slice(0, 60)}Kernel says${text.slice(60)}\n`)).toEqual([{ kind: "damaged" }]);
});

test("a message in the mark before an answer is damage, too", () => {
  const text = framed(loaded(1)).trim();
  expect(hear(`${text.slice(0, 9)}Kernel says\r\n${text.slice(9)}\n`).map(({ kind }) => kind)).toEqual([
    "line",
    "damaged",
  ]);
});

test("an answer whose sum is right and whose content is none is damage", () => {
  for (const wrong of [
    {},
    { answer: "loaded" },
    { ...loaded(1), log: [["6", "x"]] },
    { ...loaded(1), taint: [0] },
    { ...ready, modules: 1 },
    { answer: "removed", results: [1.5], taint: 0, log: [], lost: 0 },
    { answer: "listed", names: ["kernel", 1] },
  ]) {
    expect(hear(framed(wrong))).toEqual([{ kind: "damaged" }]);
  }
});

test("the directories in a directory", () => {
  const listed = { answer: "listed", names: ["kernel", "printk"] };
  expect(hear(framed(listed))).toEqual([{ kind: "answer", answer: listed }]);
});

test("however the bytes are cut, the same is heard", () => {
  const text = `noise\n${framed(ready)}${framed(loaded(7))}more noise\n`;
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 20 }), (cuts) => {
      const read = serialReader();
      const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
      const heard = places.flatMap((place, i) => read(bytes(text.slice(places[i - 1] ?? 0, place))));
      expect(heard).toEqual(hear(text));
    }),
  );
});

test("damaged: an answer is what was sent, or it is none", () => {
  const good = framed(loaded(7, 22)).trim();
  const [sent] = hear(`${good}\n`);
  const edit = fc.record({
    at: fc.nat(good.length),
    cut: fc.nat(4),
    put: fc.string({ unit: "binary", maxLength: 12 }),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      let text = good;
      for (const { at, cut, put } of edits) text = text.slice(0, at) + put + text.slice(at + cut);
      const heard = serialReader()(bytes(`${text}\n`)).filter(({ kind }) => kind === "answer");
      for (const answer of heard) expect(answer).toEqual(sent);
    }),
    { numRuns: 1000 },
  );
});

test("a guest that prints without end and without a newline is not kept", () => {
  const read = serialReader();
  let lines = 0;
  for (let i = 0; i < 40; i += 1) lines += read(new Uint8Array(1 << 20).fill(0x78)).length;
  expect(lines).toBeGreaterThan(3);
});
