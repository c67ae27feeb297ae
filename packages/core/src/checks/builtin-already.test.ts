import { expect, test } from "vitest";
import { evidence, ids, judge, judgeHanded } from "../../test/build/judge.ts";

const path = "kernel/fs/fat/msdos.ko";
const builtins = new Map([["msdos", path]]);

test("what is built in and has no directory is only a note", () => {
  const verdict = judge({ builtins }, { name: "msdos" });
  expect(verdict.outcome).toBe("loads");
  expect(evidence(verdict, "builtin-already")).toEqual([{ name: "msdos", path }]);
});

test("what has one is refused, whether the kernel's files tell it or the running system", () => {
  const made = new Map([["msdos", "version" as const]]);
  expect(ids(judge({ builtins, sysfsModules: { made, drivers: new Set() } }, { name: "msdos" }))).toEqual([
    "builtin-same-name",
  ]);
  const running = { loaded: [], sysfsNames: ["msdos"] };
  const verdict = judgeHanded({ running }, { builtins }, { name: "msdos" });
  expect(ids(verdict).filter((id) => id.startsWith("builtin"))).toEqual(["builtin-same-name"]);
});
