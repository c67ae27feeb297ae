import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, symlinkSync, truncateSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { moduleBytes, writeFiles, writeKernel } from "../test/build/files.ts";
import { install } from "../test/build/kofit.ts";

const kofit = install();
afterAll(() => kofit.remove());
const at = (name: string): string => join(kofit.directory, name);

const kernel = writeKernel(kofit.directory);
const whole = moduleBytes();
writeFiles(kofit.directory, {
  "fits.ko": whole,
  "cut.ko": whole.subarray(0, whole.length - 100),
  "header.ko": whole.subarray(0, 64),
  "empty.ko": "",
  "text.ko": "This is no module.\n",
  "xz.ko.xz": Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 1, 2, 3, 4),
  "no-modules/readme": "nothing here",
  "unreadable.ko": whole,
});
spawnSync("mkfifo", [at("fifo.ko")]);
writeFiles(kofit.directory, { "sparse.ko": "" });
truncateSync(at("sparse.ko"), 4 * 2 ** 30);
symlinkSync("loop-b.ko", at("loop-a.ko"));
symlinkSync("loop-a.ko", at("loop-b.ko"));
mkdirSync(at("tree/deep"), { recursive: true });
symlinkSync("..", at("tree/deep/up"));
writeFiles(kofit.directory, { "tree/deep/fits.ko": whole });
chmodSync(at("unreadable.ko"), 0o000);

/** Time for a whole run. The point is that none waits or reads for ever. */
const SOON = 20_000;

