import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withProbeModule } from "./probe-module.ts";

// The headers of these tests are a Makefile of their own; real ones are built by the oracle test of `kofit preflight`.

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "kofit-probe-"));
  vi.stubEnv("XDG_CACHE_HOME", directory);
  await mkdir(join(directory, "headers"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

async function probe(
  recipe: string,
  options: { signal?: AbortSignal; timeLimit?: number; judge?: (module: string) => Promise<string> } = {},
): ReturnType<typeof withProbeModule<string>> {
  const headers = join(directory, "headers");
  await writeFile(join(headers, "Makefile"), `modules:\n\t@${recipe}\n`);
  const { judge = (path) => readFile(path, "utf8"), ...rest } = options;
  return withProbeModule(
    {
      headers,
      variables: ["ARCH=arm64"],
      name: "linux headers/6.12",
      signal: new AbortController().signal,
      ...rest,
    },
    judge,
  );
}
const judge = (): Promise<string> => Promise.reject(new Error("unreadable"));
const leftovers = async (): Promise<string[]> =>
  (await readdir(join(directory, "kofit"))).filter((name) => name.startsWith("probe-"));

test("what was built is judged, and gone afterwards", async () => {
  const built = await probe(
    "cd $(M) && cat Kbuild > kofit_probe.ko && echo $(ARCH) >> kofit_probe.ko && test -s kofit_probe.c",
  );
  expect(built).toEqual({ built: true, value: "obj-m := kofit_probe.o\narm64\n" });
  expect(await leftovers()).toEqual([]);
});

test("of a build that failed the log stays, and nothing else", async () => {
  const made = await probe("seq 9999; echo 'error: no'; false");
  expect(made).toMatchObject({ built: false, output: expect.stringContaining("error: no") });
  if (made.built) throw new Error("it was built");
  expect(made.log).toBe(join(directory, "kofit/logs/probe-linux_headers_6.12.log"));
  expect(await readFile(made.log, "utf8")).toMatch(/^(?:make.*\n)?1\n2\n/);
  expect(await leftovers()).toEqual([]);
});

test.each(["true", "mkfifo $(M)/kofit_probe.ko", "ln -s /etc/passwd $(M)/kofit_probe.ko"])(
  "%s makes no module",
  async (recipe) => {
    expect(await probe(recipe)).toMatchObject({ built: false });
  },
);

test("a tree that never ends is stopped", async () => {
  const mark = join(directory, "mark");
  const made = await probe(`(sleep 3; touch ${mark}) & sleep 60`, { timeLimit: 500 });
  expect(made).toMatchObject({ built: false, stopped: "too-long" });
  await wait(3500);
  expect(existsSync(mark)).toBe(false);
});

test("Ctrl-C leaves nothing behind, nor does a judge that fails", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 300);
  await expect(probe("sleep 60", { signal: controller.signal })).rejects.toThrow(/abort/i);
  expect(await leftovers()).toEqual([]);
  await expect(probe("echo > $(M)/kofit_probe.ko", { judge })).rejects.toThrow("unreadable");
  expect(await leftovers()).toEqual([]);
});
