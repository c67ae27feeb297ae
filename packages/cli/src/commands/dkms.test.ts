import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { moduleBytes } from "../../test/build/files.ts";
import dkms from "./dkms.ts";

const RELEASE = "6.12.95-test";
let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "kofit-dkms-"));
  vi.stubEnv("XDG_CACHE_HOME", join(root, "cache"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
function link(path: string, target: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
}

function installed(name: string, module: Uint8Array): void {
  const conf = `PACKAGE_NAME=${name}\nPACKAGE_VERSION=1\nBUILT_MODULE_NAME=hello\nDEST_MODULE_LOCATION=/extra\n`;
  write(`usr/src/${name}-1/dkms.conf`, conf);
  link(`var/lib/dkms/${name}/1/source`, `/usr/src/${name}-1`);
  write(`var/lib/dkms/${name}/1/${RELEASE}/x86_64/module/hello.ko`, module);
  link(`var/lib/dkms/${name}/kernel-${RELEASE}-x86_64`, `1/${RELEASE}/x86_64`);
  write(`lib/modules/${RELEASE}/updates/dkms/hello.ko`, module);
}

/** A kernel whose own module shows what its struct module is like. */
function kernel(): void {
  write(
    `lib/modules/${RELEASE}/kernel/own.ko`,
    moduleBytes({
      modinfo: [
        "name=own",
        "intree=Y",
        "license=GPL",
        `vermagic=${RELEASE} SMP preempt mod_unload modversions `,
      ],
    }),
  );
  write(`lib/modules/${RELEASE}/modules.dep`, "kernel/own.ko:\nupdates/dkms/hello.ko:\n");
  write(`boot/config-${RELEASE}`, "CONFIG_MODULES=y\nCONFIG_64BIT=y\nCONFIG_X86_64=y\n");
}

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const terminal = {
    width: 80,
    colour: false,
    out: (text: string) => void (out += text),
    message: () => {},
    trouble: (text: string) => void (err += `${text}\n`),
    progress: () => {},
  };
  const code = await dkms.execute(["--root", root, ...args], { language: "en", terminal });
  return { code, out: out.replaceAll(root, "ROOT"), err: err.replaceAll(root, "ROOT") };
}

test("no dkms at all", async () => {
  expect(await run()).toEqual({ code: 0, out: "There is no DKMS module below ROOT.\n", err: "" });
});

test("a module of another kernel is refused, and the answer says why", async () => {
  kernel();
  installed("x", moduleBytes({ modinfo: ["name=hello", "license=GPL", "vermagic=6.1.0 SMP mod_unload "] }));
  const { code, out } = await run();
  expect(code).toBe(1);
  expect(out).toContain("x/1     6.12.95-test  installed  refused");
  expect(out).toContain("- hello would be refused (ENOEXEC)");
  const told: unknown = JSON.parse((await run("--json")).out);
  expect(told).toMatchObject({
    schema: "kofit-dkms/1",
    modules: [{ outcome: "refused", modules: [{ name: "hello", installed: true, outcome: "refused" }] }],
  });
});

test("problems are said with what to do, and hostile names do nothing to a terminal", async () => {
  kernel();
  link("var/lib/dkms/ev\u001b[31mil\nname/1/source", "/nowhere");
  link("var/lib/dkms/x/kernel-6.0-x86_64", "gone");
  const { code, out } = await run();
  expect(code).toBe(1);
  expect(out).toContain("ev\\x1b[31mil\\x0aname/1");
  expect(out).not.toContain("\u001b");
  expect(out).toContain("its source is not there: the link leads to /nowhere");
  expect(out).toContain("- /var/lib/dkms/x/kernel-6.0-x86_64 leads to gone, which is not there");
});

test("a kernel that cannot be read is one line, and the rest is told", async () => {
  installed("x", moduleBytes());
  write(`lib/modules/${RELEASE}/modules.dep`, "\0");
  const { code, out, err } = await run();
  expect(code).toBe(2);
  expect(out).toContain("installed");
  expect(err).toContain("modules.dep");
  expect(err.trim().split("\n").length).toBeLessThanOrEqual(2);
});

test("links of a root file system lead nowhere outside it", async () => {
  kernel();
  installed("x", moduleBytes());
  rmSync(join(root, `lib/modules/${RELEASE}/updates`), { recursive: true });
  // Outside of the root this is a file, inside there is nothing.
  const outside = join(root, "../kofit-dkms-outside.ko");
  writeFileSync(outside, moduleBytes());
  link(`lib/modules/${RELEASE}/updates/dkms/hello.ko`, outside);
  const { out } = await run();
  rmSync(outside);
  expect(out).toContain("dkms says that it is installed, and there is no such file");
});

test("only one kernel, and a directory that is not there", async () => {
  kernel();
  installed("x", moduleBytes());
  expect((await run("--kernel", "5.10")).out).toContain("There is no DKMS module");
  await expect(run("--root", "/nowhere/at/all")).rejects.toThrow("no such directory");
  await expect(run("operand")).rejects.toThrow("takes no operands");
});
