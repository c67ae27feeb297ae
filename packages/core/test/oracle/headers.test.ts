// The reader of headers beside a compiler that reads the same headers: which members a struct has, whatever option is flipped.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileSource } from "../../node/index.ts";
import { namedMembers } from "../../src/c-types/named-members.ts";
import { recordNamed } from "../../src/c-types/record-named.ts";
import { findRecord, underConfiguration } from "../../src/facts/headers/find-record.ts";
import { guardedMembers, guardedWithin } from "../../src/facts/headers/guarded-members.ts";
import type { Headers } from "../../src/facts/headers/headers.ts";
import { readModuleTypes } from "../../src/facts/module/types.ts";
import { namedIn } from "../../src/formats/c-header/records.ts";
import { optionsIn } from "../../src/model/header-condition.ts";
import { compiled, eachOf, flipped, forget, headersWith, type Probed, probed } from "./flipped-probe.ts";

/** Structs that modules use, and that options change. */
const STRUCTS = (
  "module task_struct mm_struct net_device sk_buff device inode file super_block page zone request_queue " +
  "mutex rw_semaphore kobject work_struct timer_list dentry vm_area_struct signal_struct sched_entity user_struct cred " +
  "pci_dev usb_device bio sock hrtimer irq_desc platform_device module_memory mod_arch_specific list_head"
).split(" ");

const SOURCE =
  "module sched mm_types netdevice skbuff device fs blkdev pci usb mutex rwsem interrupt irq platform_device cred sched/signal sched/user hrtimer"
    .split(" ")
    .map((name) => `#include <linux/${name}.h>\n`)
    .join("") + "#include <net/sock.h>\nstruct module kofit_probe;\n";

/** Options that are flipped; all of them with KOFIT_ORACLE=all, which takes half an hour. */
const MOST = process.env["KOFIT_ORACLE"] === "all" ? Infinity : 24;

/** Names of members as the compiler has them, by struct. */
async function theirs(object: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const file = fileSource(object);
  try {
    const types = await readModuleTypes(file);
    if (!types?.known) throw new Error(`the types of ${object} are not known`);
    const { value } = types;
    return new Map(
      STRUCTS.flatMap((name) => {
        const record = recordNamed(value, name);
        return record ? [[name, namedMembers(value, record).map((member) => member.name)] as const] : [];
      }),
    );
  } finally {
    file.close();
  }
}

/** What the reader says of the same: members that are there for sure, and all that may be. */
async function ours(headers: Headers, name: string): Promise<{ sure: string[]; all: string[] } | undefined> {
  const found = await findRecord(headers, "struct", name);
  const left = found && underConfiguration(found);
  if (!left) return undefined;
  const all = namedIn(left.members).map((member) => member.name);
  const unsure = new Set(
    (await guardedMembers(headers, name))?.flatMap((member) =>
      member.present === undefined ? [member.name] : [],
    ),
  );
  return { sure: all.filter((member) => !unsure.has(member)), all };
}

/** Zero-sized marks of include/linux/cache.h, which stand where a macro stands. */
const isMark = (name: string): boolean => name.startsWith("__cacheline_group_") || name.startsWith("_pad");

/** `#define callback_head rcu_head` in include/linux/types.h gives a member of struct page another name. */
const asWritten = (name: string): string => (name === "callback_head" ? "rcu_head" : name);

async function compare(
  headers: Headers,
  compiler: ReadonlyMap<string, readonly string[]>,
  flip: string,
): Promise<number> {
  let count = 0;
  for (const [name, members] of compiler) {
    const found = await ours(headers, name);
    if (!found) continue;
    const real = members.filter((member) => !isMark(member)).map(asWritten);
    const there = new Set(real);
    // Where it is not known which of two declarations is there, both have the same name.
    const known = [...new Set(found.all)].filter(
      (member) => there.has(member) || found.sure.includes(member),
    );
    expect({ flip, name, members: known }).toEqual({ flip, name, members: real });
    count += 1;
  }
  return count;
}

describe.each([
  "apt:linux-image-cloud-arm64:arm64/bookworm-backports",
  "apt:linux-image-cloud-amd64:amd64/bookworm",
  "apt:linux-image-armmp:armhf/bookworm",
])("%s", (spec) => {
  let kernel: Probed;
  beforeAll(async () => {
    kernel = await probed(spec);
  });
  afterAll(() => forget(kernel));

  test("members under its own configuration", async () => {
    const object = await compiled(kernel, "own", SOURCE, kernel.autoconf);
    if (object === undefined) throw new Error("the headers do not compile");
    expect(await compare(kernel.headers, await theirs(object), "none")).toBeGreaterThan(25);
  });

  test("members under flipped options", { timeout: 3_600_000 }, async () => {
    const guards = new Set<string>();
    for (const name of STRUCTS) {
      for (const { condition } of (await guardedWithin(kernel.headers, name)) ?? [])
        for (const option of optionsIn(condition)) guards.add(option);
    }
    const all = [...guards];
    // Evenly out of all structs.
    const chosen = all.filter(
      (_, i) => Math.floor((i * MOST) / all.length) !== Math.floor(((i - 1) * MOST) / all.length),
    );
    let done = 0;
    await eachOf(MOST === Infinity ? all : chosen, async (option) => {
      const autoconf = flipped(kernel.autoconf, option);
      const object = await compiled(kernel, option, SOURCE, autoconf);
      // Flipped alone some options leave headers that do not compile.
      if (object === undefined) return;
      await compare(await headersWith(kernel, autoconf), await theirs(object), option);
      done += 1;
    });
    expect(all.length).toBeGreaterThan(150);
    expect(done).toBeGreaterThan((MOST === Infinity ? all.length : chosen.length) / 2);
  });
});
