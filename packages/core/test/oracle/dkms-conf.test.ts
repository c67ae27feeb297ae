// What is read of every dkms.conf of Debian beside what bash makes of it.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fetchApt } from "../../node/apt/index.ts";
import { cacheDirectory } from "../../node/index.ts";
import { type DkmsVariables, parseDkmsConf } from "../../src/formats/dkms-conf/dkms-conf.ts";
import { directives } from "../../src/formats/dkms-conf/directives.ts";

/** All of bookworm's main, with the directives of each that shell code decides: everything else has to be known. */
const packages: Readonly<Record<string, readonly string[]>> = {
  "acpi-call": [],
  "adv-17v35x": [],
  apfs: [],
  bbswitch: [],
  dahdi: [],
  ddcci: ["BUILD_EXCLUSIVE_ARCH"],
  digimend: ["BUILD_EXCLUSIVE_KERNEL"],
  "dm-writeboost": [],
  "dpdk-kmods": [],
  evdi: [],
  "falcosecurity-scap": [],
  "gost-crypto": [],
  "iptables-netflow": [],
  jool: [],
  langford: [],
  "librem-ec-acpi": [],
  "lime-forensics": [],
  // The index of the first module that depends on the kernel's configuration is the end of what is known.
  "lttng-modules": ["BUILT_MODULE_NAME", "BUILT_MODULE_LOCATION", "DEST_MODULE_LOCATION"],
  "nat-rtsp": [],
  "openafs-modules": ["MAKE"],
  "openrazer-driver": [],
  "openvpn-dco": [],
  rapiddisk: [],
  "rtpengine-kernel": [],
  "tp-smapi": [],
  v4l2loopback: ["BUILD_EXCLUSIVE_KERNEL"],
  vpoll: [],
  "west-chamber": ["MAKE"],
  "xtables-addons": [],
  xtrx: [],
};

const scratch = mkdtempSync(join(tmpdir(), "kofit-dkms-conf-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const given = {
  kernelver: "6.1.0-99-amd64",
  arch: "x86_64",
  kernel_source_dir: join(scratch, "build"),
  dkms_tree: "/var/lib/dkms",
  source_tree: "/usr/src",
} satisfies DkmsVariables;

beforeAll(() => {
  mkdirSync(given.kernel_source_dir);
  writeFileSync(join(given.kernel_source_dir, ".config"), "CONFIG_VIDEO_DEV=m\nCONFIG_USB_HID=m\n");
});

async function confOf(name: string): Promise<string> {
  const { packages } = await fetchApt(`apt:${name}-dkms:amd64/bookworm`, {
    cacheDirectory: cacheDirectory(),
  });
  const file = packages.find((found) => found.name === `${name}-dkms`)?.path;
  if (file === undefined) throw new Error(`bookworm has no ${name}-dkms`);
  const tar = ["--to-stdout", "--wildcards", "-x", "./usr/src/*/dkms.conf"];
  const packed = execFileSync("dpkg-deb", ["--fsys-tarfile", file], { maxBuffer: 1 << 28 });
  return execFileSync("tar", tar, { input: packed, encoding: "utf8" });
}

/** `NAME[index]` to its value, as bash has it. */
function byBash(path: string): ReadonlyMap<string, string> {
  const script = [
    `cd ${JSON.stringify(scratch)}`,
    `. ${JSON.stringify(path)} >/dev/null 2>&1`,
    `for name in ${directives.join(" ")}; do`,
    "  declare -n array=$name",
    '  for index in "${!array[@]}"; do printf "%s[%s]=%s\\0" "$name" "$index" "${array[$index]}"; done',
    "done",
  ].join("\n");
  const out = execFileSync("bash", ["--norc", "-c", script], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] ?? "", ...given },
  });
  return new Map(
    out
      .split("\0")
      .filter(Boolean)
      .map((entry) => [entry.slice(0, entry.indexOf("=")), entry.slice(entry.indexOf("=") + 1)]),
  );
}

test.each(Object.entries(packages))("%s", async (name, decidedByCode) => {
  const text = await confOf(name);
  const path = join(scratch, `${name}.conf`);
  writeFileSync(path, text);
  const conf = parseDkmsConf(Buffer.from(text), path, given);

  const notKnown = new Set<string>();
  const ours = new Map<string, string>();
  const theirs = new Map(byBash(path));
  for (const directive of directives) {
    const indices = conf.indices(directive);
    const values = indices.known ? indices.value.map((index) => conf.value(directive, index)) : [];
    for (const [at, value] of values.entries()) {
      const key = `${directive}[${indices.known ? indices.value[at] : ""}]`;
      if (value.known) ours.set(key, value.value);
      else notKnown.add(directive);
    }
    if (!indices.known) notKnown.add(directive);
  }
  expect([...notKnown].sort()).toEqual([...decidedByCode].sort());
  for (const key of theirs.keys()) if (notKnown.has(key.slice(0, key.indexOf("[")))) theirs.delete(key);
  expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
  expect(ours.get("PACKAGE_NAME[0]")).toBeTruthy();
});
