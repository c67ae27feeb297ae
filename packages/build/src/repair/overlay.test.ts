import { configOf, type KernelFacts } from "@kofit/core";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { kernelFacts } from "../../../core/test/build/facts.ts";
import { configText, headersFiles, readingOf, RELEASE, writeTree } from "../../test/build/headers-tree.ts";
import { repairedHeaders } from "./repaired-headers.ts";

const { signal } = new AbortController();
const right = { MODULES: "y", BTF: "y" };
const kernel: KernelFacts = kernelFacts({ release: RELEASE, config: configOf(configText(right)) });

let directory = "";
let headers = "";
let broken = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-overlay-"));
  vi.stubEnv("XDG_CACHE_HOME", join(directory, "cache"));
  headers = writeTree(join(directory, "headers"), headersFiles({ MODULES: "y" }, Object.keys(right)));
  broken = readingOf(headers);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

const repaired = async (): Promise<string> => (await repairedHeaders({ headers, kernel, signal })).directory;
const overlays = (): readonly string[] => readdirSync(join(directory, "cache/kofit/overlays"));

test("reads as headers that were always right, and the headers are as they were", async () => {
  const made = await repaired();
  rmSync(join(made, ".kofit-overlay.json"));
  const whole = writeTree(join(directory, "whole"), headersFiles(right));
  expect(readingOf(made)).toBe(readingOf(whole));
  expect(readingOf(headers)).toBe(broken);
  expect(readlinkSync(join(made, "scripts"))).toBe(join(headers, "scripts"));
  expect(lstatSync(join(made, "include/config/MODULES")).isSymbolicLink()).toBe(true);
});

test("headers that fit are used as they are", async () => {
  writeTree(headers, headersFiles(right));
  expect(await repaired()).toBe(headers);
});

test("used again while it is whole, made anew when it is not, another one for other headers", async () => {
  const first = await repaired();
  const { ino } = lstatSync(first);
  expect(await repaired()).toBe(first);
  expect(lstatSync(first).ino).toBe(ino);
  writeFileSync(join(first, "include/config/auto.conf"), "CONFIG_BTF=n\n");
  expect(await repaired()).toBe(first);
  expect(readFileSync(join(first, "include/config/auto.conf"), "utf8")).toContain("CONFIG_BTF=y\n");
  writeFileSync(join(headers, "include/new.h"), "");
  expect(await repaired()).not.toBe(first);
  expect(overlays()).toHaveLength(2);
});

test("what another kofit left unfinished is no overlay, and goes when it is old", async () => {
  const old = join(directory, "cache/kofit/overlays/unfinished-x");
  mkdirSync(old, { recursive: true });
  const first = await repaired();
  expect(readdirSync(old)).toEqual([]);
  expect(overlays()).toHaveLength(2);
  expect(first).not.toContain("unfinished");
});

test("a Makefile that leads to another tree leads there from the overlay, and one that names the headers names it", async () => {
  writeTree(join(directory, "common"), headersFiles(right));
  writeFileSync(join(headers, "Makefile"), `export KBUILD_OUTPUT = ${headers}\ninclude ../common/Makefile\n`);
  const made = await repaired();
  expect(readFileSync(join(made, "Makefile"), "utf8")).toBe(
    `export KBUILD_OUTPUT = ${made}\ninclude ${join(directory, "common/Makefile")}\n`,
  );
});

test("links that lead nowhere stay what they are", async () => {
  symlinkSync("/nowhere/at/all", join(headers, "source"));
  const made = await repaired();
  expect(readlinkSync(join(made, "source"))).toBe(join(headers, "source"));
});

test("a cache in which make cannot work", async () => {
  vi.stubEnv("XDG_CACHE_HOME", join(directory, "with space"));
  await expect(repaired()).rejects.toThrow(/make cannot work in .*with space.*XDG_CACHE_HOME/);
});
