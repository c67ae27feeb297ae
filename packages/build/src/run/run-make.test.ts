import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runMake } from "./run-make.ts";

let directory = "";

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "kofit-make-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

const make = async (makefile: string, signal = new AbortController().signal): ReturnType<typeof runMake> => {
  await writeFile(join(directory, "Makefile"), makefile);
  return runMake(["-s", "-C", directory], signal);
};

test("what it printed, and that it went well", async () => {
  expect(await make("all:\n\t@echo built; echo warned >&2\n")).toEqual({
    ok: true,
    output: "built\nwarned\n",
  });
});

test("a failure, with the end of what was printed", async () => {
  const { ok, output } = await make("all:\n\t@seq 100000; echo 'error: no such thing' >&2; false\n");
  expect(ok).toBe(false);
  expect(output.length).toBeLessThanOrEqual(16 << 10);
  expect(output).toContain("error: no such thing");
});

test("variables of the caller do not reach it", async () => {
  vi.stubEnv("ARCH", "mips");
  vi.stubEnv("MAKEFLAGS", "--no-such-flag");
  expect(await make('all:\n\t@echo "[$(ARCH)]"\n')).toEqual({ ok: true, output: "[]\n" });
});

test("it stops when it is told to", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 100);
  const start = Date.now();
  await expect(make("all:\n\t@exec sleep 30\n", controller.signal)).rejects.toThrow(/abort/i);
  expect(Date.now() - start).toBeLessThan(10_000);
});
