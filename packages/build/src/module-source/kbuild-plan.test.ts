import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { BuildPlan } from "./build-step.ts";
import { kbuildPlan } from "./kbuild-plan.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-plan-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

function plan(
  files: Readonly<Record<string, string>>,
  changes: { readonly running?: string; readonly variables?: readonly string[] } = {},
): Promise<BuildPlan> {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return kbuildPlan(directory, {
    release: "6.12-board",
    running: "6.1-here",
    headers: "/headers",
    valueOf: (name) => (name === "CONFIG_NET" ? "y" : undefined),
    variables: [],
    ...changes,
  });
}

const stepsOf = ({ steps }: BuildPlan): string[] =>
  steps.map((step) =>
    step.kind === "shell" ? step.command : `${step.kind} ${step.directory}: ${step.arguments.join(" ")}`,
  );

const wrapper = `
KDIR ?= /lib/modules/$(shell uname -r)/build
all:
	$(MAKE) -C $(KDIR) M=$(PWD) modules
`;

test("obj-m: kbuild itself, whatever else the Makefile does", async () => {
  expect(stepsOf(await plan({ Makefile: `obj-m := a.o\n${wrapper}` }))).toEqual(["kbuild : modules"]);
});

test("Kbuild goes before Makefile", async () => {
  expect(stepsOf(await plan({ Kbuild: "obj-m := a.o\n", Makefile: wrapper }))).toEqual(["kbuild : modules"]);
});

test("an option that the Makefile sets only when it is called by hand", async () => {
  const Makefile = `ifneq ($(KERNELRELEASE),)\nobj-$(CONFIG_RTL) += a.o\nelse\nexport CONFIG_RTL = m\n${wrapper}endif\n`;
  const found = await plan({ Makefile });
  expect(stepsOf(found)).toEqual(["make : KDIR=/headers"]);
  expect(found.notes[0]?.en).toContain("CONFIG_RTL");
  expect(stepsOf(await plan({ Makefile }, { variables: ["CONFIG_RTL=m"] }))).toEqual(["kbuild : modules"]);
});

test("an option that the kernel has, or that nothing sets", async () => {
  expect(stepsOf(await plan({ Kbuild: "obj-$(CONFIG_NET) += a.o\n" }))).toEqual(["kbuild : modules"]);
  await expect(plan({ Kbuild: "obj-$(CONFIG_NO) += a.o\n" })).rejects.toThrow(
    /CONFIG_NO is not set .* CONFIG_NO=m/,
  );
});

test("modules below, which may use each other", async () => {
  const found = await plan({ "one/Makefile": "obj-m := a.o\n", "two/Kbuild": "obj-m := b.o\n", "doc/x": "" });
  expect(stepsOf(found)).toEqual([
    "kbuild one: modules",
    "kbuild two: KBUILD_EXTRA_SYMBOLS=@SOURCE@/one/Module.symvers modules",
  ]);
});

test("a Makefile above several directories knows their order", async () => {
  const files = { Makefile: wrapper, "one/Makefile": "obj-m := a.o\n", "two/Kbuild": "obj-m := b.o\n" };
  expect(stepsOf(await plan(files))).toEqual(["make : KDIR=/headers"]);
});

test("the running kernel in what kbuild reads: told where that can be, refused where not", async () => {
  const named = "KVER := $(shell uname -r)\nobj-m := a.o\nccflags-y += -DV=$(KVER)\n";
  expect(stepsOf(await plan({ Makefile: named }))).toEqual(["kbuild : KVER=6.12-board modules"]);
  const fixed = "obj-m := a.o\nccflags-y += -DV=$(shell uname -r)\n";
  await expect(plan({ Makefile: fixed })).rejects.toThrow(
    /^Makefile, line 2 asks for the kernel that runs here \(6\.1-here\)/,
  );
  expect(stepsOf(await plan({ Makefile: fixed }, { running: "6.12-board" }))).toEqual(["kbuild : modules"]);
});

test("in a directory that kbuild is sent to, and in a file that is included", async () => {
  await expect(
    plan({ Kbuild: "obj-m += sub/\n", "sub/Makefile": "obj-m := a.o\nccflags-y := -D$(shell uname -r)\n" }),
  ).rejects.toThrow(/^sub\/Makefile, line 2/);
  await expect(
    plan({ Kbuild: "include $(src)/x.mk\nobj-m := a.o\n", "x.mk": "EXTRA_CFLAGS := -D$(shell uname -r)\n" }),
  ).rejects.toThrow(/^x\.mk, line 1/);
});

test("nothing to build", async () => {
  await expect(plan({ README: "x" })).rejects.toThrow(/nothing to build/);
  await expect(plan({ Makefile: "all:\n\tgcc hello.c\n" })).rejects.toThrow(/nothing to build/);
});
