import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

test("arm64 refuses it without a word", () => {
  const elf = elfShape({ e_machine: 183 }, [section(".plt"), section(".init.plt")]);
  const kernel = { architecture: architecture("arm64"), config: configOf("CONFIG_DYNAMIC_FTRACE=y") };
  const verdict = judge(kernel, { elf });
  expect(evidence(verdict, "ftrace-trampoline-missing")).toEqual([{ section: ".text.ftrace_trampoline" }]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: [] });
});
