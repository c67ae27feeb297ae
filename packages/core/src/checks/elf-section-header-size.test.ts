import { expect, test } from "vitest";
import { elfShape } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({ e_shentsize: 40 }) });
  expect(evidence(verdict, "elf-section-header-size")).toEqual([{ e_shentsize: 40, wanted: 64 }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["Invalid ELF section header size"] });
});
