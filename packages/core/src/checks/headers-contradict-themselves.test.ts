import { expect, test } from "vitest";
import { ids, judge } from "../../test/build/judge.ts";

const files = { config: ".config", forMake: "auto.conf", forCompiler: "autoconf.h" };

test("is told, what does the most to modules first, and refuses nothing", () => {
  const contradictions = [
    { symbol: "CONFIG_USB_SERIAL", config: "m" },
    { symbol: "CONFIG_GCC_VERSION", config: "140000", forMake: "120200", forCompiler: "120200" },
    { symbol: "CONFIG_LIVEPATCH", forMake: "y", forCompiler: "y" },
    { symbol: "CONFIG_HZ", config: "100", forMake: "250", forCompiler: "250" },
  ];
  const verdict = judge({ headersContradictions: { files, contradictions } }, {});
  expect(ids(verdict)).toEqual(["headers-contradict-themselves"]);
  expect(verdict.outcome).toBe("loads");
  expect(verdict.findings[0]?.evidence).toMatchObject({
    count: 4,
    symbols: [
      { symbol: "CONFIG_LIVEPATCH" },
      { symbol: "CONFIG_HZ" },
      { symbol: "CONFIG_GCC_VERSION" },
      { symbol: "CONFIG_USB_SERIAL" },
    ],
  });
});

test("nothing is told of headers that agree with themselves", () => {
  expect(ids(judge({ headersContradictions: undefined }, {}))).toEqual([]);
});
