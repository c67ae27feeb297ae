// What is read of every dkms.conf of Debian beside what bash makes of it.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fetchApt } from "../../node/apt/index.ts";
import { cacheDirectory } from "../../node/index.ts";
import { type DkmsConf, type DkmsVariables, parseDkmsConf } from "../../src/formats/dkms-conf/dkms-conf.ts";
import { FormatError } from "../../src/io/format-error.ts";
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

/** Random scripts over a few names: nothing in them runs a program but `true`, `false`, `echo` and `cat`. */
const name = fc.constantFrom("MAKE", "CLEAN", "PATCH", "STRIP");
const piece = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "a",
      "b c",
      "x=y",
      "'",
      "\\",
      '"',
      "$",
      "#",
      ";",
      "{",
      "}",
      "(",
      ")",
      "[0]",
      "~",
      "\n",
    ),
  },
  name.map((one) => `$${one}`),
  name.map((one) => `\${${one}}`),
  name.map((one) => `\${${one}[1]}`),
  name.map((one) => `\${${one}:-d}`),
  name.map((one) => `\${${one}:+"s t"}`),
  fc.constantFrom("$((1+2))", "$(echo z)", "`echo z`", "${MAKE:=q}", "$'t'", '$"u"'),
);
const joined = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(""));
const word = fc.oneof(
  joined.map((text) => `"${text.replace(/["\\`]/g, "\\$&")}"`),
  joined.map((text) => `'${text.replaceAll("'", "")}'`),
  fc.constantFrom("plain", "a\\ b", "a#b", "q\"r\"'s'", "", "$MAKE", '"$CLEAN"x', "a\\\nb"),
);
const assignment = fc.oneof(
  fc.tuple(name, word).map(([one, value]) => `${one}=${value}`),
  fc.tuple(name, word).map(([one, value]) => `${one}+=${value}`),
  fc.tuple(name, fc.nat(2), word).map(([one, index, value]) => `${one}[${index}]=${value}`),
  fc.tuple(name, word, word).map(([one, a, b]) => `${one}=(${a} ${b})`),
  fc.tuple(name, word).map(([one, value]) => `export ${one}=${value}`),
  name.map((one) => `unset ${one}`),
);
const statement = fc.oneof(
  { weight: 5, arbitrary: assignment },
  assignment.map((one) => `if true; then ${one}; fi`),
  assignment.map((one) => `if false; then ${one}\nelse ${one}; fi`),
  assignment.map((one) => `true && ${one}`),
  assignment.map((one) => `false ||\n${one}`),
  assignment.map((one) => `( ${one} )`),
  assignment.map((one) => `{ ${one}; }`),
  assignment.map((one) => `${one} | cat`),
  assignment.map((one) => `case x in y) ${one} ;; *) ${one} ;; esac`),
  assignment.map((one) => `for i in 1 2; do ${one}; done`),
  assignment.map((one) => `f() { ${one}; }`),
  fc.constantFrom(
    "f 2>/dev/null",
    "# MAKE=c",
    "[[ a < b ]]",
    "((1))",
    "true; return",
    "cat <<E >/dev/null\nMAKE=h\nE",
    "MAKE=e true",
  ),
);
const script = fc.array(statement, { minLength: 1, maxLength: 8 }).map((lines) => `${lines.join("\n")}\n`);

test("no random script has a known value that bash does not give it", () => {
  const path = join(scratch, "random.conf");
  fc.assert(
    fc.property(script, (text) => {
      let conf: DkmsConf;
      try {
        conf = parseDkmsConf(Buffer.from(text), path, given);
      } catch (error) {
        // Only what bash does not take either, or takes otherwise on purpose: nothing is known of it.
        if (error instanceof FormatError) return;
        throw error;
      }
      writeFileSync(path, text);
      const theirs = byBash(path);
      const cells = (["MAKE", "CLEAN", "PATCH", "STRIP"] as const).flatMap((directive) =>
        [0, 1, 2].map((index) => [`${directive}[${index}]`, conf.value(directive, index)] as const),
      );
      const known = cells.flatMap(([key, value]) => (value.known ? [[key, value.value] as const] : []));
      expect(known).toEqual(known.map(([key]) => [key, theirs.get(key) ?? ""]));
    }),
    { numRuns: Number(process.env["KOFIT_RUNS"] ?? 200) },
  );
});
