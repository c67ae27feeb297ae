import { expect, test } from "vitest";
import { languageAsked, languageOf } from "./language.ts";

test("every Chinese locale speaks Chinese, every other English", () => {
  for (const locale of ["zh", "zh_CN.UTF-8", "zh_TW", "zh-Hans", "ZH_cn"]) {
    expect(languageOf({ LANG: locale })).toBe("zh");
  }
  for (const locale of ["", "C", "en_US.UTF-8", "de_DE", "zhx", undefined]) {
    expect(languageOf({ LANG: locale })).toBe("en");
  }
});

test("LC_ALL goes before LC_MESSAGES, and that before LANG; empty is not set", () => {
  expect(languageOf({ LC_ALL: "en_US", LC_MESSAGES: "zh_CN", LANG: "zh_CN" })).toBe("en");
  expect(languageOf({ LC_ALL: "", LC_MESSAGES: "zh_CN", LANG: "en_US" })).toBe("zh");
});

test("--lang is found wherever it stands, the last one wins", () => {
  expect(languageAsked(["check", "a.ko", "--lang", "zh"])).toBe("zh");
  expect(languageAsked(["--lang=en", "check", "--lang=zh"])).toBe("zh");
  expect(languageAsked(["check", "--", "--lang", "zh"])).toBeUndefined();
  expect(languageAsked(["check", "--lang"])).toBe("");
});
