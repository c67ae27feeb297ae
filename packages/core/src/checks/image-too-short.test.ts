import { expect, test } from "vitest";
import { architecture, elfShape } from "../../test/build/facts.ts";
import { evidence, ids, judgeHanded } from "../../test/build/judge.ts";

const elf = (size: number) => elfShape({ hasHeader: false, size, sections: [] });

test("is refused without a word", () => {
  const verdict = judgeHanded({ via: "init" }, {}, { elf: elf(40) });
  expect(evidence(verdict, "image-too-short")).toEqual([{ size: 40, wanted: 64 }]);
  expect(ids(verdict)).toEqual(["image-too-short"]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: [] });
});

test("comes before signatures", () => {
  const verdict = judgeHanded({ via: "init" }, { signaturePolicy: "enforced" }, { elf: elf(0) });
  expect(verdict.predicted.errno).toBe("ENOEXEC");
});

test("a header of 32 bits is shorter", () => {
  expect(ids(judgeHanded({ via: "init" }, { architecture: architecture("arm") }, { elf: elf(52) }))).toEqual([
    "elf-bad-magic",
  ]);
});

test("finit_module looks at it as a file", () => {
  expect(ids(judgeHanded({ via: "finit" }, {}, { elf: elf(40) }))).toEqual(["elf-too-short"]);
});
