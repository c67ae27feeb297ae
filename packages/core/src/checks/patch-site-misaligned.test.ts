import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const arm64 = { architecture: architecture("arm64") } as const;
const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_DYNAMIC_FTRACE_WITH_CALL_OPS=y");
const patchSites = { misaligned: { section: ".text.unlikely", offset: 0 } };
const module = {
  elf: elfShape(
    { e_machine: 183 },
    [".plt", ".init.plt"].map((name) => section(name)),
  ),
  patchSites,
};

test("crashes a kernel that keeps an address before each function", () => {
  const verdict = judge({ ...arm64, config }, module);
  expect(evidence(verdict, "patch-site-misaligned")).toEqual([patchSites.misaligned]);
  expect(verdict.outcome).toBe("unsafe");
  expect(verdict.predicted.errno).toBeNull();
});

test("is nothing to a kernel without that", () => {
  expect(ids(judge(arm64, module))).not.toContain("patch-site-misaligned");
});

test("aligned functions are fine", () => {
  expect(ids(judge({ ...arm64, config }, { ...module, patchSites: {} }))).not.toContain(
    "patch-site-misaligned",
  );
});
