// A real kernel of Debian, in QEMU, with modules of its own and with some that were built to go wrong.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ByteSource, bytesSource } from "../../../core/src/index.ts";
import { bootTarget } from "../../src/boot-target.ts";
import type { Observation } from "../../src/observation.ts";
import { observe } from "../../src/observe.ts";
import type { ModuleRequest } from "../../src/plan.ts";
import { slots } from "../../src/slots.ts";
import { type KernelTree, kernelTree, readModuleList } from "../build/kernel-tree.ts";

const sources: Readonly<Record<string, string>> = {
  plain: `static int __init start(void) { pr_info("plain: n=%d\\n", n); return 0; }`,
  fails: `static int __init start(void) { return -ENODEV; }`,
  panics: `static int __init start(void) { pr_info("panics: last words\\n"); panic("on purpose"); return 0; }`,
  oopses: `static int __init start(void) { *(volatile int *)8 = 1; return 0; }`,
  hangs: `static int __init start(void) { pr_info("hangs: going\\n"); for (;;) cpu_relax(); return 0; }`,
  // Loud enough to get between an answer's characters, from a kernel thread that goes on after init returned.
  chatters: `
static struct task_struct *talker;
static int talk(void *unused) { while (!kthread_should_stop()) { pr_emerg("chatter\\n"); msleep(1); } return 0; }
static int __init start(void) { talker = kthread_run(talk, 0, "talker"); return PTR_ERR_OR_ZERO(talker); }
static void __exit end(void) { kthread_stop(talker); }
#define HAS_END`,
  // What a printk() without a newline says is there only when the next one comes.
  unfinished: `static int __init start(void) { printk(KERN_WARNING "unfinished: no newline"); return 0; }`,
  stays: `static int __init start(void) { __module_get(THIS_MODULE); return 0; }`,
};

const frame = (body: string): string => `#include <linux/module.h>
#include <linux/kthread.h>
#include <linux/delay.h>
static int n = 1;
module_param(n, int, 0);
${body}
#ifndef HAS_END
static void __exit end(void) { }
#endif
module_init(start);
module_exit(end);
MODULE_LICENSE("GPL");
`;

let kernel: KernelTree;
let scratch: string;
let release: string;
let order: readonly (readonly string[])[];
const observed = new Map<string, Observation>();