describe("an input that is no module is one line with its name, and exit code 2", () => {
  const cases: readonly (readonly [file: string, line: RegExp])[] = [
    [
      "cut.ko",
      /^kofit: cut\.ko at 0x[0-9a-f]+: the section table .* lies outside the file of \d+ bytes: .*\n$/,
    ],
    ["header.ko", /^kofit: header\.ko at 0x[0-9a-f]+: the section table .*\n$/],
    ["empty.ko", /^kofit: empty\.ko at 0x0: the file is empty\n$/],
    ["text.ko", /^kofit: text\.ko at 0x0: this is not a kernel module: it has no ELF header\n$/],
    ["xz.ko.xz", /^kofit: xz\.ko\.xz at 0x[0-9a-f]+: .*\n$/],
    ["sparse.ko", /^kofit: sparse\.ko at 0x0: this is not a kernel module: .*\n$/],
    ["fifo.ko", /^kofit: fifo\.ko is a named pipe \(FIFO\), not a regular file\n$/],
    ["/dev/zero", /^kofit: \/dev\/zero is a device, not a regular file\n$/],
    ["loop-a.ko", /^kofit: loop-a\.ko: .*circle\n$/],
    ["gone.ko", /^kofit: gone\.ko: no such file or directory\n$/],
    ["no-modules", /^kofit: no-modules: no module \(.*\) in this directory or below it\n$/],
  ];
  for (const [file, line] of cases) {
    test(`${file}, in English`, { timeout: SOON }, async () => {
      const { code, out, err } = await kofit.run(["check", file, "--kernel", kernel]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(line);
      expect(err.trimEnd()).not.toContain("\n");
    });

    test(`${file}, in Chinese`, { timeout: SOON }, async () => {
      const { code, out, err } = await kofit.run(["check", file, "--kernel", kernel, "--lang", "zh"]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err.trimEnd()).not.toContain("\n");
    });
  }

  test.runIf(process.getuid?.() === 0)("a file that may not be read", async () => {
    const { code, err } = await kofit.run(["check", "unreadable.ko", "--kernel", kernel], {
      unprivileged: true,
    });
    expect(code).toBe(2);
    expect(err).toMatch(/^kofit: unreadable\.ko: permission denied.*\n$/);
  });
});

describe("a damaged tree of dkms", () => {
  writeFiles(kofit.directory, {
    "dkms/lib/modules/6.1/modules.dep": "",
    "dkms/usr/src/code-1/dkms.conf": `BUILT_MODULE_NAME=$(touch ${at("ran")})\ntouch ${at("ran")}\n`,
    "dkms/usr/src/cut-1/dkms.conf": 'PACKAGE_NAME="cut',
    "dkms/var/lib/dkms/hidden/1/6.1/x86_64/module/x.ko": whole,
  });
  for (const name of ["code", "cut"]) {
    mkdirSync(at(`dkms/var/lib/dkms/${name}/1`), { recursive: true });
    symlinkSync(`/usr/src/${name}-1`, at(`dkms/var/lib/dkms/${name}/1/source`));
  }
  symlinkSync("loop", at("dkms/var/lib/dkms/loop"));
  symlinkSync("..", at("dkms/lib/modules/6.1/up"));
  chmodSync(at("dkms/var/lib/dkms/hidden"), 0o000);

  test.runIf(process.getuid?.() === 0)(
    "what may not be read is one line, the rest is told, and nothing is run",
    { timeout: SOON },
    async () => {
      const { code, out, err } = await kofit.run(["dkms", "--root", "dkms"], { unprivileged: true });
      expect(code).toBe(2);
      expect(err).toMatch(/^kofit: "\/var\/lib\/dkms\/hidden": permission denied.*\n$/);
      expect(out).toContain("code/1");
      expect(out).toMatch(/cut\/1\/source\/dkms\.conf at\s+0xd: a text in double quotes/);
      expect(readdirSync(kofit.directory)).not.toContain("ran");
    },
  );
});

describe("an input that is no kernel is one line, too", () => {
  for (const target of [
    "text.ko",
    "empty.ko",
    "fifo.ko",
    "sparse.ko",
    "gone",
    "no-modules",
    "loop-a.ko",
    "/dev/zero",
  ]) {
    test(`--kernel ${target}`, { timeout: SOON }, async () => {
      const { code, out, err } = await kofit.run(["check", "fits.ko", "--kernel", target]);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain(target);
      expect(err).toMatch(/^kofit: .*\n$/);
      expect(err.trimEnd()).not.toContain("\n");
    });
  }
});

test("a damaged module keeps its entry in JSON, with what the kernel would answer", async () => {
  const { code, out } = await kofit.run([
    "check",
    "cut.ko",
    "text.ko",
    "xz.ko.xz",
    "--kernel",
    kernel,
    "--json",
  ]);
  expect(code).toBe(2);
  expect(JSON.parse(out)).toMatchObject({
    modules: [
      { file: "cut.ko", outcome: "refused", predicted: { errno: "ENOEXEC" } },
      { file: "text.ko", outcome: "refused", predicted: { errno: "ENOEXEC" } },
      { file: "xz.ko.xz", outcome: "unknown", predicted: { errno: null } },
    ],
  });
});

test("a bad input does not keep the others from being judged", async () => {
  const { code, out, err } = await kofit.run([
    "check",
    "gone.ko",
    "empty.ko",
    "fits.ko",
    "tree",
    "--kernel",
    kernel,
  ]);
  expect(code).toBe(2);
  expect(out).toBe("3 modules on 6.12.95-test: 2 load, 1 damaged\n");
  expect(err.split("\n").length).toBe(3);
});

test("names with escapes reach the terminal written out", async () => {
  const { err } = await kofit.run(["check", "\u001b[2J.ko", "--kernel", kernel]);
  expect(err).toBe(`kofit: ${String.raw`\x1b[2J.ko`}: no such file or directory\n`);
});

const cached = (): readonly string[] => readdirSync(at("cache/kofit"), { recursive: true }).map(String);

describe("the cache", () => {
  test("nothing is written outside the cache, and nothing with --no-cache", async () => {
    const before = readdirSync(kofit.directory);
    await kofit.run(["check", "fits.ko", "--kernel", kernel, "--no-cache"], {
      env: { XDG_CACHE_HOME: at("other") },
    });
    expect(readdirSync(kofit.directory)).toEqual(before);
  });

  test("Ctrl-C ends a download, and leaves no part of it", { timeout: SOON }, async () => {
    // A mirror that accepts, starts to answer and never ends.
    const server = createServer((_, response) =>
      response.writeHead(200, { "content-length": 1000 }).write("x"),
    );
    await once(server.listen(0, "127.0.0.1"), "listening");
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    const args = [
      "check",
      "fits.ko",
      "--kernel",
      "apt:linux-image-none:amd64/sid",
      "--mirror",
      `http://127.0.0.1:${port}/debian`,
    ];
    const asked = once(server, "request");
    const { code, out, err } = await kofit.run(args, {
      started: (pid) => void asked.then(() => setTimeout(() => process.kill(pid, "SIGINT"), 100)),
    });
    server.closeAllConnections();
    server.close();
    expect({ code, out, err }).toEqual({ code: "SIGINT", out: "", err: "" });
    expect(cached().filter((name) => /part|tmp|new/.test(name))).toEqual([]);
  });
});
