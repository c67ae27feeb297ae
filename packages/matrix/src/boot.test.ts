// Boots with programs that stand in for QEMU: what it makes of a guest that does not come up.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bytesSource, InputError } from "@kofit/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { framed, ready } from "../test/build/guest-words.ts";
import type { BootImage } from "./boot-image.ts";
import { observe, type ObserveOptions } from "./observe.ts";

let scratch: string;
const programs = (): string => join(scratch, "bin");

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), "kofit-boot-test-"));
  mkdirSync(programs());
  vi.stubEnv("PATH", `${programs()}:/usr/bin:/bin`);
  vi.stubEnv("XDG_CACHE_HOME", join(scratch, "cache"));
  // A compiler that makes an empty program.
  program("aarch64-linux-gnu-gcc", 'while [ "$1" != -o ]; do shift; done; : >"$2"');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true });
});

function program(name: string, script: string): void {
  const path = join(programs(), name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

const image: BootImage = {
  name: "/boot/vmlinuz-6.12-test",
  architecture: "arm64",
  bytes: bytesSource("vmlinuz", new Uint8Array(8)),
};

const boot = (options: ObserveOptions = {}) =>
  observe(image, [{ id: "m.ko", module: bytesSource("m.ko", new Uint8Array(4)) }], {
    accelerator: "tcg",
    bootLimit: 1,
    ...options,
  });

async function failure(options: ObserveOptions = {}): Promise<{ readonly en: string; readonly zh: string }> {
  const error: unknown = await boot(options).catch((reason: unknown) => reason);
  if (!(error instanceof InputError)) throw error;
  // Neither a workspace nor a guest is left.
  expect(readdirSync(join(scratch, "cache/kofit/matrix")).filter((name) => name.startsWith("boot-"))).toEqual(
    [],
  );
  return error.text;
}

const log = (): string =>
  readFileSync(join(scratch, "cache/kofit/matrix/vmlinuz-6.12-test.console.log"), "utf8");
/** Writes what the guest does, then what is given. */
const says = (text: string, end = "exit 0"): void => {
  writeFileSync(join(scratch, "said"), text);
  program("qemu-system-aarch64", `cat "${scratch}/said"; ${end}`);
};

test("a panic before init is tried again, and then told, with the log kept", async () => {
  says("Linux version 6.12\r\nKernel panic - not syncing: VFS: no root\r\n", `echo x >>"${scratch}/times"`);
  const { en, zh } = await failure();
  expect(en).toContain('"Kernel panic - not syncing: VFS: no root"');
  expect(en).toContain("vmlinuz-6.12-test.console.log");
  expect(zh).toContain("未能在 QEMU 中启动");
  expect(log()).toContain("Linux version 6.12\n");
  expect(readFileSync(join(scratch, "times"), "utf8")).toBe("x\n".repeat(4));
});

test("nothing over the serial port", async () => {
  says("", "exec sleep 60");
  const start = Date.now();
  expect((await failure()).en).toContain("nothing came over the serial port ttyAMA0 in 1 s");
  expect(Date.now() - start).toBeLessThan(5000);
});

test("a guest that hangs on its way", async () => {
  says("Linux version 6.12\nfreeing memory\n", "exec sleep 60");
  expect((await failure()).en).toContain('not started in 1 s, the last line was "freeing memory"');
});

test("a kernel that prints without end", async () => {
  says("", "exec yes lots of text");
  expect((await failure()).en).toContain("was not started in 1 s");
});

test("QEMU itself refuses", async () => {
  program("qemu-system-aarch64", 'echo "qemu: unsupported machine type" >&2; exit 1');
  expect((await failure()).en).toContain('QEMU says "qemu: unsupported machine type"');
});

test("a kernel that loads no modules", async () => {
  says(framed({ ...ready, modules: false }), "exec sleep 60");
  expect((await failure()).en).toBe(
    "the kernel 6.12.1-test is built without CONFIG_MODULES: it loads no module at all",
  );
});

test("no QEMU, no compiler: the packages are named", async () => {
  vi.stubEnv("PATH", programs());
  expect((await failure()).en).toContain("apt install qemu-system-arm");
  says("");
  rmSync(join(programs(), "aarch64-linux-gnu-gcc"));
  expect((await failure()).en).toMatch(
    /apt install (?:gcc-aarch64-linux-gnu libc6-dev-arm64-cross|gcc libc6-dev)$/,
  );
});

test("a compiler that cannot link is told with its own line", async () => {
  program("aarch64-linux-gnu-gcc", 'echo "ld: cannot find -lc" >&2; exit 1');
  says("");
  expect((await failure()).en).toContain("ld: cannot find -lc");
});

test("an abort ends the guest and removes what was written", async () => {
  says("", `echo $$ >"${scratch}/pid"; exec sleep 60`);
  const controller = new AbortController();
  const end = boot({ signal: controller.signal, bootLimit: 30 });
  await vi.waitFor(() => expect(existsSync(join(scratch, "pid"))).toBe(true), { timeout: 5000 });
  const pid = Number(readFileSync(join(scratch, "pid"), "utf8"));
  controller.abort();
  await expect(end).rejects.toThrow("abort");
  expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  expect(readdirSync(join(scratch, "cache/kofit/matrix")).filter((name) => name.startsWith("boot-"))).toEqual(
    [],
  );
});

test("what a kofit that was killed left behind is removed, what another uses is not", async () => {
  const matrix = join(scratch, "cache/kofit/matrix");
  const [gone, used] = [join(matrix, "boot-4194305-abc"), join(matrix, `boot-${process.ppid}-abc`)];
  for (const directory of [gone, used]) mkdirSync(directory, { recursive: true });
  says("");
  await boot().catch(() => {});
  expect([gone, used].map((path) => existsSync(path))).toEqual([false, true]);
});
