import { expect, test } from "vitest";
import { elfShape } from "../../test/build/facts.ts";
import { evidence, ids, judgeHanded } from "../../test/build/judge.ts";

test.each([
  ["nomodule", "nomodule"],
  ["sysctl.kernel.modules_disabled=1", "modules_disabled"],
])("%s", (commandLine, by) => {
  const verdict = judgeHanded({ commandLine });
  expect(evidence(verdict, "module-loading-disabled")).toEqual([{ by }]);
  expect(verdict.predicted).toEqual({ errno: "EPERM", log: [] });
});

test("of the running system, before anything of the file is looked at", () => {
  const elf = elfShape({ hasHeader: false, size: 0, sections: [] });
  const verdict = judgeHanded({ running: { modulesDisabled: true } }, {}, { elf });
  expect(ids(verdict)).toEqual(["module-loading-disabled", "file-empty"]);
  expect(verdict.predicted.errno).toBe("EPERM");
});

test("an ordinary command line forbids nothing", () => {
  expect(ids(judgeHanded({ commandLine: "quiet nomodule=0" }))).toEqual([]);
});
