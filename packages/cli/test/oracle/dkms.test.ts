// `kofit dkms` beside dkms itself, on real packages built by it for a real kernel. Needs root or user namespaces, and overlayfs.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DkmsRoot, dkmsRoot } from "../build/dkms-root.ts";

const kofit = join(import.meta.dirname, "../../dist/kofit.cjs");

let root: DkmsRoot;
let release = "";
/** Below the root. */
const updates = (): string => `usr/lib/modules/${release}/updates/dkms`;

beforeAll(async () => {
  root = await dkmsRoot(["apt:linux-image-cloud-amd64:amd64/bookworm"]);
  [release = ""] = root.releases;
  for (const name of ["vpoll", "rapiddisk", "acpi-call"]) {
    await root.add(`apt:${name}-dkms:amd64/bookworm`, `${name}-dkms`);
  }
  const { status, out } = root.run(
    `dkms install vpoll/0.1 -k ${release} && dkms build rapiddisk-dkms/9.0.0 -k ${release} && dkms add acpi-call/1.2.2`,
  );
  if (status !== 0) throw new Error(out);
});
afterAll(() => root.remove());

interface Told {
  readonly modules: readonly {
    readonly name: string;
    readonly version: string;
    readonly release: string;
    readonly architecture: string | null;
    readonly state: string;
    readonly outcome: string;
    readonly modules: readonly { readonly name: string; readonly outcome: string | null }[];
    readonly problems: readonly { readonly problem: string; readonly module?: string }[];
  }[];
}

function told(): Told & { readonly status: number | null } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [kofit, "dkms", "--root", root.directory, "--json"],
    { encoding: "utf8" },
  );
  expect(stderr).toBe("");
  // The shape is what the command promises.
  const document: Told = JSON.parse(stdout);
  return { ...document, status };
}

/** `name/version` to state, by `dkms status`. */
function byDkms(): Readonly<Record<string, string>> {
  const { out } = root.run("dkms status");
  const lines = [...out.matchAll(/^(\S+?\/[^\s,:]+)(?:, (\S+), (\S+))?: (added|built|installed)/gm)];
  return Object.fromEntries(lines.map(([, name = "", , , state = ""]) => [name, state]));
}

const ours = (): Readonly<Record<string, string>> =>
  Object.fromEntries(told().modules.map(({ name, version, state }) => [`${name}/${version}`, state]));

const problemsOf = (name: string): readonly string[] =>
  told()
    .modules.find((row) => row.name === name)
    ?.problems.map(({ problem }) => problem) ?? [];

test("added, built and installed are what dkms calls so, and what it built loads", () => {
  expect(ours()).toEqual({
    "vpoll/0.1": "installed",
    "rapiddisk-dkms/9.0.0": "built",
    "acpi-call/1.2.2": "added",
  });
  expect(ours()).toEqual(byDkms());
  const { modules, status } = told();
  expect(status).toBe(1);
  expect(modules.map(({ name, outcome }) => [name, outcome])).toEqual([
    ["acpi-call", "nothing"],
    ["rapiddisk-dkms", "loads"],
    ["vpoll", "loads"],
  ]);
  expect(problemsOf("acpi-call")).toEqual(["not-built"]);
  expect(problemsOf("rapiddisk-dkms")).toEqual(["not-installed"]);
  expect(problemsOf("vpoll")).toEqual([]);
});

test("an installed file that is not the one that was built", () => {
  const path = join(root.directory, updates(), "vpoll.ko");
  const good = readFileSync(path);
  writeFileSync(path, Buffer.concat([good, Buffer.from("x")]));
  expect(root.run("dkms status").out).toContain("Diff between built and installed module");
  expect(problemsOf("vpoll")).toEqual(["installed-differs"]);
  writeFileSync(path, good);
});

test("a build that lacks a module", () => {
  const directory = join(root.directory, `var/lib/dkms/rapiddisk-dkms/9.0.0/${release}/x86_64/module`);
  const [file = ""] = readdirSync(directory);
  const good = readFileSync(join(directory, file));
  rmSync(join(directory, file));
  expect(ours()).toEqual(byDkms());
  expect(problemsOf("rapiddisk-dkms")).toContain("module-missing");
  writeFileSync(join(directory, file), good);
});

test("an initramfs that real programs packed: the same module, stripped or not, and an older one", () => {
  const image = `boot/initrd.img-${release}`;
  const pack = (change: string, compress: string): void => {
    const made = root.run(
      [
        "set -e",
        "rm -rf /tmp/image && mkdir -p /tmp/early/kernel/x86 /tmp/image/usr/lib/modules",
        "echo microcode >/tmp/early/kernel/x86/microcode.bin",
        `mkdir -p /tmp/image/${updates()} && cp /${updates()}/vpoll.ko /tmp/image/${updates()}/vpoll.ko`,
        `cd /tmp/image/${updates()} && ${change}`,
        `(cd /tmp/early && find . | cpio -o -H newc --quiet; cd /tmp/image && find . | cpio -o -H newc --quiet | ${compress}) >/${image}`,
      ].join("\n"),
    );
    if (made.status !== 0) throw new Error(made.out);
  };
  mkdirSync(join(root.directory, "boot"), { recursive: true });
  for (const compress of ["cat", "gzip", "xz --check=crc32", "zstd -q -19", "lz4 -l"]) {
    pack("true", compress);
    expect([compress, ...problemsOf("vpoll")]).toEqual([compress]);
    // What is loaded is another one: as with a module that was built anew.
    pack("objcopy --update-section .modinfo=/etc/hostname vpoll.ko", compress);
    expect([compress, ...problemsOf("vpoll")]).toEqual([compress, "initramfs-differs"]);
  }
  pack("strip -g vpoll.ko && xz vpoll.ko", "zstd -q");
  expect(problemsOf("vpoll")).toEqual([]);
  rmSync(join(root.directory, image));
});

test("a source that is gone, and a kernel that is gone", () => {
  const source = join(root.directory, "usr/src/vpoll-0.1");
  root.run("mv /usr/src/vpoll-0.1 /usr/src/away");
  // dkms itself stops at such a package.
  expect(root.run("dkms status").out).toContain("Could not locate dkms.conf");
  expect(problemsOf("vpoll")).toEqual(["source-missing"]);
  root.run("mv /usr/src/away /usr/src/vpoll-0.1");
  expect(readdirSync(source)).toContain("dkms.conf");
  root.run(`mv /usr/lib/modules/${release} /usr/lib/away`);
  expect(problemsOf("vpoll")).toEqual(["kernel-gone"]);
  root.run(`mv /usr/lib/away /usr/lib/modules/${release}`);
});
