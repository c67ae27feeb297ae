import { expect, test } from "vitest";
import { ids, judgeHanded } from "../../test/build/judge.ts";

const running = { loaded: [{ name: "hello" }, { name: "usbcore" }] };

test("a module of the running system is noted and no refusal", () => {
  const verdict = judgeHanded({ running });
  expect(ids(verdict)).toEqual(["already-loaded"]);
  expect(verdict.outcome).toBe("loads");
});

test("who names the call is told how it ends", () => {
  expect(ids(judgeHanded({ running, via: "finit" }))).toEqual(["name-in-use"]);
});

test("other modules are not noted", () => {
  expect(ids(judgeHanded({ running: { loaded: [{ name: "usbcore" }] } }))).toEqual([]);
});
