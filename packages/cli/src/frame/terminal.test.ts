import { expect, test } from "vitest";
import { wantsColour } from "./terminal.ts";

test("colour is for terminals that can show it", () => {
  expect(wantsColour({ TERM: "xterm" }, true)).toBe(true);
  expect(wantsColour({ TERM: "xterm" }, false)).toBe(false);
  expect(wantsColour({ TERM: "dumb" }, true)).toBe(false);
});

test("NO_COLOR turns it off, unless it is empty; FORCE_COLOR decides before everything", () => {
  expect(wantsColour({ NO_COLOR: "1" }, true)).toBe(false);
  expect(wantsColour({ NO_COLOR: "" }, true)).toBe(true);
  expect(wantsColour({ FORCE_COLOR: "1", NO_COLOR: "1" }, false)).toBe(true);
  expect(wantsColour({ FORCE_COLOR: "0" }, true)).toBe(false);
});
