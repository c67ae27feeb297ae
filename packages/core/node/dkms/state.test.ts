import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type DkmsRow, readDkms } from "./state.ts";

const RELEASE = "6.1.0-9-amd64";
let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "kofit-dkms-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string | Uint8Array = ""): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}
function link(path: string, target: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
}

const CONF = "PACKAGE_NAME=x\nPACKAGE_VERSION=1\nBUILT_MODULE_NAME=x-y\nDEST_MODULE_LOCATION=/extra\n";

/** A package as dkms leaves it when it is installed. */
function installed(version = "1", conf = CONF): void {
  added(version, conf);
  write(`var/lib/dkms/x/${version}/${RELEASE}/x86_64/module/x-y.ko`, "module");
  write(`var/lib/dkms/x/${version}/${RELEASE}/x86_64/log/make.log`, "log");
  link(`var/lib/dkms/x/kernel-${RELEASE}-x86_64`, `${version}/${RELEASE}/x86_64`);
  write(`lib/modules/${RELEASE}/updates/dkms/x-y.ko`, "module");
  write(`lib/modules/${RELEASE}/modules.dep`, "updates/dkms/x-y.ko:\n");
}
function added(version = "1", conf = CONF): void {
  write(`usr/src/x-${version}/dkms.conf`, conf);
  link(`var/lib/dkms/x/${version}/source`, `/usr/src/x-${version}`);
}

async function row(): Promise<DkmsRow> {
  const { rows } = await readDkms(root);
  const [first] = rows;
  if (!first || rows.length !== 1) throw new Error(JSON.stringify(rows));
  return first;
}

test("a package that is installed", async () => {
  installed();
  expect(await row()).toEqual({
    name: "x",
    version: "1",
    release: RELEASE,
    architecture: "x86_64",
    state: "installed",
    originalModule: false,
    modules: [{ name: "x-y", path: `lib/modules/${RELEASE}/updates/dkms/x-y.ko`, installed: true }],
    problems: [],
  });
});

test("only added, with and without a reason", async () => {
  added();
  write(`lib/modules/${RELEASE}/modules.dep`);
  expect(await row()).toMatchObject({
    state: "added",
    modules: [{ name: "x-y", installed: false }],
    problems: [{ problem: "not-built", excluded: { known: true, value: undefined } }],
  });
  write("usr/src/x-1/dkms.conf", `${CONF}BUILD_EXCLUSIVE_KERNEL=^5`);
  write("var/lib/dkms/x/1/build/make.log", "error");
  const { problems } = await row();
  expect(problems).toMatchObject([
    { excluded: { value: { directive: "BUILD_EXCLUSIVE_KERNEL", value: "^5" } } },
  ]);
  expect(problems).toMatchObject([{ log: join(root, "var/lib/dkms/x/1/build/make.log") }]);
});

test("options of the kernel exclude, too", async () => {
  added("1", `${CONF}BUILD_EXCLUSIVE_CONFIG=CONFIG_PCI`);
  write(`lib/modules/${RELEASE}/modules.dep`);
  write(`lib/modules/${RELEASE}/build/.config`, "CONFIG_USB=y\n# CONFIG_PCI is not set\n");
  expect((await row()).problems).toMatchObject([{ excluded: { value: { value: "CONFIG_PCI" } } }]);
});

test("built, and another version installed", async () => {
  installed("2");
  added("1");
  write(`var/lib/dkms/x/1/${RELEASE}/x86_64/module/x-y.ko`, "older");
  const { rows } = await readDkms(root);
  expect(rows.map(({ version, state, problems }) => [version, state, problems])).toEqual([
    ["1", "built", [{ problem: "not-installed", activeVersion: "2" }]],
    ["2", "installed", []],
  ]);
});

test("the installed file is of another version, and one that came with the kernel was put aside", async () => {
  installed("2");
  added("1");
  write(`var/lib/dkms/x/1/${RELEASE}/x86_64/module/x-y.ko`, "older");
  write(`var/lib/dkms/x/original_module/${RELEASE}/x86_64/x-y.ko`, "of the kernel");
  const path = `lib/modules/${RELEASE}/updates/dkms/x-y.ko`;
  write(path, "older");
  const { rows } = await readDkms(root);
  expect(rows[1]).toMatchObject({
    version: "2",
    originalModule: true,
    problems: [{ problem: "installed-differs", module: "x-y", path, packing: false, version: "1" }],
  });
});

test("built for another kernel, and linked by weak-updates", async () => {
  installed();
  const target = `/lib/modules/${RELEASE}/updates/dkms/x-y.ko`;
  link("lib/modules/6.1.0-10-amd64/weak-updates/x-y.ko", target);
  write("lib/modules/6.1.0-10-amd64/modules.dep", "weak-updates/x-y.ko:\n");
  const path = "lib/modules/6.1.0-10-amd64/weak-updates/x-y.ko";
  const { rows } = await readDkms(root);
  expect(rows[0]).toMatchObject({
    release: "6.1.0-10-amd64",
    state: "installed",
    modules: [{ name: "x-y", path, installed: true }],
    problems: [{ problem: "weak", module: "x-y", path, target }],
  });
});

test("what dkms signs with, and where its configuration says that it is", async () => {
  installed();
  write("var/lib/dkms/mok.pub", "certificate");
  expect((await readDkms(root)).places.signing).toEqual({ certificate: join(root, "var/lib/dkms/mok.pub") });
  write("etc/dkms/framework.conf", "mok_signing_key=/root/my.key\n");
  write("root/my.key", "key");
  expect((await readDkms(root)).places.signing).toMatchObject({ key: join(root, "root/my.key") });
});

