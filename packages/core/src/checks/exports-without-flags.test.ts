import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge(
    { generation: "7.1" },
    { elf: elfShape({}, [section("__ksymtab"), section("__kcrctab")]) },
  );
  expect(evidence(verdict, "exports-without-flags")).toEqual([{ missing: "__kflagstab" }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["hello: no flags for exported symbols"] });
});
