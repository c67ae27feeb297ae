import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ByteSource, readAll } from "@kofit/core";
import { architectures } from "./architectures.ts";
import type { BootImage } from "./boot-image.ts";
import { guestInit } from "./init.ts";
import { cpio, type CpioEntry, S_IFCHR, S_IFDIR, S_IFREG } from "./initramfs.ts";
import { type GuestPlan, guestPlan, type ModuleRequest } from "./plan.ts";
import { type Machine, requireQemu } from "./qemu.ts";

/** Of one initramfs: the guest holds it twice while it unpacks it. */
const MAX_BATCH = 128 << 20;
/** Larger than any module; amdgpu.ko with debug information is 500 MB. */
const MAX_MODULE = 1 << 30;
const MEBI = 1 << 20;
/** What a kernel runs in, without the initramfs, in MiB. */
const BASE_MEMORY = 192;
const SMALLEST_MEMORY = 256;
const MEMORY_STEP = 64;

/** Every kernel is booted with these: no oops is survived, no message held back, all of them on the console until init says otherwise. */
const ALWAYS = "panic=-1 oops=panic loglevel=8 printk.time=0 printk.devkmsg=on log_buf_len=1M";

/** Requests whose modules fit into one initramfs; at least one in each. */
export function* batchesOf(requests: readonly ModuleRequest[]): Generator<readonly ModuleRequest[]> {
  let batch: ModuleRequest[] = [];
  let size = 0;
  const seen = new Set<ByteSource>();
  for (const request of requests) {
    let more = 0;
    for (const module of modulesOf(request)) if (!seen.has(module)) more += module.size;
    if (batch.length > 0 && size + more > MAX_BATCH) {
      yield batch;
      batch = [];
      size = 0;
      seen.clear();
      for (const module of modulesOf(request)) size += module.size;
    } else size += more;
    for (const module of modulesOf(request)) seen.add(module);
    batch.push(request);
  }
  if (batch.length > 0) yield batch;
}

const modulesOf = ({ module, before = [] }: ModuleRequest): readonly ByteSource[] => [module, ...before];

/**
 * Writes what a guest is booted from into `directory`.
 *
 * @param cmdline added to the kernel's command line.
 * @throws {InputError} if QEMU or a compiler is missing.
 */
export async function prepare(
  directory: string,
  image: BootImage,
  requests: readonly ModuleRequest[],
  cmdline: string,
): Promise<Machine> {
  const architecture = requireQemu(architectures[image.architecture]);
  const init = await readFile(await guestInit(architecture));
  const initramfs = join(directory, "initramfs");
  await writeFile(initramfs, cpio(contents(init, guestPlan(requests))));
  await writeFile(join(directory, "kernel"), await image.bytes.read(0, image.bytes.size));
  const needed = BASE_MEMORY + (2 * (await stat(initramfs)).size) / MEBI;
  return {
    architecture,
    accelerator: "tcg",
    directory,
    kernel: "kernel",
    initramfs: "initramfs",
    cmdline: [`console=${architecture.console}`, ALWAYS, architecture.cmdline, cmdline]
      .filter((part) => part !== "")
      .join(" "),
    memory: Math.max(SMALLEST_MEMORY, Math.ceil(needed / MEMORY_STEP) * MEMORY_STEP),
  };
}

async function* contents(init: Uint8Array, { modules, text }: GuestPlan): AsyncGenerator<CpioEntry> {
  // Without /dev/console init would have no serial port.
  yield { name: "dev", mode: S_IFDIR | 0o755 };
  yield { name: "dev/console", mode: S_IFCHR | 0o600, device: [5, 1] };
  yield { name: "init", mode: S_IFREG | 0o755, content: init };
  yield { name: "plan", mode: S_IFREG | 0o444, content: new TextEncoder().encode(text) };
  for (const [number, module] of modules.entries()) {
    yield { name: String(number), mode: S_IFREG | 0o444, content: await readAll(module, MAX_MODULE) };
  }
}
