import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";
import { SHF_EXECINSTR } from "./shared/elf.ts";

const code = elfShape().sections.findIndex(({ sh_flags }) => (sh_flags & SHF_EXECINSTR) !== 0);
const outside = (symbolIndex: number) => ({
  relocations: { unusual: [], symbolOutside: { section: 8, index: 3, type: 2, symbolIndex, offset: 4 } },
});

const branch = (symbolIndex: number) => ({
  relocations: { unusual: [], symbolOutside: { section: 8, index: 3, type: 28, symbolIndex, offset: 4 } },
  elf: elfShape({}, [section(".rel.text", { sh_type: 9, sh_info: code })]),
});

test("arm refuses it", () => {
  const verdict = judge({ architecture: architecture("arm") }, outside(5000));
  // 64 bytes of the usual symbol table are two symbols of 24.
  expect(evidence(verdict, "relocation-symbol-outside")).toMatchObject([
    { symbolIndex: 5000, symbols: 2, table: 8 },
  ]);
  expect(evidence(verdict, "relocation-symbol-outside-unchecked")).toEqual([]);
});

test("arm takes the symbol right behind the last for one", () => {
  const verdict = judge({ architecture: architecture("arm") }, outside(2));
  expect(evidence(verdict, "relocation-symbol-outside")).toEqual([]);
  expect(evidence(verdict, "relocation-symbol-outside-unchecked")).toHaveLength(1);
});

test("arm reads the symbol of a branch before it looks, wherever that is", () => {
  const kernel = { architecture: architecture("arm") };
  const verdict = judge(kernel, branch(0xff_fff0));
  expect(evidence(verdict, "relocation-symbol-outside")).toEqual([]);
  expect(evidence(verdict, "relocation-symbol-outside-unchecked")).toHaveLength(1);
  // Still in the file: it reads something else there, and then looks.
  expect(evidence(judge(kernel, branch(20)), "relocation-symbol-outside")).toHaveLength(1);
});

test("others do not look", () => {
  expect(evidence(judge({}, outside(5000)), "relocation-symbol-outside")).toEqual([]);
});
