import { configOf, type KernelFacts } from "@kofit/core";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { kernelFacts } from "../../../core/test/build/facts.ts";
import { configText, headersFiles, readingOf, RELEASE, writeTree } from "../../test/build/headers-tree.ts";
import { canBeUndone, repairInPlace, undoRepair } from "./in-place.ts";
import { planRepair } from "./plan.ts";

const { signal } = new AbortController();
const right = { MODULES: "y", BTF: "y", NAME: '"a \\"b\\""' };
const kernelWith = (settings: Readonly<Record<string, string>>): KernelFacts =>
  kernelFacts({ release: RELEASE, config: configOf(configText(settings)) });

let directory = "";
let headers = "";
let whole = "";
let broken = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-in-place-"));
  vi.stubEnv("XDG_CACHE_HOME", join(directory, "cache"));
  whole = readingOf(writeTree(join(directory, "whole"), headersFiles(right)));
  headers = writeTree(
    join(directory, "headers"),
    headersFiles({ MODULES: "y", OTHER: "m" }, Object.keys(right)),
  );
  broken = readingOf(headers);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

const repair = async (): Promise<void> => repairInPlace(await planRepair(headers, kernelWith(right)), signal);

test("what Kconfig would have written, and back again", async () => {
  await repair();
  const { forMake } = { forMake: readFileSync(join(headers, "include/config/auto.conf"), "utf8") };
  expect(forMake).toContain('CONFIG_NAME=a "b"\n');
  expect(readFileSync(join(headers, "include/generated/autoconf.h"), "utf8")).toContain(
    '#define CONFIG_NAME "a \\"b\\""\n',
  );
  expect(readingOf(headers)).not.toBe(broken);
  expect(await canBeUndone(headers)).toBe(true);
  expect((await planRepair(headers, kernelWith(right))).steps).toEqual([]);
  await undoRepair(headers, signal);
  expect(readingOf(headers)).toBe(broken);
  expect(existsSync(join(headers, ".kofit-repair"))).toBe(false);
});

test("the same files as headers that were always right, but for an option that is gone", async () => {
  await repair();
  rmSync(join(headers, "include/config/OTHER"));
  expect(readingOf(headers)).toBe(whole);
});

test("times: what changes is new, .config is no newer than what make compares it with", async () => {
  const old = new Date("2026-01-02T03:04:05Z");
  const paths = ["include/config/MODULES", "include/config/BTF", "include/config/auto.conf.cmd", ".config"];
  writeTree(headers, { "include/config/auto.conf.cmd": "autoconfig := x\n", "include/config/BTF": "" });
  for (const path of paths) utimesSync(join(headers, path), old, old);
  await repair();
  const [same, touched, command, config] = paths.map((path) => statSync(join(headers, path)).mtimeMs);
  expect(same).toBe(old.getTime());
  expect(touched).toBeGreaterThan(Date.now() - 60_000);
  expect(command).toBe(old.getTime());
  expect(config).toBeLessThanOrEqual(old.getTime());
  await undoRepair(headers, signal);
  expect(statSync(join(headers, "include/config/BTF")).mtimeMs).toBe(old.getTime());
});

test("an undo that would lose somebody's change is not done", async () => {
  await repair();
  writeFileSync(join(headers, ".config"), "# mine\n");
  await expect(undoRepair(headers, signal)).rejects.toThrow(/\.config was changed since/);
  expect(readFileSync(join(headers, ".config"), "utf8")).toBe("# mine\n");
});

test("nothing to undo", async () => {
  await expect(undoRepair(headers, signal)).rejects.toThrow(/nothing to undo/);
  expect(existsSync(join(headers, ".kofit-repair"))).toBe(false);
});

test("a second repair: its own backup", async () => {
  await repair();
  const first = readingOf(headers);
  const next = kernelWith({ ...right, BTF: "m" });
  await repairInPlace(await planRepair(headers, next), signal);
  await undoRepair(headers, signal);
  expect(readingOf(headers)).toBe(first);
});

test("files of another package are left alone", async () => {
  writeTree(join(directory, "other"), { "auto.conf": "CONFIG_MODULES=y\n" });
  rmSync(join(headers, "include/config"), { recursive: true });
  symlinkSync(join(directory, "other"), join(headers, "include/config"));
  await expect(repair()).rejects.toThrow(/would change another package/);
  expect(existsSync(join(headers, ".kofit-repair"))).toBe(false);
});

test("stopped before the moment that decides: as it was", async () => {
  const controller = new AbortController();
  const plan = await planRepair(headers, kernelWith(right));
  controller.abort();
  await expect(repairInPlace(plan, controller.signal)).rejects.toThrow(/abort/i);
  expect(readingOf(headers)).toBe(broken);
  expect(existsSync(join(headers, ".kofit-repair"))).toBe(false);
});
