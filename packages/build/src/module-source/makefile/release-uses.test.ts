import { expect, test } from "vitest";
import { releaseUses } from "./release-uses.ts";
import type { Reader } from "./seen-by.ts";
import { makefileStatements } from "./statements.ts";

function uses(text: string, reader: Reader): { offered: string[]; fixed: string[] } {
  const { offered, fixed } = releaseUses(
    [{ file: "Makefile", statements: makefileStatements(text) }],
    reader,
  );
  return {
    offered: offered.map(({ variable, role }) => `${variable} ${role}`),
    fixed: fixed.map(({ file, line }) => `${file}:${line}`),
  };
}

const usual = `
obj-m := hello.o
KDIR ?= /lib/modules/$(shell uname -r)/build
all:
	$(MAKE) -C $(KDIR) M=$(PWD) modules
install:
	depmod -a $(shell uname -r)
`;

test("what kbuild does not use does no harm, and make is told of the headers", () => {
  expect(uses(usual, "kbuild")).toEqual({ offered: [], fixed: [] });
  expect(uses(usual, "make")).toEqual({ offered: ["KDIR headers"], fixed: [] });
});

test("the branch of the other reader does not count", () => {
  const text = `
ifneq ($(KERNELRELEASE),)
obj-m := hello.o
else
ccflags-y += -DR=$(shell uname -r)
endif
`;
  expect(uses(text, "kbuild")).toEqual({ offered: [], fixed: [] });
});

test("a release that goes on into options of the compiler, by a variable that can be told", () => {
  const text = `
KVER := $(shell uname -r)
MAJOR = $(word 1,$(subst ., ,$(KVER)))
obj-m := hello.o
ccflags-y += -DMAJOR=$(MAJOR)
`;
  expect(uses(text, "kbuild")).toEqual({ offered: ["KVER release"], fixed: [] });
});

test.each([
  ["ccflags-y += -I/lib/modules/$(shell uname -r)/build/extra\nobj-m := a.o", "Makefile:1"],
  ["override KVER := $(shell uname -r)\nobj-m := a.o\nEXTRA_CFLAGS += -DV=$(KVER)", "Makefile:1"],
  ["MAJOR := $(shell uname -r | cut -d. -f1)\nobj-m := a.o\nccflags-y := -DM=$(MAJOR)", "Makefile:1"],
  ["obj-m := a.o\nifeq ($(shell uname -r),6.1)\nccflags-y := -DOLD\nendif", "Makefile:3"],
  ["include /lib/modules/$(shell uname -r)/build/.config\nobj-m := a.o", "Makefile:1"],
])("what cannot be told: %j", (text, place) => {
  expect(uses(text, "kbuild")).toEqual({ offered: [], fixed: [place] });
});

test("a wrapper that names the running kernel in its recipe", () => {
  const text = "all:\n\t$(MAKE) -C /lib/modules/`uname -r`/build M=$(PWD) modules\n";
  expect(uses(text, "make")).toEqual({ offered: [], fixed: ["Makefile:2"] });
});

test("a place to install to is not asked for by a build", () => {
  const text = `
KVER ?= $(shell uname -r)
KSRC := /lib/modules/$(KVER)/build
MODDESTDIR := /lib/modules/$(shell uname -r)/kernel/drivers/net/
modules:
	$(MAKE) -C $(KSRC) M=$(shell pwd) modules
install:
	install hello.ko $(MODDESTDIR)
`;
  expect(uses(text, "make")).toEqual({ offered: ["KVER release", "KSRC headers"], fixed: [] });
});

test("kbuild has KERNELRELEASE, so a default for it is none", () => {
  const text = "KERNELRELEASE ?= $(shell uname -r)\nobj-m := a.o\nccflags-y += -DR=$(KERNELRELEASE)\n";
  expect(uses(text, "kbuild")).toEqual({ offered: [], fixed: [] });
  expect(uses(text, "make").offered).toEqual(["KERNELRELEASE release"]);
});
