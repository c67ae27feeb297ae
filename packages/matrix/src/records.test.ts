import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "@kofit/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { recordsOf, requestsOf } from "./records.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-records-"));
});
afterEach(() => rmSync(directory, { recursive: true }));
const list = (content: string): void => writeFileSync(join(directory, "records.json"), content);

test("without a list every module is loaded as usual", () => {
  writeFileSync(join(directory, "a.ko"), "a");
  expect(recordsOf(directory)).toEqual([{ file: "a.ko", via: "finit", flags: 0, params: "", before: [] }]);
});

test("what a list leaves out is as usual", () => {
  list(
    '[{"file":"a.ko","via":"init","params":"n=1","change":"x","seed":"y"},{"file":"b.ko","before":["a.ko"]}]',
  );
  expect(recordsOf(directory)).toEqual([
    { file: "a.ko", via: "init", flags: 0, params: "n=1", before: [], change: "x" },
    { file: "b.ko", via: "finit", flags: 0, params: "", before: ["a.ko"] },
  ]);
});

test.each([
  "{",
  "{}",
  "[]",
  "[1]",
  '[{"file":1}]',
  '[{"file":"a.ko","via":"rmmod"}]',
  '[{"file":"a.ko","before":[1]}]',
])("%s is no list", (content) => {
  list(content);
  expect(() => recordsOf(directory)).toThrow(InputError);
});

test("a file that goes before another is opened once", () => {
  writeFileSync(join(directory, "a.ko"), "a");
  list('[{"file":"a.ko"},{"file":"a.ko","params":"n=1","before":["a.ko"]}]');
  const [first, second] = requestsOf(directory, recordsOf(directory));
  expect(second?.before?.[0]).toBe(first?.module);
  expect(first).toMatchObject({ id: "a.ko", via: "finit" });
});