beforeAll(async () => {
  kernel = await kernelTree("apt:linux-image-cloud-arm64:arm64/bookworm-backports");
  scratch = mkdtempSync(join(kernel.directory, "boot-test-"));
  const built = build();
  const requests = [
    ...ownModules(),
    ...Object.keys(sources).map((id): ModuleRequest => ({ id, module: built(id) })),
  ];
  requests.push({ id: "parameter", module: built("plain"), params: "n=42" });
  requests.push({ id: "init_module", module: built("plain"), via: "init", params: "n=43" });
  requests.push({ id: "twice", module: built("plain"), before: [built("plain")] });
  requests.push({ id: "text", module: bytesSource("text", Buffer.from("no module at all")), alone: true });
  const image = await bootTarget(kernel.packages);
  const run = await observe(image, requests, { moduleLimit: 15, slots: slots(1) });
  ({ release } = run);
  for (const observation of run.observations) observed.set(observation.id, observation);
  order = [requests, run.observations].map((list) => list.map(({ id }) => id));
}, 180_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function build(): (name: string) => ByteSource {
  const directory = join(scratch, "modules");
  mkdirSync(directory);
  for (const [name, body] of Object.entries(sources))
    writeFileSync(join(directory, `${name}.c`), frame(body));
  writeFileSync(
    join(directory, "Makefile"),
    `obj-m := ${Object.keys(sources)
      .map((name) => `${name}.o`)
      .join(" ")}\n`,
  );
  const tools = [
    "CC=aarch64-linux-gnu-gcc",
    "CROSS_COMPILE=aarch64-linux-gnu-",
    "CONFIG_DEBUG_INFO_BTF_MODULES=",
  ];
  execFileSync("make", ["-s", "-C", kernel.headers, `M=${directory}`, ...tools, "KCFLAGS=-w -g0", "modules"]);
  const made = new Map<string, ByteSource>();
  return (name) => {
    const source =
      made.get(name) ?? bytesSource(name, new Uint8Array(readFileSync(join(directory, `${name}.ko`))));
    made.set(name, source);
    return source;
  };
}

/** Thirty modules that came with the kernel and need no other: tables of character sets. */
function ownModules(): ModuleRequest[] {
  const tables = readModuleList(kernel, "modules.order")
    .split("\n")
    .filter((path) => /^kernel\/fs\/nls\/nls_(?:iso|cp|ko|mac|utf)/.test(path));
  return tables.slice(0, 30).map((path) => {
    const bytes = execFileSync(
      "sh",
      ["-c", 'xz -dc "$1.xz" 2>/dev/null || cat "$1"', "sh", join(kernel.modules, path)],
      {
        maxBuffer: 1 << 28,
      },
    );
    return { id: path, module: bytesSource(path, new Uint8Array(bytes)) };
  });
}

const seen = (id: string): Observation => {
  const observation = observed.get(id);
  if (!observation) throw new Error(`${id} was not observed`);
  return observation;
};

test("an observation for each request, in their order", () => {
  expect(release).toBe(kernel.release);
  expect(order[1]).toEqual(order[0]);
});

test("the kernel loads and removes its own modules, and logs no complaint", () => {
  const own = [...observed.values()].filter(({ id }) => id.startsWith("kernel/"));
  expect(own.length).toBe(30);
  for (const { id, outcome, name, removal, taint } of own) {
    expect({ id, outcome, removal: removal?.outcome, taint }).toEqual({
      id,
      outcome: "loaded",
      removal: "removed",
      taint: [0, 0],
    });
    expect(name).toBe(
      basename(id)
        .replace(/\.ko.*$/, "")
        .replaceAll("-", "_"),
    );
  }
});

test("loaded, with what it logged and the taint it brought", () => {
  expect(seen("plain")).toMatchObject({
    outcome: "loaded",
    errno: null,
    name: "plain",
    removal: { outcome: "removed" },
  });
  expect(seen("plain").log.at(-1)).toBe("plain: n=1");
  // TAINT_OOT_MODULE and TAINT_UNSIGNED_MODULE
  expect(seen("plain").taint).toEqual([0, (1 << 12) | (1 << 13)]);
});

test("parameters, by either system call", () => {
  expect(seen("parameter").log.at(-1)).toBe("plain: n=42");
  // What is printed once only was printed for the one before.
  expect(seen("init_module")).toMatchObject({ alone: false, log: ["plain: n=43"] });
});

test("refused, with the errno", () => {
  expect(seen("fails")).toMatchObject({ outcome: "refused", errno: "ENODEV", name: null, removal: null });
  expect(seen("fails").initReturned).toBe(-19);
  expect(seen("twice").initReturned).toBeNull();
  expect(seen("twice")).toMatchObject({ outcome: "refused", errno: "EEXIST", before: [null] });
  expect(seen("text")).toMatchObject({ outcome: "refused", errno: "ENOEXEC", alone: true, taint: [0, 0] });
});

test("a module that kills the kernel, with its last words and those of the kernel", () => {
  expect(seen("panics")).toMatchObject({ outcome: "crashed", alone: true, removal: null, taint: null });
  expect(seen("panics").log).toContain("panics: last words");
  expect(seen("panics").log).toContain("Kernel panic - not syncing: on purpose");
  expect(seen("oopses").outcome).toBe("crashed");
  expect(seen("oopses").log.join("\n")).toContain("NULL pointer dereference");
});

test("a module that never ends", () => {
  expect(seen("hangs")).toMatchObject({ outcome: "hung", alone: true, removal: null });
  expect(seen("hangs").log).toContain("hangs: going");
});

test("a module that talks into everything", () => {
  expect(seen("chatters")).toMatchObject({ outcome: "loaded", removal: { outcome: "removed" } });
});

test("a message without a newline belongs to the module that left it", () => {
  expect(seen("unfinished").log.at(-1)).toBe("unfinished: no newline");
});

test("a module that stays is told, and is not there for the next one", () => {
  expect(seen("stays").removal).toMatchObject({ outcome: "refused", errno: "EAGAIN" });
  expect(seen("parameter").alone).toBe(true);
});
