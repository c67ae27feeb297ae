import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const aligned = (sh_addralign: number, machine = 62) =>
  elfShape({ e_machine: machine }, [section(".data..percpu", { sh_addralign })]);

// Seen on 5.10.223, 6.1.176 and 6.12.95.
test("is told", () => {
  const verdict = judge({}, { elf: aligned(65_536) });
  expect(ids(verdict)).toEqual(["percpu-over-aligned"]);
  expect(verdict.outcome).toBe("loads");
  expect(verdict.predicted.log).toEqual(["hello: per-cpu alignment 65536 > 4096"]);
});

test("up to a page is fine", () => {
  expect(ids(judge({}, { elf: aligned(4096) }))).toEqual([]);
});

test.each([
  ["CONFIG_ARM64_64K_PAGES=y", 65_536],
  ["CONFIG_PAGE_SHIFT=14", 16_384],
  ["CONFIG_ARM64_4K_PAGES=y", 4096],
])("the kernel's pages may be larger: %s", (line, page) => {
  const kernel = { architecture: architecture("arm64"), config: configOf(line) };
  const found = (alignment: number) =>
    evidence(judge(kernel, { elf: aligned(alignment, 183) }), "percpu-over-aligned");
  expect(found(page)).toEqual([]);
  expect(found(page * 2)).toEqual([{ alignment: page * 2, page }]);
});
