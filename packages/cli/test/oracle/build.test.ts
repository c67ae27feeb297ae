// `kofit build` with the real headers of a kernel of the mirror. Needs the cross compiler where that kernel is another machine's.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { configuredHeaders, settle, unpack } from "../../../build/src/index.ts";
import { cacheDirectory, type FetchedKernel, fetchApt } from "../../../core/node/index.ts";
import { copyWithoutPahole } from "../../src/demo/fresh/headers.ts";
import { demoFiles } from "../../src/demo/files.ts";
import { symbolsIn } from "../../src/demo/without-pahole.ts";
import { writeFiles } from "../build/files.ts";

const main = join(import.meta.dirname, "../../src/main.ts");
const cache = cacheDirectory();
const leftovers = (): string[] => readdirSync(cache).filter((name) => name.startsWith("build-"));

let fetched: FetchedKernel;
let kernel: readonly string[] = [];
let root = "";
let headers = "";
let source = "";

beforeAll(async () => {
  fetched = await fetchApt("apt:linux-image-cloud-arm64:arm64/bookworm-backports", {
    build: true,
    cacheDirectory: cache,
  });
  const of = (...purposes: string[]): string[] =>
    fetched.packages.filter(({ purpose }) => purposes.includes(purpose)).map(({ path }) => path);
  const headersPackages = of("headers", "build");
  kernel = fetched.packages
    .map(({ path }) => path)
    .filter((path) => !headersPackages.includes(path))
    .flatMap((path) => ["--kernel", path]);
  root = mkdtempSync(join(tmpdir(), "kofit-build-"));
  await unpack(headersPackages, root, new AbortController().signal);
  headers = (await configuredHeaders(root)) ?? "";
  await settle(headers, root);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const code = `#include <linux/module.h>
static int __init start(void) { return 0; }
module_init(start);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("x");
`;
beforeEach(() => {
  source = writeFiles(mkdtempSync(join(root, "source-")), {
    "hello.c": code,
    Makefile: "obj-m := hello.o\n",
  });
});

const kofit = ["-C", "source", main, "build"];

function build(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...kofit, ...args, ...kernel, "--lang", "en"],
    {
      encoding: "utf8",
    },
  );
  // Lines are wrapped.
  return { status, out: stdout.replaceAll(/\s+/g, " "), err: stderr.replaceAll(/\s+/g, " ") };
}

test("headers that were configured without pahole: built in an overlay, and the kernel takes what comes of it", async () => {
  const lost = symbolsIn(readFileSync(demoFiles().lostSymbols, "utf8"));
  const copy = await copyWithoutPahole(headers, "without-pahole", lost);
  const makefile = join(copy, "Makefile");
  writeFileSync(makefile, readFileSync(makefile, "utf8").replaceAll(headers, copy));
  const config = readFileSync(join(copy, "include/generated/autoconf.h"), "utf8");

  const repaired = build(source, "--headers", copy);
  expect(repaired.err).toBe("");
  expect(repaired.out).toContain("built in an overlay with: - the configuration");
  expect(repaired.out).toContain("CONFIG_DEBUG_INFO_BTF_MODULES");
  expect(repaired.out).toContain(`hello.ko: loads on ${fetched.release}`);
  expect(repaired.status).toBe(0);
  expect(readFileSync(join(copy, "include/generated/autoconf.h"), "utf8")).toBe(config);

  const asIs = build(source, "--headers", copy, "--as-is");
  expect(asIs.out).toContain(`hello.ko: refused by ${fetched.release}`);
  expect(asIs.status).toBe(1);
  rmSync(copy, { recursive: true });
});

test("signed, as modinfo reads it", () => {
  const key = join(root, "key.pem");
  const certificate = join(root, "key.der");
  const subject = ["-subj", "/CN=kofit test key"];
  const made = [
    "req",
    "-new",
    "-x509",
    "-nodes",
    "-newkey",
    "rsa:2048",
    ...subject,
    "-keyout",
    key,
    "-outform",
    "DER",
    "-out",
    certificate,
  ];
  execFileSync("openssl", made, { stdio: "ignore" });
  const { status, out } = build(source, "--headers", headers, "--sign-key", key);
  expect(out).toContain(`signed with ${key}`);
  expect(status).toBe(0);
  const signer = execFileSync("modinfo", ["-F", "signer", join(source, "hello.ko")], { encoding: "utf8" });
  expect(signer).toBe("kofit test key\n");
});

