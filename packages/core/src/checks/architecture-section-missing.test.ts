import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

test("arm64 wants .plt and .init.plt", () => {
  const verdict = judge(
    { architecture: architecture("arm64") },
    { elf: elfShape({ e_machine: 183 }, [section(".plt")]) },
  );
  expect(evidence(verdict, "architecture-section-missing")).toEqual([
    { section: ".init.plt", architecture: "arm64" },
  ]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: ["hello: module PLT section(s) missing"] });
});

test.each([
  ["riscv64", 243, "CONFIG_MODULE_SECTIONS=y", [".plt"], "hello: module GOT section(s) missing"],
  ["loongarch64", 258, "", [".got", ".plt"], "kmod: hello: module PLT.IDX section(s) missing"],
  ["ppc64le", 21, "", [], "module_64: hello: doesn't contain .stubs."],
] as const)("%s has its own words", (name, e_machine, config, sections, line) => {
  const elf = elfShape(
    { e_machine },
    sections.map((one) => section(one)),
  );
  const verdict = judge({ architecture: architecture(name), config: configOf(config) }, { elf });
  expect(verdict.predicted.log).toEqual([line]);
});

test("before 6.6 arm64 asks only with CONFIG_ARM64_MODULE_PLTS", () => {
  const module = { elf: elfShape({ e_machine: 183 }) };
  const kernel = { architecture: architecture("arm64"), release: "6.1.0", generation: "5.13" } as const;
  expect(judge(kernel, module).outcome).toBe("loads");
  const config = configOf("CONFIG_ARM64_MODULE_PLTS=y");
  expect(judge({ ...kernel, config }, module).outcome).toBe("refused");
});
