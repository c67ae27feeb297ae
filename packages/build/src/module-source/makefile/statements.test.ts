import { expect, test } from "vitest";
import { asksForRelease, seenBy } from "./seen-by.ts";
import { makefileStatements } from "./statements.ts";

const kinds = (text: string): string[] =>
  makefileStatements(text).map((one) =>
    one.kind === "assignment"
      ? `${one.line} ${one.name} ${one.operator} ${one.value}`
      : `${one.line} ${one.kind}`,
  );

test("assignments, continued lines, comments", () => {
  expect(kinds("# a\nobj-m := a.o \\\n\tb.o # c\n\nexport override X+=1\\#2\n")).toEqual([
    "2 obj-m := a.o b.o",
    "5 X += 1\\#2",
  ]);
});

test("lines with a tab are recipes only behind a rule", () => {
  expect(kinds("\tobj-m := a.o\nall: a\n\techo # x\nY = 1\n\tZ = 2\n")).toEqual([
    "1 obj-m := a.o",
    "2 rule",
    "3 recipe",
    "4 Y = 1",
    "5 Z = 2",
  ]);
});

test("includes, definitions of several lines, and what is nothing of make's", () => {
  expect(kinds("-include x.mk\ndefine Q\na:\n\tb\nendef\n$(info hello)\nsrc/%.o: y\n")).toEqual([
    "1 include",
    "2 Q define a:\n\tb",
    "6 other",
    "7 rule",
  ]);
});

const text = `
ifneq ($(KERNELRELEASE),)
A = 1
else ifdef B
C = 1
else
D = 1
endif
E = 1
ifeq ("$(KBUILD_MODULES)", "")
F = 1
endif
`;

test("which branch is whose", () => {
  const statements = makefileStatements(text);
  const names = (reader: "kbuild" | "make"): string =>
    statements
      .filter((one) => seenBy(one, reader))
      .map((one) => (one.kind === "assignment" ? one.name : ""))
      .join("");
  expect(names("kbuild")).toBe("AE");
  expect(names("make")).toBe("CDEF");
  expect(asksForRelease(statements)).toBe(true);
  expect(asksForRelease(makefileStatements("ifdef X\nA = 1\nendif\nB = 2\n"))).toBe(false);
});

test("conditions that are open at the end, and ends of none", () => {
  expect(kinds("endif\nelse\nifdef X\nA = 1")).toEqual(["4 A = 1"]);
});
