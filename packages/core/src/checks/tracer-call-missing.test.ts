import { expect, test } from "vitest";
import { ids, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const untraced = { section: ".text", offset: 0x10 };
const found = (options: string, relocations: object = {}) =>
  judge(
    { config: configOf(`CONFIG_MODVERSIONS=y\n${options}`) },
    { relocations: { unusual: [], untraced, ...relocations } },
  );

// Seen on 5.10.223, 6.1.176, 6.12.95 and 7.2.13, of x86_64 and arm.
test("is a warning, and no tracer any more", () => {
  const verdict = found("CONFIG_DYNAMIC_FTRACE=y");
  expect(verdict.outcome).toBe("unsafe");
  expect(ids(verdict)).toEqual(["tracer-call-missing"]);
});

test("is nothing to a kernel that does not look", () => {
  expect(ids(found("CONFIG_FUNCTION_TRACER=y"))).toEqual([]);
  expect(ids(found("CONFIG_DYNAMIC_FTRACE=y\nCONFIG_FTRACE_MCOUNT_USE_OBJTOOL=y"))).toEqual([]);
});

test("is not told twice where its relocation is elsewhere", () => {
  const elsewhere = { section: 8, index: 3, type: 4, symbolIndex: 1, offset: 0x1000 };
  expect(ids(found("CONFIG_DYNAMIC_FTRACE=y", { outside: elsewhere }))).not.toContain("tracer-call-missing");
  expect(ids(found("CONFIG_DYNAMIC_FTRACE=y", { symbolOutside: elsewhere }))).not.toContain(
    "tracer-call-missing",
  );
});
