import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

test("is found", () => {
  const verdict = judge({}, { elf: elfShape({}, [section(".text.patch", { sh_flags: 7 })]) });
  expect(evidence(verdict, "section-writable-and-executable")).toEqual([
    { index: 8, section: ".text.patch" },
  ]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["hello: section .text.patch (index 8) has invalid WRITE|EXEC flags"],
  });
});

test.each([
  ["arm64", 183, "CONFIG_ARM64_MODULE_PLTS=y"],
  ["arm", 40, "CONFIG_ARM_MODULE_PLTS=y"],
  ["riscv64", 243, "CONFIG_MODULE_SECTIONS=y"],
] as const)("the loader of %s gives .plt other flags before", (name, e_machine, option) => {
  const sections = [".plt", ".init.plt", ".got", ".got.plt"].map((one) => section(one, { sh_flags: 7 }));
  const kernel = {
    architecture: architecture(name),
    release: "5.10.0",
    generation: "5.10",
    config: configOf(`CONFIG_STRICT_MODULE_RWX=y\n${option}`),
  } as const;
  const rewritten =
    name === "riscv64" ? sections.filter((one) => one.name !== ".init.plt") : sections.slice(0, 2);
  const module = (...more: typeof sections): Parameters<typeof judge>[1] => ({
    elf: elfShape({ e_machine }, [...rewritten, ...more]),
  });
  expect(evidence(judge(kernel, module()), "section-writable-and-executable")).toEqual([]);
  expect(
    evidence(
      judge(kernel, module(section(".text.patch", { sh_flags: 7 }))),
      "section-writable-and-executable",
    ),
  ).toMatchObject([{ section: ".text.patch" }]);
});
