import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const sound = { startsWithNul: true, terminated: true, inBounds: true };

test.each([
  [{ startsWithNul: false }, "no-leading-nul", "symbol string table missing leading NUL"],
  [{ terminated: false }, "unterminated", "symbol string table isn't NUL terminated"],
  [{ inBounds: false }, "name-out-of-bounds", "symbol name out of bounds in string table"],
])("%o is found", (change, defect, line) => {
  const elf = elfShape({ symbolNames: { ...sound, ...change } });
  const verdict = judge({ generation: "6.13" }, { elf });
  expect(evidence(verdict, "symbol-names-damaged")).toEqual([{ index: 6, defect }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: [line] });
  expect(judge({ generation: "6.4" }, { elf }).outcome).toBe("loads");
});

test("an empty table is found", () => {
  const elf = elfShape({ sections: sectionsWith(".strtab", { sh_size: 0 }) });
  const verdict = judge({ generation: "6.13" }, { elf });
  expect(verdict.predicted.log).toEqual(["empty symbol string table"]);
});
