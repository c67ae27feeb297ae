import { beforeAll, describe, expect, test } from "vitest";
import examples from "../../test/build/logs/lines.json" with { type: "json" };
import { surroundings } from "../../test/build/logs/surroundings.ts";
import { explainLog } from "./explain-log.ts";
import type { LogExplanation } from "./log-explanation.ts";

interface Example {
  readonly class: string;
  readonly where: string;
  readonly lines: readonly string[];
}
const all: readonly Example[] = examples;
const failing = all.filter((one) => one.class !== "benign");
const noiseOf = (where: string): readonly string[] =>
  all.filter((one) => one.class === "benign" && one.where === where).flatMap(({ lines }) => lines);

interface Log {
  readonly name: string;
  readonly wanted: string;
  readonly noise: readonly string[];
  readonly text: string;
}
const logs: readonly Log[] = failing.flatMap((example) =>
  surroundings
    .filter(({ places }) => places.some((place) => place === example.where))
    .map((surrounding) => {
      const noise = noiseOf(example.where);
      return {
        name: `${example.lines[0]} in ${surrounding.name}`,
        wanted: example.class,
        noise,
        text: surrounding.log(example.lines, noise),
      };
    }),
);

const found = new Map<Log, LogExplanation>();
beforeAll(() => {
  for (const log of logs) found.set(log, explainLog(log.text));
});
const foundIn = (log: Log): LogExplanation => {
  const explained = found.get(log);
  if (!explained) throw new Error("every log is explained before the tests");
  return explained;
};
const first = ({ causes }: LogExplanation): string | undefined => causes[0]?.symptom;

test("there are enough of them", () => {
  expect(failing.length).toBeGreaterThan(140);
  expect(logs.length).toBeGreaterThan(500);
});

test("the right class comes first", () => {
  const wrong = logs
    .map((log) => ({ name: log.name, wanted: log.wanted, found: first(foundIn(log)) }))
    .filter(({ wanted, found }) => wanted !== found);
  expect(wrong).toEqual([]);
});

test("no line of noise is called the cause", () => {
  for (const log of logs) {
    const quoted = foundIn(log).causes.flatMap(({ lines }) => lines.map((line) => line.text));
    for (const line of log.noise) expect(quoted.filter((one) => one.includes(line))).toEqual([]);
  }
});

test.each(surroundings)("$name with nothing but noise has no cause", (surrounding) => {
  for (const place of surrounding.places) {
    const { causes } = explainLog(surrounding.log([], noiseOf(place)));
    // A build that ended with an error has one, whatever it is.
    expect(causes.map(({ symptom }) => symptom).filter((id) => id !== "make-failed")).toEqual([]);
  }
});

describe.each([
  ["UTF-16, little end first, with its mark", (text: string) => utf16(text, true)],
  ["UTF-16, big end first, with its mark", (text: string) => utf16(text, false)],
  ["UTF-8 with its mark", (text: string) => new TextEncoder().encode(`\uFEFF${text}`)],
  ["Latin-1", (text: string) => Uint8Array.from(text, (letter) => Math.min(255, letter.charCodeAt(0)))],
  ["NUL bytes in between", (text: string) => new TextEncoder().encode(text.replaceAll("\n", "\n\0\0\0"))],
])("%s", (_, bytesOf) => {
  test("is read as well", () => {
    // One of each class, wherever it stands first.
    const some = logs.filter(({ wanted }, i) => logs.findIndex((log) => log.wanted === wanted) === i);
    for (const { wanted, text } of some) expect(first(explainLog(bytesOf(text)))).toBe(wanted);
  });
});

function utf16(text: string, little: boolean): Uint8Array {
  const bytes = new Uint8Array(2 * text.length + 2);
  const view = new DataView(bytes.buffer);
  const marked = `\uFEFF${text}`;
  for (let i = 0; i < marked.length; i += 1) view.setUint16(2 * i, marked.charCodeAt(i), little);
  return bytes;
}
