import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { configText, headersFiles, readingOf, writeTree } from "../../../build/test/build/headers-tree.ts";
import { UsageError } from "../frame/usage-error.ts";
import repair from "./repair.ts";

const right = { MODULES: "y", BTF: "y", DEPTH: "32" };

let directory = "";
let headers = "";
let config = "";
let broken = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-repair-"));
  vi.stubEnv("XDG_CACHE_HOME", join(directory, "cache"));
  config = join(directory, "config-6.12.95-test");
  writeFileSync(config, configText(right));
  headers = writeTree(
    join(directory, "headers"),
    headersFiles({ MODULES: "y", DEPTH: "16" }, Object.keys(right)),
  );
  broken = readingOf(headers);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

async function run(
  args: readonly string[],
  { language = "en" }: { readonly language?: "en" | "zh" } = {},
): Promise<{ readonly code: number; readonly out: string }> {
  let out = "";
  const terminal = {
    width: 80,
    colour: false,
    out: (text: string) => void (out += text),
    message: () => {},
    trouble: () => {},
    progress: () => {},
  };
  const given = args.includes("--headers") ? args : ["--headers", headers, ...args];
  const withKernel = args.includes("--kernel") ? given : ["--kernel", config, ...given];
  const code = await repair.execute(withKernel, { language, terminal });
  return { code, out };
}

/** Lines are wrapped, and directories of tests have names of their own. */
const plain = (text: string): string => text.replaceAll(/\s+/g, " ").replaceAll(directory, "DIR");

test("nobody to ask: the plan, nothing done, exit code 1", async () => {
  const { code, out } = await run([]);
  expect(plain(out)).toBe(
    "DIR/headers for this kernel configuration is taken from config-6.12.95-test: 2 options that modules depend on differ - CONFIG_BTF: not set → y (include/linux/module.h:3 asks for it) - CONFIG_DEPTH: 16 → 32 (include/linux/module.h:5 asks for it) writes .config, include/generated/autoconf.h, include/generated/rustc_cfg, include/config/auto.conf, and new times to the files of 2 options This is done in a directory of your cache; the headers are left as they are. Nothing was done. --yes does it without asking. ".replaceAll(
      "config-6.12.95-test",
      plain(config),
    ),
  );
  expect(out.split("\n").every((line) => line.length <= 80 || line.includes(directory))).toBe(true);
  expect(code).toBe(1);
  expect(readingOf(headers)).toBe(broken);
  expect(existsSync(join(directory, "cache/kofit/overlays"))).toBe(false);
});

test("--yes: an overlay, and the line that builds in it; the headers are as they were", async () => {
  const { code, out } = await run(["--yes"]);
  const [, overlay = ""] = /^ {2}make -C (\S+) M=\$PWD modules$/m.exec(out) ?? [];
  expect(readFileSync(join(overlay, "include/config/auto.conf"), "utf8")).toContain("CONFIG_DEPTH=32\n");
  expect(code).toBe(0);
  expect(readingOf(headers)).toBe(broken);
});

test("in Chinese", async () => {
  const { out } = await run(["--yes", "--in-place"], { language: "zh" });
  expect(out.replaceAll(/\s+/g, "")).toContain("有2个影响模块的选项不同");
  expect(out).toContain("CONFIG_DEPTH：16 → 32");
  expect(out).toContain("已修复。如需撤销：");
  expect((await run(["--undo", "--yes"], { language: "zh" })).out).toMatch(/已恢复：\d+ 个文件/);
});

test("in place, fits then, and back", async () => {
  expect((await run(["--in-place", "--yes"])).code).toBe(0);
  expect(readingOf(headers)).not.toBe(broken);
  const again = await run(["--in-place", "--yes"]);
  expect(again.out).toContain("Nothing is to be repaired: these headers fit the kernel.");
  expect(again.code).toBe(0);
  const asked = await run(["--undo"]);
  expect(asked.code).toBe(1);
  expect(asked.out).toContain("Nothing was done.");
  const undone = await run(["--undo", "--yes"]);
  expect(undone.out).toMatch(/Put back: \d+ files are as they were before the repair\./);
  expect(undone.code).toBe(0);
  expect(readingOf(headers)).toBe(broken);
  await expect(run(["--undo", "--yes"])).rejects.toThrow(/nothing to undo/);
});

