import { expect, test } from "vitest";
import { writtenFrom } from "./write-configuration.ts";

const config = `#
# Automatically generated file; DO NOT EDIT.
# Linux/arm64 6.12.95 Kernel Configuration
#
CONFIG_BUILT_IN=y
CONFIG_AS_MODULE=m
# CONFIG_NOT_SET is not set
CONFIG_NUMBER=-12
CONFIG_ADDRESS=0xffff
CONFIG_BARE=1f
CONFIG_DIGITS=10
CONFIG_TEXT="a \\"b\\" \\\\ c"
CONFIG_EMPTY=""
`;

const lines = (text: string, symbol: string): string =>
  text
    .split("\n")
    .filter((line) => new RegExp(`\\b${symbol}(?:_MODULE)?\\b`).test(line))
    .join("\n");

test("each kind of value as each file has it", () => {
  const { forMake, forCompiler, forRust } = writtenFrom(config, { quotes: false });
  const cases: readonly (readonly [string, string, string, string])[] = [
    [
      "CONFIG_BUILT_IN",
      "CONFIG_BUILT_IN=y",
      "#define CONFIG_BUILT_IN 1",
      '--cfg=CONFIG_BUILT_IN\n--cfg=CONFIG_BUILT_IN="y"',
    ],
    [
      "CONFIG_AS",
      "CONFIG_AS_MODULE=m",
      "#define CONFIG_AS_MODULE_MODULE 1",
      '--cfg=CONFIG_AS_MODULE\n--cfg=CONFIG_AS_MODULE="m"',
    ],
    ["CONFIG_NUMBER", "CONFIG_NUMBER=-12", "#define CONFIG_NUMBER -12", '--cfg=CONFIG_NUMBER="-12"'],
    [
      "CONFIG_ADDRESS",
      "CONFIG_ADDRESS=0xffff",
      "#define CONFIG_ADDRESS 0xffff",
      '--cfg=CONFIG_ADDRESS="0xffff"',
    ],
    ["CONFIG_BARE", "CONFIG_BARE=1f", "#define CONFIG_BARE 0x1f", '--cfg=CONFIG_BARE="0x1f"'],
    ["CONFIG_DIGITS", "CONFIG_DIGITS=10", "#define CONFIG_DIGITS 10", '--cfg=CONFIG_DIGITS="10"'],
    [
      "CONFIG_TEXT",
      'CONFIG_TEXT=a "b" \\ c',
      '#define CONFIG_TEXT "a \\"b\\" \\\\ c"',
      '--cfg=CONFIG_TEXT="a \\"b\\" \\\\ c"',
    ],
    ["CONFIG_EMPTY", "CONFIG_EMPTY=", '#define CONFIG_EMPTY ""', '--cfg=CONFIG_EMPTY=""'],
    ["CONFIG_NOT_SET", "", "", ""],
  ];
  for (const [symbol, make, c, rust] of cases) {
    const found = [forMake, forCompiler, forRust].map((text) =>
      symbol === "CONFIG_AS" ? lines(text, "CONFIG_AS_MODULE") : lines(text, symbol),
    );
    expect([symbol, ...found]).toEqual([symbol, make, c, rust]);
  }
});

test("the headings of today", () => {
  const { forMake, forCompiler, forRust } = writtenFrom(config, { quotes: false });
  const title = "Linux/arm64 6.12.95 Kernel Configuration";
  expect(forMake).toMatch(/^#\n# Automatically generated file; DO NOT EDIT\.\n# Linux/);
  expect(
    forCompiler.startsWith(`/*\n * Automatically generated file; DO NOT EDIT.\n * ${title}\n */\n`),
  ).toBe(true);
  expect(forRust).toMatch(/^--cfg=/);
});

test("as the files were written before: quotes, the frame of the heading, a number that is hexadecimal", () => {
  const forMake = '#\n#\nCONFIG_DIGITS=10\nCONFIG_TEXT="old"\n';
  const forCompiler =
    '/*\n *\n * Automatically\n */\n#define CONFIG_DIGITS 0x10\n#define CONFIG_TEXT "old"\n';
  const written = writtenFrom(config, { forMake, forCompiler, quotes: false });
  expect(lines(written.forMake, "CONFIG_TEXT")).toBe('CONFIG_TEXT="a \\"b\\" \\\\ c"');
  expect(lines(written.forCompiler, "CONFIG_DIGITS")).toBe("#define CONFIG_DIGITS 0x10");
  expect(written.forCompiler).toMatch(/^\/\*\n \*\n \* Automatically .*\n \* Linux.*\n \*\n \*\/\n/);
});

test("a symbol that is set twice has its last value, and one that is taken back has none", () => {
  const { forMake } = writtenFrom("CONFIG_A=y\nCONFIG_B=y\nCONFIG_A=m\n# CONFIG_B is not set\n", {
    quotes: false,
  });
  expect(forMake.split("\n").slice(4)).toEqual(["CONFIG_A=m", ""]);
});
