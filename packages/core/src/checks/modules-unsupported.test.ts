import { expect, test } from "vitest";
import { configOf } from "../model/config.ts";
import { unknownFact } from "../../test/build/facts.ts";
import { ids, judgeHanded } from "../../test/build/judge.ts";

test("by the configuration", () => {
  const config = configOf("CONFIG_SMP=y\n# CONFIG_MODULES is not set");
  const verdict = judgeHanded({ commandLine: "nomodule" }, { config });
  expect(ids(verdict)).toEqual(["modules-unsupported"]);
  expect(verdict.predicted).toEqual({ errno: "ENOSYS", log: [] });
});

test("the running system has no /proc/modules", () => {
  expect(ids(judgeHanded({ running: { commandLine: "quiet" } }))).toEqual(["modules-unsupported"]);
  expect(ids(judgeHanded({ running: { commandLine: "quiet", loaded: [] } }))).toEqual([]);
});

test("a configuration that is not known accuses nobody", () => {
  const verdict = judgeHanded({}, { config: unknownFact });
  expect(verdict.inconclusive.map(({ check }) => check)).not.toContain("modules-unsupported");
});
