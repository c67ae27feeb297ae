import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { machineOfDebian } from "./machines.ts";
import {
  askedByConfig,
  askedByVariables,
  findToolchain,
  type MissingPackages,
  type Toolchain,
  toolVariables,
} from "./toolchain.ts";

const variables =
  "override ARCH = arm64\nCC = $(if $(DEBIAN_KERNEL_USE_CCACHE),$(CCACHE)) $(CROSS_COMPILE)gcc-12\n";
let directory = "";

const find = (
  debian: string,
  text: string,
  where: { path: string[]; architecture: string },
): Promise<Toolchain | MissingPackages> => {
  const machine = machineOfDebian(debian);
  if (!machine) throw new Error(`no machine ${debian}`);
  return findToolchain(machine, askedByVariables(text), where);
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "kofit-toolchain-"));
});
afterEach(() => rm(directory, { recursive: true }));

const install = (...programs: string[]): Promise<unknown> =>
  Promise.all(programs.map((program) => writeFile(join(directory, program), "", { mode: 0o755 })));
const host = (architecture: string): { path: string[]; architecture: string } => ({
  path: ["", join(directory, "none"), directory],
  architecture,
});

test("the compiler that the headers name", async () => {
  await install("make", "aarch64-linux-gnu-gcc", "aarch64-linux-gnu-gcc-12");
  expect(await find("arm64", variables, host("x64"))).toEqual({
    compiler: "aarch64-linux-gnu-gcc-12",
    prefix: "aarch64-linux-gnu-",
  });
});

test("else the default one, and which it stands for", async () => {
  await install("make", "aarch64-linux-gnu-gcc", "aarch64-linux-gnu-gcc-14");
  expect(await find("arm64", variables, host("x64"))).toEqual({
    compiler: "aarch64-linux-gnu-gcc",
    prefix: "aarch64-linux-gnu-",
    instead: "aarch64-linux-gnu-gcc-12",
  });
});

test("else the newest, where no default is chosen", async () => {
  await install("make", "aarch64-linux-gnu-gcc-9", "aarch64-linux-gnu-gcc-11", "aarch64-linux-gnu-gcc-ar-13");
  expect(await find("arm64", variables, host("x64"))).toEqual({
    compiler: "aarch64-linux-gnu-gcc-11",
    prefix: "aarch64-linux-gnu-",
    instead: "aarch64-linux-gnu-gcc-12",
  });
});

test("before the headers tell, any compiler will do", async () => {
  await install("make", "aarch64-linux-gnu-gcc");
  expect(await find("arm64", "", host("x64"))).toEqual({
    compiler: "aarch64-linux-gnu-gcc",
    prefix: "aarch64-linux-gnu-",
  });
});

test("what is missing, by the names of the packages", async () => {
  expect(await find("arm64", variables, host("x64"))).toEqual({
    missing: ["make", "gcc-aarch64-linux-gnu"],
  });
  expect(await find("amd64", variables, host("arm64"))).toEqual({
    missing: ["make", "gcc-x86-64-linux-gnu"],
  });
});

test("on the same architecture it is no cross compiler", async () => {
  await install("make");
  expect(await find("arm64", variables, host("arm64"))).toEqual({ missing: ["gcc"] });
});

test("a file that cannot be run is no program", async () => {
  await install("make");
  await writeFile(join(directory, "aarch64-linux-gnu-gcc"), "", { mode: 0o644 });
  expect(await find("arm64", variables, host("x64"))).toEqual({
    missing: ["gcc-aarch64-linux-gnu"],
  });
});

test("on the same architecture the compiler may have no prefix", async () => {
  await install("make", "gcc", "gcc-12", "gcc-ar");
  expect(await find("arm64", variables, host("arm64"))).toEqual({ compiler: "gcc-12", prefix: "" });
  expect(await find("arm64", "", host("arm64"))).toEqual({ compiler: "gcc", prefix: "" });
  // It makes programs of this machine, not of the other.
  expect(await find("amd64", "", host("arm64"))).toEqual({ missing: ["gcc-x86-64-linux-gnu"] });
});

test("clang comes with all of LLVM, of one version", async () => {
  const machine = machineOfDebian("amd64");
  if (!machine) throw new Error("no machine");
  const find = (asked: string): ReturnType<typeof findToolchain> =>
    findToolchain(machine, asked, host("x64"));
  await install("make", "clang-18", "ld.lld-18", "llvm-ar-18");
  expect(await find("clang-18")).toEqual({ missing: ["clang", "lld", "llvm"] });
  await install("llvm-nm-18");
  expect(await find("clang-18")).toEqual({ compiler: "clang-18", prefix: "", llvm: "-18" });
  expect(await find("clang")).toEqual({ missing: ["clang", "lld", "llvm"] });
  await install("clang", "ld.lld", "llvm-ar", "llvm-nm");
  expect(await find("clang-19")).toEqual({ compiler: "clang", prefix: "", llvm: "1", instead: "clang-19" });
});

test.each([
  ["aarch64-linux-gnu-gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0", "gcc-12"],
  ["gcc (GCC) 15.1.1 20250425", "gcc"],
  ["x86_64-linux-gnu-gcc-13 (Ubuntu 13.3.0-6ubuntu2~24.04) 13.3.0", "gcc-13"],
  ["Debian clang version 18.1.8 (12)", "clang"],
  ["clang version 19.1.7", "clang"],
  ["Intel compiler", undefined],
  ["", undefined],
])("CONFIG_CC_VERSION_TEXT %j asks for %s", (text, asked) => {
  expect(askedByConfig(text)).toBe(asked);
});

test("what make is told", () => {
  expect(toolVariables({ compiler: "aarch64-linux-gnu-gcc-12", prefix: "aarch64-linux-gnu-" })).toEqual([
    "CC=aarch64-linux-gnu-gcc-12",
    "CROSS_COMPILE=aarch64-linux-gnu-",
  ]);
  expect(toolVariables({ compiler: "gcc", prefix: "" })).toEqual(["CC=gcc"]);
  expect(toolVariables({ compiler: "clang", prefix: "", llvm: "1" })).toEqual(["LLVM=1"]);
});
