import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportingModule, moduleBytes, writeFiles, writeKernel } from "../../test/build/files.ts";
import { run } from "../frame/run.ts";

let directory: string;
let kernel: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-state-"));
  kernel = writeKernel(directory);
  const good = moduleBytes();
  const importing = moduleBytes({
    imports: ["_printk", "base_open"],
    versions: { module_layout: 0x11, _printk: 0x22, base_open: 0x77 },
  });
  writeFiles(directory, {
    "good.ko": good,
    "good.ko.gz": gzipSync(good),
    "cut.ko.gz": gzipSync(good).subarray(0, 200),
    "empty.ko": "",
    "text.ko": "no module",
    "importing.ko": importing,
    "base.ko": exportingModule("base_open", 0x77),
    "base.ko.gz": gzipSync(exportingModule("base_open", 0x77)),
  });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs `kofit check`; file names are those of the test's directory. */
async function check(...args: readonly string[]): Promise<{ code: number; out: string; said: string }> {
  const written: string[] = [];
  const said: string[] = [];
  const code = await run({
    args: ["check", "--kernel", kernel, "--no-cache", ...args.map(inDirectory)],
    environment: {},
    terminal: {
      width: 80,
      colour: false,
      out: (text) => void written.push(text),
      message: (text) => void said.push(text),
      trouble: (line) => void said.push(line),
      progress: () => undefined,
    },
  });
  return { code, out: written.join(""), said: said.join("\n") };
}

const inDirectory = (arg: string): string =>
  /^[a-z].*\.ko/.test(arg)
    ? arg
        .split(",")
        .map((file) => join(directory, file))
        .join(",")
    : arg;

/** Errno and checks of the first module, but for what it does to the kernel's taints. */
async function verdict(...args: readonly string[]): Promise<[errno: string | null, ...checks: string[]]> {
  const { out } = await check("--json", ...args);
  const [module] = JSON.parse(out).modules;
  const found: string[] = module.findings.map((finding: { check: string }) => finding.check);
  return [module.predicted.errno, ...found.filter((id) => !id.startsWith("taints-"))];
}

/** The lines that are predicted with one module loaded. */
const lines = async (loaded: string): Promise<string[]> =>
  JSON.parse((await check("--json", "good.ko", "--loaded", loaded)).out).modules[0].predicted.log;

describe("what is told reaches the verdict", () => {
  test("--cmdline", async () => {
    expect(await verdict("good.ko")).toEqual([null]);
    expect(await verdict("good.ko", "--cmdline", "quiet module_blacklist=hello")).toEqual([
      "EPERM",
      "module-blacklisted",
    ]);
    expect(await verdict("good.ko", "--cmdline", "module.sig_enforce=1")).toEqual([
      "EKEYREJECTED",
      "module-unsigned",
    ]);
  });

  test("--loaded", async () => {
    expect(await verdict("importing.ko", "--loaded", "base.ko")).toEqual([null]);
    expect(await verdict("importing.ko", "--loaded", "base.ko.gz")).toEqual([null]);
    expect(await verdict("importing.ko", "--loaded=")).toEqual(["ENOENT", "unknown-symbol"]);
    // Given together, and yet not loaded.
    expect(await verdict("importing.ko", "base.ko", "--loaded=")).toEqual(["ENOENT", "unknown-symbol"]);
    expect(await verdict("importing.ko", "base.ko")).toEqual([null, "symbol-from-companion"]);
    expect(await verdict("good.ko", "--loaded", "base.ko,good.ko")).toEqual(["EEXIST", "name-in-use"]);
    expect(
      await verdict("good.ko", "--loaded", "base.ko", "--loaded", "good.ko", "--via", "modprobe"),
    ).toEqual([null, "already-loaded"]);
  });

  test("what is loaded tells which taints are set", async () => {
    expect(await lines("usbcore")).toEqual([
      "hello: loading out-of-tree module taints kernel.",
      "hello: module verification failed: signature and/or required key missing - tainting kernel",
    ]);
    expect(await lines("base.ko")).toEqual([]);
  });

  test("--params", async () => {
    expect(await verdict("good.ko", "--params", "n=7")).toEqual([null, "parameter-unknown"]);
  });

  test("--via: who unpacks", async () => {
    expect(await verdict("good.ko.gz")).toEqual([null]);
    expect(await verdict("good.ko.gz", "--via", "modprobe")).toEqual([null]);
    expect(await verdict("good.ko.gz", "--via", "finit")).toEqual(["ENOEXEC", "elf-bad-magic"]);
    expect(await verdict("good.ko.gz", "--compressed-flag")).toEqual([
      "EOPNOTSUPP",
      "decompression-unsupported",
    ]);
    expect(await verdict("empty.ko", "--via", "finit")).toEqual(["EINVAL", "file-empty"]);
    expect(await verdict("empty.ko", "--via", "init")).toEqual(["ENOEXEC", "image-too-short"]);
  });

  test("a packed file as it is is no damaged one", async () => {
    const { code, said } = await check("good.ko.gz", "--via", "init");
    expect(code).toBe(1);
    expect(said).toBe("");
  });

  test("--force-vermagic, --force-modversion", async () => {
    expect(await verdict("good.ko", "--force-vermagic")).toEqual(["ENOEXEC", "forced-vermagic-refused"]);
    expect(await verdict("good.ko", "--force-modversion", "--via", "modprobe")).toEqual([
      "ENOEXEC",
      "forced-modversion-refused",
    ]);
  });

  test("a packed file that is cut off says so, whoever unpacks it", async () => {
    for (const how of [[], ["--via", "modprobe"], ["--compressed-flag"]]) {
      const { code, said } = await check("cut.ko.gz", ...how);
      expect(code).toBe(2);
      expect(said).toContain("cut.ko.gz");
    }
  });
});

describe("what is wrong is one line, and 2", () => {
  test.each([
    [["--via", "insmod"], "--via takes finit, init or modprobe, not insmod"],
    [["--via", "modprob"], "--via takes finit, init or modprobe, not modprob; did you mean modprobe?"],
    [
      ["--compressed-flag", "--via", "init"],
      "--compressed-flag is a flag of finit_module: it goes with --via finit, or without --via",
    ],
    [
      ["--force-vermagic", "--via", "init"],
      "--force-vermagic is a flag of finit_module: it goes with --via finit or modprobe, or without --via",
    ],
    [["--loaded", "absent.ko"], /^--loaded: .*absent\.ko: /],
    [["--loaded", "text.ko"], /^--loaded: .*text\.ko.*: only a whole module can be loaded before$/],
    [["--loaded", "empty.ko"], /^--loaded: .*empty\.ko.*only a whole module/],
    [["--params"], "--params needs a value: --params TEXT"],
  ])("%j", async (args, line) => {
    const { code, out, said } = await check("good.ko", ...args);
    expect(said).toMatch(line);
    expect(said).not.toContain("\n");
    expect(out).toBe("");
    expect(code).toBe(2);
  });

  test("in Chinese, too", async () => {
    const { said } = await check("good.ko", "--lang", "zh", "--via", "x");
    expect(said).toContain("--via 的值应为 finit、init 或 modprobe");
  });
});
