import { expect, test } from "vitest";
import { configOf } from "../model/config.ts";
import { compilerIn } from "./compiler.ts";
import { compilerDrift, toolchainDrift, toolDifferenceText } from "./toolchain-drift.ts";
import { toolchainOf } from "./toolchain.ts";

test.each([
  [
    "Linux version 6.12.95 (d@b) (aarch64-linux-gnu-gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0, GNU ld 2.40) #1",
    "gcc",
    [12, 2, 0],
  ],
  ["gcc-12 (Debian 12.2.0-14) 12.2.0", "gcc", [12, 2, 0]],
  ["GCC: (Debian 12.2.0-14) 12.2.0", "gcc", [12, 2, 0]],
  ["GCC: (GNU) 15.2.1 20260103", "gcc", [15, 2, 1]],
  ["arm-linux-gnueabihf-gcc (crosstool-NG (x) 1.26) 8.5.0", "gcc", [8, 5, 0]],
  ["Debian clang version 17.0.6 (9~deb12u1)", "clang", [17, 0, 6]],
  ["Linux version 6.6.1 (clang version 17.0.2 (https://github.com/x), LLD 17.0.2) #1", "clang", [17, 0, 2]],
])("the compiler in %s", (text, kind, version) => {
  expect(compilerIn(text)).toEqual({ kind, version });
});

test("texts that name no compiler", () => {
  for (const text of ["", "rustc 1.85.0", "gcc", "GCC: () x.y.z", "((((".repeat(5000)]) {
    expect(compilerIn(text)).toBeUndefined();
  }
});

const GCC = `CONFIG_CC_IS_GCC=y
CONFIG_CC_VERSION_TEXT="gcc-12 (Debian 12.2.0-14) 12.2.0"
CONFIG_GCC_VERSION=120200
CONFIG_CLANG_VERSION=0
CONFIG_AS_VERSION=24000
CONFIG_LD_VERSION=24000
CONFIG_LLD_VERSION=0
CONFIG_PAHOLE_VERSION=124
CONFIG_RUSTC_VERSION=0
CONFIG_CC_HAS_RETURN_THUNK=y
CONFIG_MITIGATION_RETHUNK=y
CONFIG_DEBUG_INFO_BTF=y
CONFIG_DEBUG_INFO_BTF_MODULES=y
`;
const kernel = configOf(GCC);
const with_ = (...changes: readonly (readonly [string, string])[]): ReturnType<typeof configOf> =>
  configOf(changes.reduce((text, [from, to]) => text.replace(from, to), GCC));
const GCC14 = [["Debian 12.2.0-14) 12.2.0", "Debian 14.2.0-19) 14.2.0"]] as const;

test("what a configuration was made with", () => {
  expect(toolchainOf(kernel)).toEqual({
    compiler: { kind: "gcc", version: [12, 2, 0] },
    tools: { assembler: "24000", linker: "24000", pahole: "124", rustc: "none" },
    plugins: false,
  });
  expect(toolchainOf(configOf("CONFIG_CC_IS_CLANG=y\nCONFIG_CLANG_VERSION=170006")).compiler).toEqual({
    kind: "clang",
    version: [17, 0, 6],
  });
  expect(toolchainOf(configOf("CONFIG_SMP=y"))).toEqual({ tools: {}, plugins: false });
});

test("the same tools: nothing", () => {
  expect(toolchainDrift(kernel, kernel)).toEqual([]);
});

test("another version of the compiler alone is noise, and is said to be", () => {
  const [drift, ...others] = toolchainDrift(kernel, with_(...GCC14));
  expect(others).toEqual([]);
  expect(drift).toEqual({ tool: "compiler", kernel: "gcc 12.2.0", other: "gcc 14.2.0" });
  expect(drift && toolDifferenceText(drift).en).toBe(
    "the compiler differs, gcc 12.2.0 in the kernel and gcc 14.2.0 here: that alone does no harm",
  );
});

test("the banner has the last word on the kernel's compiler", () => {
  const banner = "Linux version 6.12.95 (d@b) (gcc-14 (Debian 14.2.0-19) 14.2.0, GNU ld) #1";
  expect(toolchainDrift(kernel, with_(...GCC14), banner)).toEqual([]);
});

test("another compiler matters where plugins were built for the kernel's", () => {
  const plugins = configOf(`${GCC}CONFIG_GCC_PLUGINS=y\n`);
  expect(toolchainDrift(plugins, with_(...GCC14))[0]?.matters).toEqual({ why: "plugins" });
});

test("a compiler that is too old for what the kernel has", () => {
  const old = with_(
    ["Debian 12.2.0-14) 12.2.0", "Debian 7.5.0-1) 7.5.0"],
    ["CONFIG_CC_HAS_RETURN_THUNK=y\n", ""],
    ["CONFIG_MITIGATION_RETHUNK=y\n", ""],
  );
  expect(toolchainDrift(kernel, old)[0]?.matters).toEqual({
    why: "options lost",
    options: ["CONFIG_MITIGATION_RETHUNK"],
  });
});

test("pahole: none matters with what went, another version is noise", () => {
  const without = with_(
    ["PAHOLE_VERSION=124", "PAHOLE_VERSION=0"],
    ["CONFIG_DEBUG_INFO_BTF=y\nCONFIG_DEBUG_INFO_BTF_MODULES=y\n", ""],
  );
  expect(toolchainDrift(kernel, without)).toEqual([
    {
      tool: "pahole",
      kernel: "124",
      other: "none",
      matters: { why: "options lost", options: ["CONFIG_DEBUG_INFO_BTF", "CONFIG_DEBUG_INFO_BTF_MODULES"] },
    },
  ]);
  const [later] = toolchainDrift(kernel, with_(["PAHOLE_VERSION=124", "PAHOLE_VERSION=130"]));
  expect(later).toEqual({ tool: "pahole", kernel: "124", other: "130" });
});

test("a module of gcc in a kernel of clang: noise, unless control flow is checked", () => {
  const clang = 'CONFIG_CC_IS_CLANG=y\nCONFIG_CC_VERSION_TEXT="clang version 17.0.6"\n';
  const gcc = compilerIn("GCC: (GNU) 14.2.0");
  expect(compilerDrift(configOf(clang), gcc)[0]?.matters).toBeUndefined();
  expect(
    compilerDrift(configOf(`${clang}CONFIG_CFI_CLANG=y\nCONFIG_LTO_CLANG=y\n`), gcc)[0]?.matters,
  ).toEqual({
    why: "incompatible code",
    options: ["CONFIG_CFI_CLANG", "CONFIG_LTO_CLANG"],
  });
  expect(
    compilerDrift(configOf(`${clang}CONFIG_CFI_CLANG=y\n`), compilerIn("clang version 18.1.0"))[0]?.matters,
  ).toBeUndefined();
  expect(compilerDrift(kernel, undefined)).toEqual([]);
});

test("every consequence has its texts", () => {
  for (const matters of [
    undefined,
    { why: "plugins" },
    { why: "incompatible code", options: ["CONFIG_CFI"] },
    { why: "options lost", options: ["CONFIG_RUST"] },
  ] as const) {
    const text = toolDifferenceText({
      tool: "rustc",
      kernel: "108500",
      other: "none",
      ...(matters && { matters }),
    });
    expect(text.en).toMatch(/^rustc differs, 108500 in the kernel and none here: [a-z]/);
    expect(text.zh).toMatch(/^rustc 不同（内核为 108500，这里为无）：/);
  }
});
