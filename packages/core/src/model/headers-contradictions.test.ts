import { expect, test } from "vitest";
import { contradictionsIn } from "./headers-contradictions.ts";

const config = `
CONFIG_A=y
CONFIG_B=m
# CONFIG_C is not set
CONFIG_N=1
CONFIG_HEX=1f
CONFIG_TEXT="a \\"b\\""
CONFIG_OWN_MODULE=y
`;
const forMake = config.replace("# CONFIG_C is not set\n", "");
const forCompiler = `
#define CONFIG_A 1
#define CONFIG_B_MODULE 1
#define CONFIG_N 1
#define CONFIG_HEX 0x1f
#define CONFIG_TEXT "a \\"b\\""
#define CONFIG_OWN_MODULE 1
`;

test("files that were made of each other agree, in their three forms", () => {
  expect(contradictionsIn({ config, forMake, forCompiler })).toEqual([]);
  expect(contradictionsIn({ forMake, forCompiler })).toEqual([]);
  expect(contradictionsIn({ config, forCompiler: forCompiler.replaceAll("\n", "\r\n") })).toEqual([]);
});

test("auto.conf without quotes, as later kernels write it", () => {
  const bare = forMake.replace('"a \\"b\\""', 'a "b"');
  expect(bare).not.toBe(forMake);
  expect(contradictionsIn({ config, forMake: bare, forCompiler })).toEqual([]);
  expect(contradictionsIn({ forMake: bare, forCompiler })).toEqual([]);
  expect(contradictionsIn({ config, forMake: bare.replace('a "b"', 'a "c"') })).toEqual([
    { symbol: "CONFIG_TEXT", config: '"a \\"b\\""', forMake: 'a "c"' },
  ]);
});

test.each([
  ["CONFIG_A=y", "# CONFIG_A is not set", { symbol: "CONFIG_A", forMake: "y", forCompiler: "y" }],
  ["# CONFIG_C is not set", "CONFIG_C=y", { symbol: "CONFIG_C", config: "y" }],
  ["CONFIG_B=m", "CONFIG_B=y", { symbol: "CONFIG_B", config: "y", forMake: "m", forCompiler: "m" }],
  ["CONFIG_N=1", "CONFIG_N=2", { symbol: "CONFIG_N", config: "2", forMake: "1", forCompiler: "1" }],
  [
    "CONFIG_HEX=1f",
    "CONFIG_HEX=2f",
    { symbol: "CONFIG_HEX", config: "2f", forMake: "1f", forCompiler: "0x1f" },
  ],
])(".config changed from %s to %s", (from, to, expected) => {
  const changed = config.replace(from, to);
  expect(changed).not.toBe(config);
  expect(contradictionsIn({ config: changed, forMake, forCompiler })).toEqual([expected]);
});

test("autoconf.h changed", () => {
  const lost = forCompiler.replace("#define CONFIG_B_MODULE 1\n", "");
  expect(contradictionsIn({ config, forMake, forCompiler: lost })).toEqual([
    { symbol: "CONFIG_B", config: "m", forMake: "m" },
  ]);
  const built = forCompiler.replace("CONFIG_B_MODULE", "CONFIG_B");
  expect(contradictionsIn({ config, forCompiler: built })).toEqual([
    { symbol: "CONFIG_B", config: "m", forCompiler: "y" },
  ]);
});

test("one file alone contradicts nothing", () => {
  expect(contradictionsIn({ config })).toEqual([]);
  expect(contradictionsIn({ forCompiler })).toEqual([]);
  expect(contradictionsIn({})).toEqual([]);
});
