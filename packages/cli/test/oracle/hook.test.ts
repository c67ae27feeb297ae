// The hooks of `kofit hook`, started by run-parts and by dkms itself, with a kernel of Debian and its headers. Needs root or user namespaces.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DkmsRoot, dkmsRoot } from "../build/dkms-root.ts";

const bundle = join(import.meta.dirname, "../../dist/kofit.cjs");

let root: DkmsRoot;
let release = "";

/** A package of dkms, with a script of its own that runs after each build. */
const hello = {
  "dkms.conf": [
    "PACKAGE_NAME=hello",
    "PACKAGE_VERSION=1",
    "BUILT_MODULE_NAME=hello",
    "DEST_MODULE_LOCATION=/extra",
    "AUTOINSTALL=yes",
    'POST_BUILD="own.sh $kernelver"',
  ].join("\n"),
  Makefile: "obj-m := hello.o\n",
  "hello.c":
    '#include <linux/module.h>\nstatic int __init hello(void) { return 0; }\nstatic void __exit bye(void) {}\nmodule_init(hello); module_exit(bye);\nMODULE_LICENSE("GPL"); MODULE_DESCRIPTION("hello");\n',
  "own.sh": '#!/bin/sh\necho "own script for $1"\n',
};

beforeAll(async () => {
  root = await dkmsRoot(["apt:linux-image-cloud-amd64:amd64/bookworm-backports"]);
  [release = ""] = root.releases;
  for (const [name, text] of Object.entries(hello)) {
    const path = join(root.directory, "usr/src/hello-1", name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text, { mode: name.endsWith(".sh") ? 0o755 : 0o644 });
  }
  const { status, out } = root.run("dkms add hello/1");
  if (status !== 0) throw new Error(out);
});
afterAll(() => root.remove());

function hook(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [bundle, "hook", ...args, "--root", root.directory],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stdout + stderr);
  return stdout;
}

/** As the package of a kernel starts its hooks; dkms's own is among them. */
const postinst = (): ReturnType<DkmsRoot["run"]> =>
  root.run(
    `run-parts --verbose --exit-on-error --arg=${release} --arg=/boot/vmlinuz-${release} /etc/kernel/postinst.d`,
  );

const WARNING = "kofit: after a reboot, DKMS modules will be missing or will not load:";
const REFUSED = "kofit: the kernel will not load what dkms has built:";

/** The headers' configuration, as it was and as one without pahole makes it. */
const autoconf = (): string =>
  join(root.directory, `usr/src/linux-headers-${release}/include/generated/autoconf.h`);

test("the scripts are sound", () => {
  hook("install", "dkms", "kernel", "pacman", "dnf");
  const scripts = [
    "etc/kofit/dkms-post-build",
    "etc/kofit/pacman-hook",
    "etc/kofit/dnf-hook",
    "etc/kernel/postinst.d/zz-kofit",
    "etc/kernel/header_postinst.d/zz-kofit",
    "etc/kernel/install.d/95-kofit.install",
    "etc/dkms/hello.conf",
  ].map((path) => join(root.directory, path));
  const { status, stdout } = spawnSync("shellcheck", scripts, { encoding: "utf8" });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  // run-parts takes no script whose name it does not like.
  const listed = root.run("run-parts --test /etc/kernel/postinst.d").out.trim().split("\n");
  const names = listed.map((path) => path.slice(path.lastIndexOf("/") + 1));
  expect(names.indexOf("zz-kofit")).toBeGreaterThan(names.indexOf("dkms"));
  hook("remove", "pacman", "dnf");
});

test("a kernel upgrade after which all is well: nothing is said", () => {
  const { status, out } = postinst();
  expect(out).toContain("zz-kofit");
  expect(out).not.toContain("kofit: ");
  expect(status).toBe(0);
  expect(root.run("dkms status").out).toContain(`hello/1, ${release}`);
});

test("a build with headers that lost an option: dkms's hook says so, and the build goes on", () => {
  const good = readFileSync(autoconf(), "utf8");
  const bad = good.replace(/^#define CONFIG_DEBUG_INFO_BTF_MODULES 1\n/m, "");
  expect(bad).not.toBe(good);
  writeFileSync(autoconf(), bad);
  const built = root.run(
    `dkms uninstall hello/1 -k ${release}; dkms unbuild hello/1 -k ${release}; dkms build hello/1 -k ${release}`,
  );
  expect(built.out).toContain(REFUSED);
  expect(built.out).toContain("struct module");
  expect(built.out).toContain(`own script for ${release}`);
  expect(built.status).toBe(0);
  expect(root.run("dkms status").out).toContain("built");
});

test("the kernel's hook says so before the reboot, and fails when strict only", () => {
  const warned = postinst();
  expect(warned.out).toContain(WARNING);
  expect(warned.out).toContain(`hello/1  ${release}  installed  refused`);
  expect(warned.status).toBe(0);
  hook("install", "kernel", "--strict");
  const strict = postinst();
  expect(strict.out).toContain(WARNING);
  expect(strict.status).not.toBe(0);
  hook("install", "kernel");
});

test("dkms 3.2, which does not go on when the script fails", async () => {
  await root.add("apt:dkms:amd64/trixie", "dkms");
  expect(root.run("dkms --version").out).toMatch(/dkms-3\.[2-9]/);
  const build = `dkms unbuild hello/1 -k ${release} >/dev/null 2>&1; dkms build hello/1 -k ${release}`;
  expect(root.run(build).status).toBe(0);
  const log = `/var/lib/dkms/hello/1/${release}/x86_64/log/make.log`;
  expect(root.run(`cat ${log}`).out).toContain(REFUSED);
  hook("install", "dkms", "--strict");
  expect(root.run(build).status).not.toBe(0);
  hook("install", "dkms");
});

test("without headers the kernel's hook says that there is nothing to judge yet", () => {
  root.run(`mv /usr/lib/modules/${release}/build /usr/lib/modules/${release}/away`);
  const { status, out } = root.run(`/etc/kernel/postinst.d/zz-kofit ${release}`);
  root.run(`mv /usr/lib/modules/${release}/away /usr/lib/modules/${release}/build`);
  expect(out).toContain("no headers of this kernel are there");
  expect(status).toBe(0);
});

test("removed, nothing of kofit is left and dkms builds as before", () => {
  hook("remove");
  expect(hook("status")).toBe("No hook is installed.\n");
  expect(readdirSync(join(root.directory, "etc"))).not.toContain("kofit");
  const built = root.run(
    `dkms unbuild hello/1 -k ${release} >/dev/null 2>&1; dkms build hello/1 -k ${release}`,
  );
  expect(built.status).toBe(0);
  expect(built.out).not.toContain("kofit");
});
