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

test("since 6.12.95 and 6.17 another one for init text is asked for", () => {
  const elf = elfShape({ e_machine: 183 }, [
    section(".plt"),
    section(".init.plt"),
    section(".text.ftrace_trampoline"),
  ]);
  const kernel = { architecture: architecture("arm64"), config: configOf("CONFIG_DYNAMIC_FTRACE=y") };
  const outcome = (release: string): string => judge({ ...kernel, release }, { elf }).outcome;
  expect(outcome("6.12.33+deb13-arm64")).toBe("loads");
  expect(outcome("6.12.95+deb12-cloud-arm64")).toBe("refused");
  expect(outcome("6.17.0")).toBe("refused");
});
