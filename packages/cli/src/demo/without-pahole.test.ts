import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { symbolsIn, withoutPahole } from "./without-pahole.ts";

const list = "# CONFIG_COMMENT\n\nCONFIG_DEBUG_INFO_BTF\nCONFIG_DEBUG_INFO_BTF_MODULES\n";

test("a list names one symbol in a line", () => {
  expect(symbolsIn(list)).toEqual(["CONFIG_DEBUG_INFO_BTF", "CONFIG_DEBUG_INFO_BTF_MODULES"]);
});

test(".config and auto.conf lose the symbols and keep all else", () => {
  const config = [
    "# CONFIG_DEBUG_INFO_NONE is not set",
    "CONFIG_PAHOLE_VERSION=124",
    "CONFIG_DEBUG_INFO_BTF=y",
    "CONFIG_DEBUG_INFO_BTF_MODULES=y",
    "CONFIG_DEBUG_INFO_BTF_OTHER=y",
    'CONFIG_CC_VERSION_TEXT="gcc CONFIG_DEBUG_INFO_BTF=y"',
    "",
  ].join("\n");
  expect(withoutPahole(config, symbolsIn(list))).toBe(
    [
      "# CONFIG_DEBUG_INFO_NONE is not set",
      "CONFIG_PAHOLE_VERSION=0",
      "CONFIG_DEBUG_INFO_BTF_OTHER=y",
      'CONFIG_CC_VERSION_TEXT="gcc CONFIG_DEBUG_INFO_BTF=y"',
      "",
    ].join("\n"),
  );
});

test("autoconf.h loses the same", () => {
  const header = "#define CONFIG_PAHOLE_VERSION 124\n#define CONFIG_DEBUG_INFO_BTF 1\n#define CONFIG_SMP 1\n";
  expect(withoutPahole(header, symbolsIn(list))).toBe(
    "#define CONFIG_PAHOLE_VERSION 0\n#define CONFIG_SMP 1\n",
  );
});

test("the demo's own list names the option that guards members of struct module", async () => {
  const own = await readFile(new URL("../../../../demo/lost-without-pahole.txt", import.meta.url), "utf8");
  expect(symbolsIn(own)).toContain("CONFIG_DEBUG_INFO_BTF_MODULES");
});
