import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type RunOptions, runProgram } from "./run-program.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-run-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

const limits: RunOptions = { timeLimit: 20_000, outputKept: 4096 };
const shell = (script: string, options: Partial<RunOptions> = {}): ReturnType<typeof runProgram> =>
  runProgram("sh", ["-c", script], { ...limits, ...options });

test("code and output of both streams", async () => {
  expect(await shell("echo one; echo two >&2; exit 3")).toEqual({
    how: "exited",
    code: 3,
    output: "one\ntwo\n",
  });
});

test("arguments are not read by a shell", async () => {
  expect(await runProgram("printf", ["%s", "$HOME; `id`"], limits)).toMatchObject({ output: "$HOME; `id`" });
});

test("a program that is not there", async () => {
  expect(await runProgram(join(directory, "none"), [], limits)).toEqual({ how: "not-started", output: "" });
});

test("of much output the end is kept, and all of it in the log", async () => {
  const log = join(directory, "log");
  const { output } = await shell("seq 100000", { outputKept: 100, log });
  expect(output.length).toBe(100);
  expect(output.endsWith("\n99999\n100000\n")).toBe(true);
  expect(readFileSync(log, "utf8").split("\n").length).toBe(100_001);
});

test("what takes too long is killed, with what it has started in the background", async () => {
  const mark = join(directory, "mark");
  const start = Date.now();
  const ended = await shell(`(sleep 4; touch ${mark}) & echo started; sleep 60`, { timeLimit: 500 });
  expect(ended).toEqual({ how: "too-long", output: "started\n" });
  expect(Date.now() - start).toBeLessThan(10_000);
  await wait(4500);
  expect(existsSync(mark)).toBe(false);
});

test("one that does not listen is killed all the same", async () => {
  const start = Date.now();
  const ended = await shell("trap '' TERM; while :; do sleep 1; done", { timeLimit: 300 });
  expect(ended.how).toBe("too-long");
  expect(Date.now() - start).toBeLessThan(15_000);
});

test("a program that left the group and holds the output open is not waited for", async () => {
  const start = Date.now();
  const ended = await shell("setsid sleep 20 & echo done");
  expect(ended).toEqual({ how: "exited", code: 0, output: "done\n" });
  expect(Date.now() - start).toBeLessThan(10_000);
});

test("it stops when it is told to, and is not started once it was", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 200);
  await expect(shell("sleep 60", { signal: controller.signal })).rejects.toThrow(/abort/i);
  await expect(shell("echo x", { signal: controller.signal })).rejects.toThrow(/abort/i);
});

test("of the environment only what is needed", async () => {
  vi.stubEnv("KCFLAGS", "-O0");
  const { output } = await shell("echo [$KCFLAGS] $LC_ALL $EXTRA", { environment: { EXTRA: "given" } });
  expect(output).toBe("[] C given\n");
});

test("it runs where it is told to, and what it prints is heard as it comes", async () => {
  let heard = "";
  const { output } = await shell("pwd; echo two >&2", { directory, heard: (text) => void (heard += text) });
  expect(output).toBe(`${directory}\ntwo\n`);
  expect(heard).toBe(output);
});

test("a log is written on", async () => {
  const log = join(directory, "log");
  await shell("echo one", { log });
  await shell("echo two", { log });
  expect(readFileSync(log, "utf8")).toBe("one\ntwo\n");
});

test("no space for the log: the program is stopped, and the system's error tells why", async () => {
  const start = Date.now();
  await expect(shell("while :; do echo x; sleep 0.1; done", { log: "/dev/full" })).rejects.toThrow(/ENOSPC/);
  expect(Date.now() - start).toBeLessThan(15_000);
});
