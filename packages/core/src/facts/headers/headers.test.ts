import { expect, test } from "vitest";
import { memoryTree } from "../../../test/build/memory-tree.ts";
import { FormatError } from "../../io/format-error.ts";
import { conditionText } from "../../model/header-condition.ts";
import { openHeaders } from "../../sources/common/headers.ts";
import { readKernelFacts } from "../kernel/index.ts";
import { findRecord, underConfiguration } from "./find-record.ts";
import { guardedMembers, guardedWithin, optionMembers } from "./guarded-members.ts";
import { type Headers, openTree } from "./headers.ts";

const BUILD = "usr/src/linux-headers-6.12-arm64";
const COMMON = "usr/src/linux-headers-6.12-common";

/** Headers as Debian installs them: what is configured apart from the rest. */
const files = {
  [`${BUILD}/Makefile`]: `include /${COMMON}/Makefile\n`,
  [`${BUILD}/Module.symvers`]: "",
  [`${BUILD}/include/generated/autoconf.h`]:
    "/*\n * Linux/arm64 6.12.95 Kernel Configuration\n */\n#define CONFIG_SYSFS 1\n#define CONFIG_KUNIT_MODULE 1\n#define CONFIG_HZ 250\n",
  [`${COMMON}/include/linux/module.h`]: `
    #ifndef _LINUX_MODULE_H
    #define _LINUX_MODULE_H
    #include <linux/mutex.h>
    #include <asm/module.h>
    #ifdef CONFIG_HZ
    #define HAS_HZ
    #endif
    struct module {
      char name[56];
    #ifdef CONFIG_SYSFS
      struct mutex lock;
    #endif
    #if IS_ENABLED(CONFIG_KUNIT)
      int suites;
    #endif
    #ifdef CONFIG_LIVEPATCH
      bool klp;
    #endif
    #ifdef HAS_HZ
      int ticks;
    #endif
    #if SOMETHING > 3
      int maybe;
    #endif
      struct mod_arch_specific arch;
    };
    #endif`,
  [`${COMMON}/include/linux/mutex.h`]: `
    #ifdef CONFIG_PREEMPT_RT
    struct mutex { struct rt_mutex_base rt; };
    #else
    struct mutex {
      long owner;
    #ifdef CONFIG_DEBUG_MUTEXES
      void *magic;
    #endif
    };
    #endif`,
  [`${COMMON}/arch/arm64/include/asm/module.h`]: "struct mod_arch_specific { int plt; };",
  [`${COMMON}/arch/x86/include/asm/module.h`]: "struct mod_arch_specific { int orc; };",
};

async function headersOf(more: Readonly<Record<string, string>> = {}): Promise<Headers> {
  const { headersTree } = await openHeaders(memoryTree("root", { ...files, ...more }), BUILD);
  const headers = headersTree && (await openTree(headersTree));
  if (!headers) throw new Error("these are headers");
  return headers;
}

test("members of struct module with what guards them, under the tree's own configuration", async () => {
  const members = await guardedMembers(await headersOf(), "module");
  expect(members?.map(({ name, condition, present }) => [name, conditionText(condition), present])).toEqual([
    ["name", "1", true],
    ["lock", "defined(CONFIG_SYSFS)", true],
    ["suites", "IS_ENABLED(CONFIG_KUNIT)", true],
    ["klp", "defined(CONFIG_LIVEPATCH)", false],
    ["ticks", "defined(HAS_HZ)", true],
    ["maybe", "SOMETHING > 3", undefined],
    ["arch", "1", true],
  ]);
});

test("members of what it holds, of this architecture and this configuration", async () => {
  const members = await guardedWithin(await headersOf(), "module");
  expect(
    members
      ?.filter(({ name }) => name.includes("."))
      .map(({ name, condition }) => [name, conditionText(condition)]),
  ).toEqual([
    ["lock.owner", "defined(CONFIG_SYSFS)"],
    ["lock.magic", "defined(CONFIG_SYSFS) && defined(CONFIG_DEBUG_MUTEXES)"],
    ["arch.plt", "1"],
  ]);
});

test("options that alone bring members", async () => {
  expect(optionMembers((await guardedMembers(await headersOf(), "module")) ?? [])).toEqual([
    { option: "CONFIG_SYSFS", members: ["lock"] },
    { option: "CONFIG_KUNIT", members: ["suites"] },
    { option: "CONFIG_LIVEPATCH", members: ["klp"] },
  ]);
});

test("what the configuration leaves of a declaration", async () => {
  const found = await findRecord(await headersOf(), "struct", "module");
  const left = found && underConfiguration(found);
  expect(left?.members.map(({ name }) => name)).toEqual(["name", "lock", "suites", "ticks", "maybe", "arch"]);
});

test("a struct that no header declares is not there", async () => {
  expect(await guardedMembers(await headersOf(), "nothing")).toBeUndefined();
});

test("headers that are not configured tell nothing, nor do those without linux/module.h", async () => {
  const none = await openHeaders(memoryTree("root", { [`${BUILD}/Module.symvers`]: "" }), BUILD);
  expect(none.headersTree).toBeUndefined();
  const { headersTree } = await openHeaders(
    memoryTree("root", { "h/include/linux/module.h": "struct module { };" }),
    "h",
  );
  expect(headersTree && (await openTree(headersTree))).toBeUndefined();
});

test("structs that hold each other, and headers that include each other, come to an end", async () => {
  const headers = await headersOf({
    [`${COMMON}/include/linux/mutex.h`]: "#include <linux/module.h>\nstruct mutex { struct mutex again; };",
  });
  const members = await guardedWithin(headers, "module");
  expect(members?.filter(({ name }) => name.startsWith("lock.")).length).toBeGreaterThan(3);
});

test("a damaged header makes the fact unknown, and says where", async () => {
  const path = `${COMMON}/include/linux/module.h`;
  await expect(guardedMembers(await headersOf({ [path]: "#endif" }), "module")).rejects.toThrow(FormatError);
  const { headersTree } = await openHeaders(memoryTree("root", { ...files, [path]: "#endif" }), BUILD);
  const facts = await readKernelFacts({ inputs: [], ...(headersTree && { headersTree }) });
  expect(facts.structModuleOptions).toMatchObject({
    known: false,
    why: { en: expect.stringContaining(`${path} at 0x0`) },
  });
});

test("the fact of a kernel whose headers are given", async () => {
  const headers = await openHeaders(memoryTree("root", files), BUILD);
  const { structModuleOptions } = await readKernelFacts({ inputs: [], ...headers });
  expect(structModuleOptions).toMatchObject({
    known: true,
    value: [{ option: "CONFIG_SYSFS" }, { option: "CONFIG_KUNIT" }, { option: "CONFIG_LIVEPATCH" }],
    origin: { part: "include/linux/module.h" },
  });
});
