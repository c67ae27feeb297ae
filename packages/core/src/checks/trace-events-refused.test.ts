import { expect, test } from "vitest";
import { elfShape, imports, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const config = configOf(
  "CONFIG_MODVERSIONS=y\nCONFIG_EVENT_TRACING=y\nCONFIG_MODULE_FORCE_LOAD=y\nCONFIG_LIVEPATCH=y",
);
const traced = { elf: elfShape({}, [section("_ftrace_events")]), imports: imports("_printk") };
const found = (module: object, kernel: object = { config }) =>
  evidence(judge(kernel, { ...traced, ...module }), "trace-events-refused");

// Seen on 5.10.223, 6.1.176 and 6.12.95.
test("of a proprietary module and of one that is loaded by force", () => {
  expect(found({ license: "Proprietary" })).toEqual([{ taint: "P" }]);
  expect(found({ vermagic: undefined })).toEqual([{ taint: "F" }]);
  const verdict = judge({ config }, { ...traced, vermagic: undefined });
  expect(verdict.outcome).toBe("loads");
  expect(verdict.predicted.log).toEqual(["hello: module has bad taint, not creating trace events"]);
});

test("of a livepatch up to 6.2", () => {
  const modinfo = [["livepatch", "Y"]];
  expect(found({ modinfo }, { config, release: "6.1.176", generation: "5.13" })).toEqual([{ taint: "K" }]);
  expect(found({ modinfo })).toEqual([]);
});

test("others get their events, and a kernel without tracing has none", () => {
  expect(found({})).toEqual([]);
  expect(found({ license: "Proprietary", elf: elfShape() })).toEqual([]);
  expect(found({ license: "Proprietary" }, {})).toEqual([]);
});
