import { expect, test } from "vitest";
import { evidence, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

test("is refused by a kernel without CONFIG_LIVEPATCH", () => {
  const verdict = judge({}, { modinfo: [["livepatch", "Y"]] });
  expect(evidence(verdict, "livepatch-unsupported")).toEqual([{ option: "CONFIG_LIVEPATCH" }]);
  expect(verdict.predicted.log).toEqual([
    "hello: module is marked as livepatch module, but livepatch support is disabled",
  ]);
});

test("is fine with it", () => {
  const config = configOf("CONFIG_LIVEPATCH=y");
  expect(judge({ config }, { modinfo: [["livepatch", "Y"]] }).outcome).toBe("loads");
});
