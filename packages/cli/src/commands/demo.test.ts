import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const repository = join(import.meta.dirname, "../../../..");
const main = join(import.meta.dirname, "../main.ts");

function demo(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-C", "source", main, "demo", ...args], {
    cwd: repository,
    encoding: "utf8",
    // no home, no cache, no network: nothing but the repository
    env: {
      PATH: "/nonexistent",
      XDG_CACHE_HOME: "/nonexistent",
      LC_ALL: "C",
      http_proxy: "http://127.0.0.1:9",
    },
  });
  return { status, stdout, stderr };
}

test("kofit demo", async () => {
  const { status, stdout, stderr } = demo();
  await expect(stdout).toMatchFileSnapshot("snapshots/kofit demo.txt");
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

test("kofit demo --lang zh", async () => {
  const { status, stdout, stderr } = demo("--lang", "zh");
  await expect(stdout).toMatchFileSnapshot("snapshots/kofit demo --lang zh.txt");
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

test.each([
  [["file.ko"], /^kofit: demo takes no operands\n$/],
  [["--kernel", "apt:linux-image-arm64"], /^kofit: --kernel and --mirror go with --fresh\n$/],
  [
    ["--fresh", "--kernel", "/boot"],
    /^kofit: --fresh builds for a kernel of a Debian mirror: .*not \/boot\n$/,
  ],
  [["--fresh", "--kernel", "apt:"], /^kofit: .+\n$/],
])("kofit demo %j is not run", (args, message) => {
  const { status, stdout, stderr } = demo(...args);
  expect(stderr).toMatch(message);
  expect(stdout).toBe("");
  expect(status).toBe(2);
});
