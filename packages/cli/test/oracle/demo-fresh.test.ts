// `kofit demo --fresh` on kernels of the mirror: builds the module with the cross compiler, twice.
import { spawn, spawnSync, type SpawnSyncReturns } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";

const kofit = join(import.meta.dirname, "../../dist/kofit.cjs");
const temporary = mkdtempSync(join(tmpdir(), "kofit-demo-fresh-"));
afterAll(() => rmSync(temporary, { recursive: true }));

// Packages come from the user's own cache, and go there; only these directories are new.
const cache = join(process.env["XDG_CACHE_HOME"] ?? join(process.env["HOME"] ?? "", ".cache"), "kofit");
const leftovers = (): string[] =>
  existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith("demo-")) : [];

function fresh(args: readonly string[], env: NodeJS.ProcessEnv = process.env): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [kofit, "demo", "--fresh", "--lang", "en", ...args], {
    encoding: "utf8",
    env,
  });
}

test("today's kernel takes the first module and refuses the second, by its size or by what it overwrites", () => {
  const before = leftovers();
  const { status, stdout, stderr } = fresh([]);
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^as-shipped\/loopline\.ko: loads on \d/m);
  expect(stdout).toMatch(/^without-pahole\/loopline\.ko: (?:refused by|unsafe on) \d/m);
  expect(stdout).toContain("CONFIG_DEBUG_INFO_BTF_MODULES, which the kernel has");
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(
    "`btf_data_size`, `btf_base_data_size`, `btf_data`, `btf_base_data`",
  );
  expect(leftovers()).toEqual(before);
});

test("where the sizes are equal, the offsets tell", ({ skip }) => {
  // Debian 13's kbuild does not run on an older C library, Debian 12's runs on both.
  const { status, stdout, stderr } = fresh([
    "--kernel",
    "apt:linux-image-cloud-amd64:amd64/bookworm-backports",
  ]);
  if (/gcc-x86-64-linux-gnu/.test(stderr)) skip("no x86_64 compiler on this machine");
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const story = stdout.replaceAll(/\s+/g, " ");
  expect(story).toMatch(/struct module 0x\w+ \(\d+\) on both sides/);
  expect(story).toContain("comparing sizes shows nothing");
  expect(story).toMatch(/without-pahole\/loopline\.ko: refused by \S+ ENOEXEC/);
});

test("missing programs are named by their packages", () => {
  const { status, stdout, stderr } = fresh([], { ...process.env, PATH: temporary });
  expect(status).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toMatch(/^kofit: .*apt install make gcc[\w-]*\n$/);
});

test("Ctrl-C leaves nothing behind, and the shell sees it", async () => {
  const before = leftovers();
  const child = spawn(process.execPath, [kofit, "demo", "--fresh"], { stdio: "ignore" });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on("close", (_, signal) => resolve(signal));
  });
  const deadline = Date.now() + 300_000;
  while (leftovers().length === before.length && Date.now() < deadline) await wait(20);
  expect(leftovers().length).toBe(before.length + 1);
  await wait(200);
  child.kill("SIGINT");
  expect(await ended).toBe("SIGINT");
  expect(leftovers()).toEqual(before);
});
