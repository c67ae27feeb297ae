import { expect, test } from "vitest";
import { ids, judge } from "../../test/build/judge.ts";
import { explain } from "../analyse/analyse.ts";
import type { ToolDifference } from "../model/tool-difference.ts";

const noise: ToolDifference = { tool: "compiler", kernel: "gcc 12.2.0", other: "gcc 14.2.0" };
const grave: ToolDifference = {
  tool: "pahole",
  kernel: "124",
  other: "none",
  matters: { why: "options lost", options: ["CONFIG_DEBUG_INFO_BTF_MODULES"] },
};

test("what matters comes first", () => {
  const verdict = judge({ toolDifferences: [noise, grave] }, {});
  expect(ids(verdict)).toEqual(["headers-of-other-tools"]);
  expect(verdict.outcome).toBe("loads");
  expect(verdict.findings[0]?.evidence).toEqual({ differences: [grave, noise], matters: true });
});

test("noise is said to be noise", () => {
  const [finding] = judge({ toolDifferences: [noise] }, {}).findings;
  expect(finding?.evidence).toEqual({ differences: [noise], matters: false });
  expect(finding && explain(finding, "en").fix).toMatch(/^Nothing has to be done/);
});

test("the same tools: nothing is told", () => {
  expect(ids(judge({ toolDifferences: [] }, {}))).toEqual([]);
});
