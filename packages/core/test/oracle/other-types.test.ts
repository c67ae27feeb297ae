// Which types differ between a module and a kernel: real headers with one option flipped, a real compiler, and what pahole says
// of both sides.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileSource, openTypes } from "../../node/index.ts";
import { readModuleTypes } from "../../src/facts/module/types.ts";
import { typeDifferences } from "../../src/facts/module/type-differences.ts";
import type { CTypes } from "../../src/model/c-type.ts";
import type { TypeDifferences } from "../../src/model/type-difference.ts";
import { compiled, flipped, forget, type Probed, probed } from "./flipped-probe.ts";
import { placesByPahole as printed } from "./pahole.ts";

/** Works on the task that calls it, and on a file. */
const SOURCE = `
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/miscdevice.h>
#include <linux/fs.h>
static ssize_t who(struct file *file, char __user *to, size_t count, loff_t *at)
{
	int pid = current->pid;
	return simple_read_from_buffer(to, count, at, &pid, sizeof(pid));
}
static const struct file_operations operations = { .owner = THIS_MODULE, .read = who };
static struct miscdevice device = { .minor = MISC_DYNAMIC_MINOR, .name = "who", .fops = &operations };
int init_module(void) { return misc_register(&device); }
void cleanup_module(void) { misc_deregister(&device); }
`;
const IMPORTS = ["misc_register", "misc_deregister", "simple_read_from_buffer"];

const namesOf = (found: TypeDifferences): readonly string[] =>
  [...found.handled, ...found.others].map(({ kind, name }) => `${kind} ${name}`);

describe.each([
  "apt:linux-image-cloud-arm64:arm64/sid",
  "apt:linux-image-cloud-amd64:amd64/bookworm-backports",
])("%s", (spec) => {
  let kernel: Probed;
  let types: CTypes;
  let vmlinux: string;

  beforeAll(async () => {
    kernel = await probed(spec);
    // Debian's headers have one that holds nothing but the kernel's types.
    vmlinux = join(kernel.kernel.headers, "vmlinux");
    const opened = await openTypes([vmlinux]);
    if (!opened.types.known) throw new Error(opened.types.why.en);
    types = opened.types.value;
  });
  afterAll(() => forget(kernel));

  /** What differs in a module of headers with other options, and the module. */
  async function withOptions(
    ...options: readonly string[]
  ): Promise<{ found: TypeDifferences; object: string }> {
    const autoconf = options.reduce(flipped, kernel.autoconf);
    const object = await compiled(kernel, `with-${options.length}-${options[0] ?? ""}`, SOURCE, autoconf, [
      "-g",
    ]);
    if (object === undefined) throw new Error(`does not compile with ${options.join()} flipped`);
    const file = fileSource(object);
    try {
      const own = await readModuleTypes(file);
      if (!own?.known) throw new Error("a module with debug information");
      return { found: typeDifferences(own.value, types, IMPORTS), object };
    } finally {
      file.close();
    }
  }

  test("the task that the module works on, and what is missing in it", async () => {
    const { handled } = (await withOptions("CONFIG_SCHED_CLASS_EXT")).found;
    const task = handled.find(({ name }) => name === "task_struct");
    expect([...(task?.onlyInKernel ?? []), ...(task?.onlyInModule ?? [])]).toEqual(["scx"]);
  });

  test("headers as they come: nothing differs", async () => {
    expect(namesOf((await withOptions()).found)).toEqual([]);
  });

  // What Kconfig loses with pahole, and in the kernels that do not have it, what it would gain.
  test.each([
    ["CONFIG_SCHED_CLASS_EXT"],
    ["CONFIG_DEBUG_INFO_BTF_MODULES", "CONFIG_SCHED_CLASS_EXT"],
    ["CONFIG_DEBUG_MUTEXES"],
  ])("%s %s: what pahole prints otherwise, and nothing else", async (...options) => {
    const { found, object } = await withOptions(...options);
    const [mine, theirs] = [printed(object, "dwarf"), printed(vmlinux, "btf")];
    const unclear = (name: string): boolean => [mine, theirs].some((all) => all.get(name) === undefined);
    const otherwise = [...mine.keys()].filter(
      (name) => !unclear(name) && name !== "module" && mine.get(name)?.places !== theirs.get(name)?.places,
    );
    const structs = [...found.handled, ...found.others].filter(({ kind }) => kind === "struct");
    const clear = structs.map(({ name }) => name).filter((name) => !unclear(name));
    expect(clear.toSorted()).toEqual(otherwise.toSorted());
    for (const { name, sizes } of structs.filter((one) => !unclear(one.name))) {
      expect([mine, theirs].map((all) => all.get(name)?.size)).toEqual(sizes);
    }
    expect(structs.length).toBeGreaterThan(0);
  });
});