test("JSON: what is planned, what was done", async () => {
  const planned = await run(["--json"]);
  expect(JSON.parse(planned.out)).toMatchObject({
    schema: "kofit-repair/1",
    outcome: "planned",
    directory: null,
    steps: [{ id: "configuration", differences: [{ symbol: "CONFIG_BTF", kernel: "y" }, { headers: "16" }] }],
  });
  expect(planned.code).toBe(1);
  const done: unknown = JSON.parse((await run(["--json", "--yes"])).out);
  expect(done).toMatchObject({ outcome: "repaired", directory: expect.stringContaining("overlays") });
  await run(["--in-place", "--yes"]);
  const undone: unknown = JSON.parse((await run(["--undo", "--yes", "--json"])).out);
  expect(undone).toMatchObject({ outcome: "undone", undone: expect.arrayContaining([".config"]) });
});

test("what cannot be repaired is said, and keeps the exit code from 0", async () => {
  rmSync(join(headers, "scripts/Kbuild.include"));
  const { code, out } = await run(["--yes"]);
  expect(plain(out)).toContain("not repaired scripts/Kbuild.include is missing or empty");
  expect(plain(out)).toContain("Repaired but for what is named above. From here:");
  expect(code).toBe(1);
});

test("headers of another kernel, and a configuration that is not whole", async () => {
  const other = join(directory, "other");
  writeFileSync(other, configText(right).replace("6.12.95", "6.1.0"));
  const unfit = await run(["--kernel", other]);
  expect(plain(unfit.out)).toContain("another kernel's headers cannot be repaired into its own");
  expect(unfit.code).toBe(1);
  writeFileSync(other, "CONFIG_MODULES=y\n");
  const unknown = await run(["--kernel", other]);
  expect(plain(unknown.out)).toContain("is not a whole .config");
  expect(unknown.code).toBe(3);
});

test("directories that are not there, and usage", async () => {
  await expect(run(["--headers", join(directory, "gone")])).rejects.toThrow(/gone is not there/);
  symlinkSync("nowhere", join(directory, "link"));
  await expect(run(["--headers", join(directory, "link")])).rejects.toThrow(
    /link leads to nowhere, which is not there/,
  );
  await expect(run(["--headers", config])).rejects.toThrow(/is no directory/);
  await expect(run(["headers"])).rejects.toThrow(UsageError);
  await expect(run(["--undo", "--in-place"])).rejects.toThrow(UsageError);
});

const isRoot = process.getuid?.() === 0;

/** A file system of so many bytes; `false` where this machine gives none. */
function smallDisk(place: string, size: string): boolean {
  mkdirSync(place, { recursive: true });
  return spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "kofit", place]).status === 0;
}

test.runIf(isRoot)(
  "no space left, and a file system that is read-only: one line, and nothing half done",
  async () => {
    const disk = join(directory, "disk");
    if (!smallDisk(disk, "64k")) return;
    try {
      const small = writeTree(join(disk, "headers"), {});
      for (const [path, content] of Object.entries(headersFiles({ MODULES: "y" }, Object.keys(right)))) {
        if (!path.startsWith("arch")) writeTree(small, { [path]: content });
      }
      const before = readingOf(small);
      const full = run(["--headers", small, "--in-place", "--yes"]);
      await expect(full).rejects.toThrow(/could not be written, and nothing was changed: no space left/);
      expect(readingOf(small)).toBe(before);
      expect(existsSync(join(small, ".kofit-repair"))).toBe(false);
      spawnSync("mount", ["-o", "remount,ro", disk]);
      await expect(run(["--headers", small, "--in-place", "--yes"])).rejects.toThrow(/read-only/);
      expect((await run(["--headers", small, "--yes"])).out).toContain("Repaired");
      vi.stubEnv("XDG_CACHE_HOME", join(disk, "cache"));
      await expect(run(["--headers", small, "--yes"])).rejects.toThrow(/nothing was changed: .*read-only/);
    } finally {
      spawnSync("umount", [disk]);
    }
  },
);

test.runIf(!isRoot)("headers that may not be written", async () => {
  chmodSync(headers, 0o555);
  await expect(run(["--in-place", "--yes"])).rejects.toThrow(/permission denied/);
  chmodSync(headers, 0o755);
  expect(readingOf(headers)).toBe(broken);
});
