import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";
import type { ElfShape, SectionShape } from "../model/module.ts";

/** The usual module with this in its `.modinfo`, and section 0 changed. */
const withModinfo = (changes: Partial<SectionShape>, first: Partial<SectionShape> = {}): ElfShape =>
  elfShape({
    sections: sectionsWith(".modinfo", changes).map((one, i) => (i === 0 ? { ...one, ...first } : one)),
  });

const NOBITS = { sh_type: 8, sh_flags: 2 };

// Seen on 5.10.223 and 7.2.13.
test("one without bytes in the file is read all the same, but from 6.4 to 6.12", () => {
  const elf = withModinfo({ ...NOBITS, sh_offset: 64, sh_size: 1 << 20 });
  expect(evidence(judge({ generation: "5.10" }, { elf }), "modinfo-far")).toEqual([
    { offset: 64, end: 64 + (1 << 20), size: 8192 },
  ]);
  expect(judge({ generation: "7.1" }, { elf }).outcome).toBe("unsafe");
  expect(evidence(judge({ generation: "6.4" }, { elf }), "modinfo-far")).toEqual([]);
});

test("within the file, or where its bytes have a place, it is no reason to crash", () => {
  for (const changes of [
    { ...NOBITS, sh_offset: 64, sh_size: 100 },
    { sh_type: 1, sh_flags: 2, sh_offset: 1 << 20 },
  ]) {
    expect(evidence(judge({ generation: "5.10" }, { elf: withModinfo(changes) }), "modinfo-far")).toEqual([]);
  }
});

test("without one, section 0 counts", () => {
  const elf = withModinfo({ sh_type: 1, sh_flags: 0, sh_size: 8 }, { sh_offset: 1 << 20 });
  expect(evidence(judge({ generation: "5.10" }, { elf }), "modinfo-far")).toEqual([
    { offset: 1 << 20, end: 1 << 20, size: 8192 },
  ]);
  expect(evidence(judge({ generation: "7.1" }, { elf }), "modinfo-far")).toEqual([]);
});
