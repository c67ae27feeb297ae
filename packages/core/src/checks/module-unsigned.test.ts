import { expect, test } from "vitest";
import { elfShape } from "../../test/build/facts.ts";
import { evidence, ids, judge, judgeHanded } from "../../test/build/judge.ts";

test("enforced signatures", () => {
  const verdict = judge({ signaturePolicy: "enforced" }, {});
  expect(evidence(verdict, "module-unsigned")).toEqual([{ policy: "enforced" }]);
  expect(verdict.predicted).toEqual({
    errno: "EKEYREJECTED",
    log: ["Loading of unsigned module is rejected"],
  });
});

test("lockdown", () => {
  const verdict = judge({ signaturePolicy: "lockdown" }, {});
  expect(verdict.predicted.errno).toBe("EPERM");
  expect(verdict.predicted.log).toEqual([
    "Lockdown: …: unsigned module loading is restricted; see man kernel_lockdown.7",
  ]);
});

test("comes before everything else", () => {
  const verdict = judge({ signaturePolicy: "enforced" }, { elf: elfShape({ e_type: 2 }) });
  expect(ids(verdict)).toEqual(["module-unsigned", "elf-not-relocatable"]);
});

test("a forced load counts as unsigned", () => {
  const verdict = judgeHanded({ forceVermagic: true }, { signaturePolicy: "enforced" });
  expect(evidence(verdict, "module-unsigned")).toEqual([{ policy: "enforced", forced: true }]);
  expect(verdict.predicted.errno).toBe("EKEYREJECTED");
});
