import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { BuildPlan } from "./build-step.ts";
import { dkmsPackage, dkmsPlan } from "./dkms-plan.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-dkms-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function plan(conf: string, makefile?: string): Promise<BuildPlan> {
  writeFileSync(join(directory, "dkms.conf"), conf);
  if (makefile !== undefined) writeFileSync(join(directory, "Makefile"), makefile);
  const called = await dkmsPackage(directory, { name: "module", version: "0" });
  return dkmsPlan(directory, called, {
    release: "6.12-board",
    running: "6.1-here",
    headers: "/headers",
    architecture: "arm64",
    valueOf: (name) => (name === "CONFIG_PCI" ? "y" : undefined),
    variables: [],
    tree: "/w",
    build: `/w/${called.name}/${called.version}/build`,
  });
}

const stepsOf = ({ steps }: BuildPlan): string[] =>
  steps.map((step) =>
    step.kind === "shell"
      ? `${step.origin}: ${step.command}`
      : `${step.kind} ${step.directory}: ${step.arguments.join(" ")}`,
  );

const head = "PACKAGE_NAME=hi\nPACKAGE_VERSION=1.2\nDEST_MODULE_LOCATION[0]=/extra\n";

test("kbuild for a directory below the build directory", async () => {
  const found = await plan(
    `${head}MAKE="make -C \${kernel_source_dir} M=\${dkms_tree}/\${PACKAGE_NAME}/\${PACKAGE_VERSION}/build/src modules"\nBUILT_MODULE_LOCATION=src\n`,
  );
  expect(stepsOf(found)).toEqual(["kbuild src: modules"]);
  expect(found.modules).toEqual([{ name: "hi", location: "src/", stripped: true }]);
});

test("no MAKE: as dkms does then", async () => {
  expect(stepsOf(await plan(head))).toEqual(["kbuild : modules"]);
});

test("its own Makefile is told the release, and what it is not told by the command", async () => {
  const makefile = `KVER ?= $(shell uname -r)
KDIR ?= /lib/modules/$(KVER)/build
all:
	$(MAKE) -C $(KDIR) M=$(PWD) modules
`;
  expect(stepsOf(await plan(`${head}MAKE='make KDIR=$kernel_source_dir all'\n`, makefile))).toEqual([
    "make : KERNELRELEASE=6.12-board KVER=6.12-board KDIR=/headers all",
  ]);
  const given = await plan(`${head}MAKE="make KDIR=$kernel_source_dir KVER=$kernelver all"\n`, makefile);
  expect(stepsOf(given)).toEqual(["make : KERNELRELEASE=6.12-board KDIR=/headers KVER=6.12-board all"]);
});

test("a Makefile of two parts is not told the release: it would take the part for kbuild", async () => {
  const makefile =
    "ifneq ($(KERNELRELEASE),)\nobj-m := hi.o\nelse\nall:\n\t$(MAKE) -C $(KDIR) M=$(PWD)\nendif\n";
  expect(stepsOf(await plan(`${head}MAKE="make KDIR=$kernel_source_dir"\n`, makefile))).toEqual([
    "make : KDIR=/headers",
  ]);
});

test("shell code, before the build or for it, is a step that says where it comes from", async () => {
  const found = await plan(`${head}PRE_BUILD="configure --with=$kernelver"\nMAKE="./build.sh | tee log"\n`);
  expect(stepsOf(found)).toEqual(["PRE_BUILD: ./configure --with=6.12-board", "MAKE: ./build.sh | tee log"]);
});

test("Makefiles that it is sent to are told, too", async () => {
  mkdirSync(join(directory, "one"));
  const below =
    "obj-m := one.o\nKDIR ?= /lib/modules/$(KVER)/build\nall:\n\t$(MAKE) -C $(KDIR) M=$(PWD) modules\n";
  writeFileSync(join(directory, "one/Makefile"), below);
  const found = await plan(`${head}MAKE="make KVER=$kernelver"\n`, "all:\n\t$(MAKE) -C one\n");
  expect(stepsOf(found)).toEqual(["make : KERNELRELEASE=6.12-board KDIR=/headers KVER=6.12-board"]);
});

test("patches, modules, and what shell code decides", async () => {
  const found = await plan(
    `${head}PATCH[0]=a.patch\nPATCH[1]=b.patch\nPATCH_MATCH[1]="^5\\."\nif [ -f x ]; then\nBUILT_MODULE_NAME[1]=two\nfi\n`,
  );
  expect(found.patches).toEqual(["patches/a.patch"]);
  expect(found.modules).toBeUndefined();
});

test("what it excludes", async () => {
  await expect(plan(`${head}BUILD_EXCLUSIVE_ARCH=x86_64\n`)).rejects.toThrow(
    /BUILD_EXCLUSIVE_ARCH is "x86_64"/,
  );
  await expect(plan(`${head}BUILD_EXCLUSIVE_CONFIG="CONFIG_PCI CONFIG_ACPI"\n`)).rejects.toThrow(
    /"CONFIG_ACPI"/,
  );
  expect(
    stepsOf(await plan(`${head}BUILD_EXCLUSIVE_CONFIG=CONFIG_PCI\nBUILD_EXCLUSIVE_ARCH=aarch64\n`)),
  ).toEqual(["kbuild : modules"]);
});

test("a name that no path can have is not taken", async () => {
  writeFileSync(join(directory, "dkms.conf"), "PACKAGE_NAME=../../etc\nPACKAGE_VERSION='1 2'\n");
  expect(await dkmsPackage(directory, { name: "module", version: "0" })).toEqual({
    name: "module",
    version: "0",
  });
});
