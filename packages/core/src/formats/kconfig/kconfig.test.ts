import { expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { configured, configValue } from "../../model/config.ts";
import { configHeader, looksLikeConfig, parseConfig } from "./kconfig.ts";

const config = `#
# Automatically generated file; DO NOT EDIT.
# Linux/arm64 6.12.95 Kernel Configuration
#
CONFIG_CC_VERSION_TEXT="gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0"
CONFIG_MODULES=y
CONFIG_MII=m
CONFIG_NR_CPUS=256
# CONFIG_MODULE_SIG_FORCE is not set
`;

const autoconf = `/*
 * Automatically generated file; DO NOT EDIT.
 * Linux/arm64 6.12.95 Kernel Configuration
 */
#define CONFIG_MODULES 1
#define CONFIG_MII_MODULE 1
#define CONFIG_NR_CPUS 256
#define CONFIG_CC_VERSION_TEXT "gcc-12"
`;

const parse = (content: string): ReturnType<typeof parseConfig> => parseConfig(text(content), "config");

test("values of a configuration", () => {
  const read = parse(config);
  expect(configValue(read, "CONFIG_MODULES")).toBe("y");
  expect(configValue(read, "CONFIG_NR_CPUS")).toBe("256");
  expect(configValue(read, "CONFIG_CC_VERSION_TEXT")).toContain("Debian 12.2.0");
  expect(configured(read, "CONFIG_MII")).toBe(true);
  expect(configured(read, "CONFIG_MODULE_SIG_FORCE")).toBe(false);
});

test("autoconf.h says the same in its own way", () => {
  const read = parse(autoconf);
  expect(configValue(read, "CONFIG_MODULES")).toBe("y");
  expect(configValue(read, "CONFIG_MII")).toBe("m");
  expect(configValue(read, "CONFIG_NR_CPUS")).toBe("256");
  expect(configValue(read, "CONFIG_CC_VERSION_TEXT")).toBe("gcc-12");
  expect(configValue(read, "CONFIG_ABSENT")).toBeUndefined();
});

test("the header tells ARCH and KERNELVERSION, in either form", () => {
  const header = { arch: "arm64", kernelVersion: "6.12.95" };
  expect(configHeader(parse(config))).toEqual(header);
  expect(configHeader(parse(autoconf))).toEqual(header);
  expect(configHeader(parse("CONFIG_MODULES=y\n"))).toBeUndefined();
});

test("a comment in Latin-1 does not hurt, a name in UTF-8 stays", () => {
  const latin = Uint8Array.from([...text("# K"), 0xf6, ...text("ln\nCONFIG_MODULES=y\n")]);
  expect(configValue(parseConfig(latin, "config"), "CONFIG_MODULES")).toBe("y");
  expect(configValue(parse('CONFIG_LOCALVERSION="-öl"\n'), "CONFIG_LOCALVERSION")).toBe("-öl");
});

test("recognised by content", () => {
  expect(looksLikeConfig(text(config))).toBe(true);
  expect(looksLikeConfig(text(autoconf))).toBe(true);
  expect(looksLikeConfig(text("# CONFIG_MODULES is not set\n"))).toBe(true);
  expect(looksLikeConfig(text("the value of CONFIG_MODULES=y matters\n"))).toBe(false);
  expect(looksLikeConfig(text("\x7fELF\0CONFIG_X=y\n"))).toBe(false);
  expect(looksLikeConfig(new Uint8Array(0))).toBe(false);
});

test.each([
  ["an empty file", "", 0],
  ["some other text", "Hello\nworld\n", 0],
  ["a NUL", "CONFIG_X=y\n\0", 11],
])("%s is no configuration", (_, content, offset) => {
  expect(() => parse(content)).toThrow(expect.objectContaining({ name: "FormatError", offset }));
});

test("damage is a FormatError or a value", async () => {
  await survivesDamage(text(config), (bytes) => configHeader(parseConfig(bytes, "config")));
  await survivesDamage(text(autoconf), (bytes) => configHeader(parseConfig(bytes, "autoconf.h")));
});