test("a link to the source that leads nowhere", async () => {
  installed();
  rmSync(join(root, "usr/src"), { recursive: true });
  expect(await row()).toMatchObject({
    state: "installed",
    problems: [{ problem: "source-missing", link: "/usr/src/x-1" }],
  });
});

test("a link that leads round in a circle, and one to a build that is gone", async () => {
  link("var/lib/dkms/x/1/source", "source");
  link(`var/lib/dkms/x/kernel-${RELEASE}-x86_64`, `1/${RELEASE}/x86_64`);
  link("var/lib/dkms/loop", "loop");
  write(`lib/modules/${RELEASE}/modules.dep`);
  const { rows, dangling } = await readDkms(root);
  expect(rows[0]?.problems[0]).toEqual({ problem: "source-missing", link: "source" });
  expect(dangling).toEqual([
    { path: `var/lib/dkms/x/kernel-${RELEASE}-x86_64`, target: `1/${RELEASE}/x86_64` },
  ]);
});

test("the installed file is another one, packed, or gone", async () => {
  installed();
  const path = `lib/modules/${RELEASE}/updates/dkms/x-y.ko`;
  write(path, "other");
  expect((await row()).problems).toEqual([
    { problem: "installed-differs", module: "x-y", path, packing: false },
  ]);
  rmSync(join(root, path));
  write(`${path}.gz`, gzipSync("module"));
  expect((await row()).problems).toEqual([
    { problem: "installed-differs", module: "x-y", path: `${path}.gz`, packing: true },
  ]);
  rmSync(join(root, `${path}.gz`));
  write(`lib/modules/${RELEASE}/kernel/x_y.ko`, "of the kernel");
  expect(await row()).toMatchObject({
    state: "installed",
    modules: [{ installed: false, path: `var/lib/dkms/x/1/${RELEASE}/x86_64/module/x-y.ko` }],
    problems: [{ problem: "installed-missing", module: "x-y" }],
  });
});

test("another copy, and which of them modprobe takes", async () => {
  installed();
  const copy = `lib/modules/${RELEASE}/kernel/x_y.ko.gz`;
  write(copy, gzipSync("of the kernel"));
  expect((await row()).problems).toEqual([
    { problem: "other-copy", module: "x-y", path: copy, chosen: false },
  ]);
  write(`lib/modules/${RELEASE}/modules.dep`, "kernel/x_y.ko.gz:\n");
  expect((await row()).problems).toMatchObject([{ path: copy, chosen: true }]);
  write(`lib/modules/${RELEASE}/modules.dep`, "kernel/z.ko:\n");
  expect((await row()).problems).toMatchObject([
    { problem: "other-copy" },
    { problem: "not-in-modules-dep", module: "x-y" },
  ]);
});

test("a dkms.conf that is shell code says nothing of its modules, and is not run", async () => {
  installed("1", `touch ${root}/ran\nBUILT_MODULE_NAME=$(touch ${root}/ran)\nDEST_MODULE_LOCATION=/extra\n`);
  const { state, problems } = await row();
  expect(state).toBe("installed");
  expect(problems).toMatchObject([{ problem: "modules-unknown" }]);
  write("usr/src/x-1/dkms.conf", 'A="');
  expect((await row()).problems).toMatchObject([{ problem: "conf-unreadable" }]);
  expect((await readDkms(root)).root.realPath("ran")).toBeUndefined();
});

test("a module that the build lacks, and a kernel that is gone", async () => {
  installed("1", `${CONF}BUILT_MODULE_NAME[1]=z\nDEST_MODULE_LOCATION[1]=/extra\n`);
  expect(await row()).toMatchObject({
    state: "added",
    problems: [{ problem: "module-missing", module: "z" }],
  });
  rmSync(join(root, "lib"), { recursive: true });
  expect(await row()).toMatchObject({ problems: [{ problem: "kernel-gone" }] });
});

test("dkms keeps its tree elsewhere", async () => {
  write("etc/dkms/framework.conf", 'dkms_tree="/srv/dkms"\n');
  link("srv/dkms/x/1/source", "/usr/src/x-1");
  write("usr/src/x-1/dkms.conf", CONF);
  write(`lib/modules/${RELEASE}/modules.dep`);
  expect(await row()).toMatchObject({ name: "x", state: "added" });
  write("etc/dkms/framework.conf.d/a.conf", "dkms_tree=$(pwd)\n");
  const { trouble, rows } = await readDkms(root);
  expect(rows).toEqual([]);
  expect(trouble[0]?.en).toContain("line 1: dkms_tree depends on shell code");
});

test("names that nobody expects, and weak-updates that lead nowhere", async () => {
  added();
  link("var/lib/dkms/a\nb\u001b[31m/1/source", "/nowhere");
  link(`lib/modules/${RELEASE}/weak-updates/w.ko`, "/lib/modules/5.10.0/extra/w.ko");
  write(`lib/modules/${RELEASE}/modules.dep`);
  const { rows, kernels } = await readDkms(root);
  expect(rows.map(({ name }) => name)).toEqual(["a\nb\u001b[31m", "x"]);
  expect(kernels[0]?.danglingWeak).toEqual([
    { path: `lib/modules/${RELEASE}/weak-updates/w.ko`, target: "/lib/modules/5.10.0/extra/w.ko" },
  ]);
});

test("no dkms at all", async () => {
  expect(await readDkms(root)).toMatchObject({ packages: [], rows: [], trouble: [] });
});
