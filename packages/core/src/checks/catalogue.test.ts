import { existsSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectSoundTexts, ids, judge } from "../../test/build/judge.ts";
import { checksOf, exampleOf } from "../analyse/analyse.ts";
import type { CheckId } from "../analyse/verdict.ts";
import { generations } from "../model/generation.ts";
import { checks } from "./index.ts";

const files = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== "index.ts")
  .map((file) => file.slice(0, -3));
const idOf = (id: string): CheckId => {
  const found = generations.flatMap(checksOf).find((one) => one === id);
  if (!found) throw new TypeError(`no generation makes ${id}`);
  return found;
};
const used = new Set<string>(generations.flatMap(checksOf));

test("every file of the folder is in the registry", () => {
  expect(Object.keys(checks).toSorted()).toEqual(files.toSorted());
});

test.each(generations)(
  "a kernel of generation %s finds nothing in a module that was built for it",
  (generation) => {
    const verdict = judge({ generation }, {});
    expect(ids(verdict)).toEqual([]);
    expect(verdict.inconclusive).toEqual([]);
    expect(verdict.outcome).toBe("loads");
    expect(verdict.predicted).toEqual({ errno: null, log: [] });
  },
);

test.each(generations)("generation %s makes no check twice", (generation) => {
  const all = checksOf(generation);
  expect(new Set(all).size).toBe(all.length);
});

describe.each(Object.entries(checks))("%s", (file, check) => {
  test("is named as its file, and names the defect", () => {
    expect(check.id).toBe(file);
    expect(check.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(check.id).not.toMatch(/^(no|check)-/);
  });

  test("is made by some generation", () => {
    expect(used).toContain(check.id);
  });

  test("has its test beside it", () => {
    expect(existsSync(`${import.meta.dirname}/${file}.test.ts`)).toBe(true);
  });

  test("knows the kernel's answer if it refuses", () => {
    const answers = "kernelSays" in check;
    expect(answers || check.effect !== "refused").toBe(true);
    expect(answers && check.effect === "unsafe").toBe(false);
  });

  test("explains its example in both languages", () => {
    expectSoundTexts(exampleOf(idOf(file)));
  });

  test("has a title in both languages", () => {
    for (const title of [check.title.en, check.title.zh]) {
      expect(title).toBe(title.trim());
      expect(title).not.toMatch(/[.。!！]$/);
    }
    expect(check.title.zh).toMatch(/\p{Script=Han}/u);
  });
});
