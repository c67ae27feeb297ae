import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { entries, needlesIn } from "../explain-log/catalogue.ts";
import { explainLog, explainSymptom } from "../explain-log/explain-log.ts";
import { LONGEST_LINE } from "../log/line-scanner.ts";
import { SHORTEST_NEEDLE } from "../log/needles.ts";
import type { Symptom } from "./define-symptom.ts";
import { symptoms } from "./index.ts";

const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => file.slice(0, -3))
  .filter((file) => file !== "index" && file !== "define-symptom");
const ids: readonly string[] = Object.keys(symptoms);

/** What a pattern's source says literally: `\(err -2\)` is `(err -2)`. */
const literal = (pattern: RegExp): string => pattern.source.replaceAll(/\\([^\w\s])/g, "$1");

test("every file of the folder is in the registry", () => {
  expect(ids.toSorted()).toEqual(files.toSorted());
});

describe.each(Object.entries<Symptom>(symptoms))("%s", (file, symptom) => {
  test("is named as its file, and its relations name others", () => {
    expect(symptom.id).toBe(file);
    for (const other of [...(symptom.insteadOf ?? []), ...(symptom.explains ?? [])]) {
      expect(ids).toContain(other);
      expect(other).not.toBe(file);
    }
  });

  test("has signatures of different names", () => {
    const own = symptom.signatures.map(({ id }) => id);
    expect(own.length).toBeGreaterThan(0);
    expect(new Set(own).size).toBe(own.length);
  });

  test("says in both languages what, why and what to do", () => {
    const seen = { first: {}, symbols: [], signatures: [] };
    const full = {
      first: {
        module: "vloop",
        symbol: "kfree",
        release: "6.1.0",
        found: "A",
        wanted: "B",
        owner: "base",
        namespace: "NS",
        file: "a.c",
        tool: "flex",
        option: "-x",
        number: "7",
      },
      symbols: ["kfree", "kmalloc"],
      signatures: symptom.signatures.map(({ id }) => id),
      release: "6.1.0",
    };
    for (const one of [seen, full]) {
      const en = symptom.explain.en(one);
      const zh = symptom.explain.zh(one);
      for (const [text, end] of [
        [en.what, /[.:)`]$/],
        [en.why, /\.$/],
        [en.fix, /[.`)]$/],
        [zh.what, /[。：`]$/],
        [zh.why, /。$/],
        [zh.fix, /[。`]$/],
      ] as const) {
        expect(text).toMatch(end);
        expect(text).not.toMatch(/undefined|\$\{|!|！|\n| {2}/);
      }
      expect(zh.what + zh.why + zh.fix).toMatch(/\p{Script=Han}/u);
      expect(en.what + en.why + en.fix).not.toMatch(/\p{Script=Han}/u);
    }
    expect(symptom.title.zh).toMatch(/\p{Script=Han}/u);
    expect(`${symptom.title.en}${symptom.title.zh}`).not.toMatch(/[.。]$/);
  });
});

describe.each(entries.map((entry) => [`${entry.symptom} ${entry.signature.id}`, entry] as const))(
  "%s",
  (_, { symptom, strength, signature }) => {
    test("has needles that its pattern insists on", () => {
      const needles = needlesIn(signature);
      expect(
        Math.min(...needles.map((text) => new TextEncoder().encode(text).length)),
      ).toBeGreaterThanOrEqual(SHORTEST_NEEDLE);
      // Where a pattern has alternatives, each needle stands in one of them.
      for (const needle of needles) expect(literal(signature.pattern)).toContain(needle.trim());
      expect(needles.some((needle) => signature.example.includes(needle))).toBe(true);
    });

    test("keeps no position from one line to the next", () => {
      expect(signature.pattern.flags).not.toMatch(/[gy]/);
    });

    test("finds its example, alone and behind a prefix", () => {
      const header = signature.otherThanDkms
        ? "DKMS make.log for vloop-1.0 for kernel 6.1.0-18-amd64 (x86_64)\n"
        : "";
      for (const prefix of ["", "[   12.345678] ", "Nov 30 11:33:33 box kernel: "]) {
        const { causes, noise } = explainLog(header + prefix + signature.example);
        const found = strength === "noise" ? noise : causes;
        expect(found.map((one) => one.symptom)).toEqual([symptom]);
        expect(strength === "noise" ? causes : noise).toEqual([]);
      }
    });

    test("explains its example", () => {
      for (const cause of explainLog(signature.example).causes) {
        expect(explainSymptom(cause, "en").what).not.toMatch(/undefined/);
        expect(explainSymptom(cause, "zh").what).not.toMatch(/undefined/);
      }
    });

    test("of noise says why it may be passed over", () => {
      expect(strength !== "noise" || signature.says !== undefined).toBe(true);
    });
  },
);

/** Lines that make a pattern try again at every place, as long as a line may be. */
const hostile = (needle: string): readonly string[] =>
  ["a", "a ", "a: ", "a-", "'", "/a", ".o ", "1", "scripts/a: "].flatMap((piece) => {
    const filler = piece.repeat(LONGEST_LINE / piece.length);
    return [filler.slice(0, LONGEST_LINE - needle.length) + needle, needle + filler.slice(needle.length)];
  });

/** Milliseconds of processor time, the least of three tries: what else the machine does is left out. */
function timeOf(pattern: RegExp, line: string): number {
  const tries = [1, 2, 3].map(() => {
    const start = process.cpuUsage();
    pattern.test(line);
    return process.cpuUsage(start).user / 1000;
  });
  return Math.min(...tries);
}

test("no line takes a pattern long", () => {
  const slow = entries.flatMap(({ symptom, signature }) =>
    needlesIn(signature)
      .flatMap(hostile)
      .map((line) => ({
        signature: `${symptom} ${signature.id}`,
        line: line.slice(0, 20),
        took: timeOf(signature.pattern, line),
      }))
      .filter(({ took }) => took > 25),
  );
  expect(slow).toEqual([]);
});
