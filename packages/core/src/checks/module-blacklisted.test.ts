import { expect, test } from "vitest";
import { elfShape, unknownFact } from "../../test/build/facts.ts";
import { ids, judgeHanded } from "../../test/build/judge.ts";

test("by its name", () => {
  const verdict = judgeHanded({ commandLine: "module_blacklist=a,hello" });
  expect(ids(verdict)).toEqual(["module-blacklisted"]);
  expect(verdict.predicted).toEqual({ errno: "EPERM", log: ["Module hello is blacklisted"] });
});

test("after the file's form, before its version", () => {
  const verdict = judgeHanded(
    { commandLine: "module_blacklist=hello" },
    {},
    { elf: elfShape({ e_type: 2 }), vermagic: "6.1.0 SMP " },
  );
  expect(ids(verdict).slice(0, 3)).toEqual([
    "elf-not-relocatable",
    "module-blacklisted",
    "vermagic-mismatch",
  ]);
});

test("a module without name= in .modinfo has the name in this_module", () => {
  const verdict = judgeHanded({ commandLine: "module_blacklist=hello" }, {}, { name: undefined });
  expect(ids(verdict)).toContain("module-blacklisted");
});

test("the kernel compares letter by letter", () => {
  const module = { name: "hello_world" };
  expect(ids(judgeHanded({ commandLine: "module_blacklist=hello-world" }, {}, module))).toEqual([]);
  expect(ids(judgeHanded({ commandLine: "module_blacklist=hello_world" }, {}, module))).toEqual([
    "module-blacklisted",
  ]);
});

test("modprobe is no way around it", () => {
  const verdict = judgeHanded({ commandLine: "module_blacklist=hello", via: "modprobe", packing: null });
  expect(verdict.predicted.errno).toBe("EPERM");
});

test("without a list no name is wanted", () => {
  const verdict = judgeHanded({ commandLine: "quiet" }, {}, { name: unknownFact });
  expect(verdict.inconclusive.map(({ check }) => check)).not.toContain("module-blacklisted");
});