test("a Makefile that asks for the running kernel: told, or refused by file and line", () => {
  const flag = 'obj-m := hello.o\nKVER ?= $(shell uname -r)\nccflags-y := -DKVER=\\"$(KVER)\\"\n';
  writeFiles(source, { Makefile: flag, "hello.c": `${code}MODULE_INFO(builtfor, KVER);\n` });
  expect(build(source, "--headers", headers).status).toBe(0);
  const told = execFileSync("modinfo", ["-F", "builtfor", join(source, "hello.ko")], { encoding: "utf8" });
  expect(told.trim()).toBe(fetched.release);

  writeFiles(source, { Makefile: 'obj-m := hello.o\nccflags-y := -DKVER=\\"$(shell uname -r)\\"\n' });
  const { status, err } = build(source, "--headers", headers);
  expect(err).toContain("Makefile, line 2 asks for the kernel that runs here");
  expect(status).toBe(2);
});

test("a driver whose Makefile sets its own option when it is called by hand", () => {
  const Makefile = `ifneq ($(KERNELRELEASE),)
obj-$(CONFIG_HELLO) += hello.o
else
export CONFIG_HELLO = m
KVER := $(shell uname -r)
KSRC := /lib/modules/$(KVER)/build
MODDESTDIR := /lib/modules/$(shell uname -r)/kernel/drivers/misc/
all: modules
modules:
\t$(MAKE) ARCH=$(ARCH) CROSS_COMPILE=$(CROSS_COMPILE) -C $(KSRC) M=$(shell pwd) modules
install:
\tinstall -p -m 644 hello.ko $(MODDESTDIR)
endif
`;
  writeFiles(source, { Makefile });
  const { status, out } = build(source, "--headers", headers);
  expect(out).toContain(`hello.ko: loads on ${fetched.release}`);
  expect(status).toBe(0);
});

test("by dkms itself, which leaves its own tree alone", () => {
  const conf = `PACKAGE_NAME=hello
PACKAGE_VERSION=1
BUILT_MODULE_NAME=hello
DEST_MODULE_LOCATION=/extra
MAKE="make -C $kernel_source_dir M=$dkms_tree/hello/1/build modules"
`;
  writeFiles(source, { "dkms.conf": conf });
  const output = join(source, "out");
  const { status, out } = build(source, "--headers", headers, "--dkms", "-o", output);
  expect(out).toContain(`hello.ko: loads on ${fetched.release}`);
  expect(status).toBe(0);
  expect(readdirSync(output)).toEqual(["hello.ko"]);
  expect(existsSync("/var/lib/dkms/hello")).toBe(false);

  writeFiles(source, { "hello.c": "#error kofit broke this\n" });
  const broken = build(source, "--headers", headers, "--dkms", "-o", output);
  expect(broken.out).toContain("kofit broke this");
  expect(broken.status).toBe(1);
});

test("Ctrl-C leaves nothing behind, and no make that goes on", async () => {
  const before = leftovers();
  writeFiles(source, {
    "hello.c":
      code + Array.from({ length: 2000 }, (_, at) => `#include <linux/fs.h>\nint f${at}(void);\n`).join(""),
  });
  const child = spawn(process.execPath, [...kofit, source, ...kernel, "--headers", headers], {
    stdio: "ignore",
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on("close", (_, signal) => resolve(signal));
  });
  const deadline = Date.now() + 300_000;
  while (leftovers().length === before.length && Date.now() < deadline) await wait(20);
  await wait(500);
  child.kill("SIGINT");
  expect(await ended).toBe("SIGINT");
  expect(leftovers()).toEqual(before);
  expect(existsSync(join(source, "hello.ko"))).toBe(false);
});
