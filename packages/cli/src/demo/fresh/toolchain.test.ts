import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findToolchain } from "./toolchain.ts";

const variables =
  "override ARCH = arm64\nCC = $(if $(DEBIAN_KERNEL_USE_CCACHE),$(CCACHE)) $(CROSS_COMPILE)gcc-12\n";
let directory = "";

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
  expect(await findToolchain("arm64", variables, host("x64"))).toEqual({
    compiler: "aarch64-linux-gnu-gcc-12",
  });
});

test("else the default one, and which it stands for", async () => {
  await install("make", "aarch64-linux-gnu-gcc", "aarch64-linux-gnu-gcc-14");
  expect(await findToolchain("arm64", variables, host("x64"))).toEqual({
    compiler: "aarch64-linux-gnu-gcc",
    instead: "aarch64-linux-gnu-gcc-12",
  });
});

test("else the newest, where no default is chosen", async () => {
  await install("make", "aarch64-linux-gnu-gcc-9", "aarch64-linux-gnu-gcc-11", "aarch64-linux-gnu-gcc-ar-13");
  expect(await findToolchain("arm64", variables, host("x64"))).toEqual({
    compiler: "aarch64-linux-gnu-gcc-11",
    instead: "aarch64-linux-gnu-gcc-12",
  });
});

test("before the headers tell, any compiler will do", async () => {
  await install("make", "aarch64-linux-gnu-gcc");
  expect(await findToolchain("arm64", "", host("x64"))).toEqual({ compiler: "aarch64-linux-gnu-gcc" });
});

test("what is missing, by the names of the packages", async () => {
  expect(await findToolchain("arm64", variables, host("x64"))).toEqual({
    missing: ["make", "gcc-aarch64-linux-gnu"],
  });
  expect(await findToolchain("amd64", variables, host("arm64"))).toEqual({
    missing: ["make", "gcc-x86-64-linux-gnu"],
  });
});

test("on the same architecture it is no cross compiler", async () => {
  await install("make");
  expect(await findToolchain("arm64", variables, host("arm64"))).toEqual({ missing: ["gcc"] });
});

test("a file that cannot be run is no program", async () => {
  await install("make");
  await writeFile(join(directory, "aarch64-linux-gnu-gcc"), "", { mode: 0o644 });
  expect(await findToolchain("arm64", variables, host("x64"))).toEqual({
    missing: ["gcc-aarch64-linux-gnu"],
  });
});
