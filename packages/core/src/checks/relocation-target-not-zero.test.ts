import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const elf = elfShape({}, [section(".rela.text", { sh_type: 4, sh_flags: 0, sh_info: 1 })]);
const one = { section: 8, index: 3, type: 1, symbolIndex: 5, offset: 0x47 };

const line = (release: string) =>
  judge({ release }, { elf, relocations: { unusual: [], notZero: one } }).predicted.log;

test("x86_64 refuses it, in the words of the release", () => {
  const rest = "relocation target, existing value is nonzero for";
  expect(line("6.1.0-50-cloud-amd64")).toEqual([
    `module: x86/modules: Skipping invalid ${rest} type 1, loc …`,
  ]);
  expect(line("6.12.95+deb12-cloud-amd64")).toEqual([`module: x86/modules: Invalid ${rest} type 1, loc …`]);
  expect(line("7.3.4")).toEqual([`module: x86/modules: Invalid ${rest} sec …`]);
});

test("a place that is filled in twice is not zero the second time", () => {
  const verdict = judge({}, { elf, relocations: { unusual: [], twice: one } });
  expect(evidence(verdict, "relocation-target-not-zero")).toEqual([
    { section: ".text", offset: 0x47, type: 1, symbolIndex: 5, twice: true },
  ]);
});

test("others do not look", () => {
  const verdict = judge(
    { architecture: architecture("arm64") },
    { elf, relocations: { unusual: [], notZero: one } },
  );
  expect(evidence(verdict, "relocation-target-not-zero")).toEqual([]);
});
