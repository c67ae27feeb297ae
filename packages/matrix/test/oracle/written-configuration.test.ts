// What kofit writes from a `.config`, beside what the kernel's own Kconfig writes: line by line.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { touchedFiles } from "../../../build/src/repair/touched-files.ts";
import { configDifference, writtenFrom } from "../../../core/src/index.ts";
import { kernelSource, olddefconfig, programs } from "../../../core/test/oracle/configured-kernels.ts";
import { kernelTree } from "../build/kernel-tree.ts";

interface Case {
  readonly spec: string;
  readonly series: string;
  readonly suite: string;
  readonly arch: string;
  readonly cross: string;
}

const arm64 = { arch: "arm64", cross: "aarch64-linux-gnu-" };
const amd64 = { arch: "x86_64", cross: "x86_64-linux-gnu-" };
const cases: readonly Case[] = [
  {
    spec: "apt:linux-image-cloud-arm64:arm64/bookworm-backports",
    series: "6.12",
    suite: "bookworm-backports",
    ...arm64,
  },
  { spec: "apt:linux-image-cloud-amd64:amd64/bookworm", series: "6.1", suite: "bookworm", ...amd64 },
];

/** The files, by what they are read by. */
const paths = {
  forMake: "include/config/auto.conf",
  forCompiler: "include/generated/autoconf.h",
  forRust: "include/generated/rustc_cfg",
} as const;

const text = (directory: string, path: string): string => readFileSync(join(directory, path), "utf8");

interface Texts {
  readonly config: string;
  readonly forMake: string;
  readonly forCompiler: string;
  readonly forRust: string;
}

const textsIn = (directory: string): Texts => ({
  config: text(directory, ".config"),
  forMake: text(directory, paths.forMake),
  forCompiler: text(directory, paths.forCompiler),
  forRust: text(directory, paths.forRust),
});

function expectWritten(from: Texts, to: Texts): void {
  const { config, ...expected } = to;
  const written = writtenFrom(config, { ...from, quotes: false });
  for (const reader of ["forMake", "forCompiler", "forRust"] as const) {
    const lines = differing(written[reader], expected[reader]);
    expect([paths[reader], ...lines]).toEqual([paths[reader]]);
  }
}

/** Lines of one symbol in rustc_cfg. */
const LINES = 2;
/** Symbols that share a bucket of Kconfig's table, at most. */
const BUCKET = 6;

/**
 * Lines that are not the same. Which of two symbols of one bucket was named first in the Kconfig files, a `.config` does not
 * tell: neighbours may have changed places.
 */
function differing(written: string, expected: string): readonly string[] {
  const [ours, theirs] = [written.split("\n"), expected.split("\n")];
  if (ours.length !== theirs.length) return [`${ours.length} lines, not ${theirs.length}`];
  const found: string[] = [];
  let start = 0;
  for (let index = 0; index <= ours.length; index += 1) {
    if (index < ours.length && ours[index] !== theirs[index]) continue;
    const [run, other] = [ours.slice(start, index), theirs.slice(start, index)];
    const isSame = run.toSorted().join("\n") === other.toSorted().join("\n");
    if (!isSame || run.length > BUCKET * LINES) found.push(...run);
    start = index + 1;
  }
  return found;
}

describe.each(cases)("$series $arch", ({ spec, series, suite, arch, cross }) => {
  let packaged: Texts;
  let scratch: string;
  let source: string;
  beforeAll(async () => {
    const kernel = await kernelTree(spec);
    packaged = textsIn(join(kernel.directory, "usr/src", `linux-headers-${kernel.release}`));
    source = await kernelSource(series, suite);
    scratch = mkdtempSync(join(kernel.directory, "written-"));
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test("the package's own files, from its .config", () => {
    expectWritten(packaged, packaged);
    // And where nothing was written before.
    const written = writtenFrom(packaged.config, { forCompiler: packaged.forCompiler, quotes: false });
    expect(written.forMake === packaged.forMake).toBe(true);
  });

  test("from one configuration to another, there and back, and the files of the options that change", async () => {
    const output = join(scratch, "output");
    mkdirSync(output);
    const configure = (config: string, path: string): Texts => {
      olddefconfig({ source, arch, cross, config, path, output });
      const variables = [`ARCH=${arch}`, `CROSS_COMPILE=${cross}`];
      const env = { ...process.env, PATH: path };
      execFileSync("make", ["-s", "-C", source, `O=${output}`, ...variables, "syncconfig"], {
        env,
        stdio: "pipe",
      });
      return textsIn(output);
    };
    const whole = configure(packaged.config, programs(join(scratch, "bin"), []));
    const old = new Date("2026-01-01T00:00:00Z");
    const options = join(output, "include/config");
    for (const name of readdirSync(options)) utimesSync(join(options, name), old, old);
    const lost = configure(whole.config, programs(join(scratch, "bin-without"), ["pahole"]));
    expect(lost.config).not.toBe(whole.config);

    const touched = readdirSync(options)
      .filter(
        (name) => !name.startsWith("auto.conf") && statSync(join(options, name)).mtimeMs > old.getTime(),
      )
      .map((name) => `include/config/${name}`);
    const changed = configDifference(lost.config, whole.forMake).map(({ symbol }) => symbol);
    const ours = (await touchedFiles(output, changed)).map(({ path }) => path);
    expect(ours.toSorted()).toEqual(touched.toSorted());

    expectWritten(whole, lost);
    expectWritten(lost, whole);
    expectWritten(lost, packaged);
  });
});
