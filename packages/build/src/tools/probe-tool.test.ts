import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { probeTool, versionIn } from "./probe-tool.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "kofit-tools-"));
  vi.stubEnv("PATH", `${directory}:${process.env["PATH"] ?? ""}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(directory, { recursive: true });
});

const install = (name: string, script: string): Promise<void> =>
  writeFile(join(directory, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

test("path, first line and version", async () => {
  await install("kofit-tool", "echo; echo 'kofit-tool (Debian 9.9-1) 12.2.0'; echo more");
  expect(await probeTool("kofit-tool")).toEqual({
    name: "kofit-tool",
    path: join(directory, "kofit-tool"),
    says: "kofit-tool (Debian 9.9-1) 12.2.0",
    version: "12.2.0",
  });
});

test("one that is not there, and one that does not run", async () => {
  expect(await probeTool("kofit-no-such-tool")).toBeUndefined();
  await install("kofit-broken", "exit 127");
  expect(await probeTool("kofit-broken")).toEqual({
    name: "kofit-broken",
    path: join(directory, "kofit-broken"),
  });
});

test("one that never stops talking is cut short", async () => {
  await install("kofit-talker", "while :; do echo 'talker 1.0'; done & sleep 0.3; kill $!; exit 0");
  const found = await probeTool("kofit-talker");
  expect(found?.says?.length ?? 0).toBeLessThanOrEqual(200);
});

test.each([
  ["gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0", "12.2.0"],
  ["gcc (GCC) 15.1.1 20250425", "15.1.1"],
  ["Debian clang version 18.1.8 (12)", "18.1.8"],
  ["GNU ld (GNU Binutils for Debian) 2.40", "2.40"],
  ["v1.24", "1.24"],
  ["rustc 1.85.0 (4d91de4e4 2025-02-17)", "1.85.0"],
  ["bindgen 0.66.1", "0.66.1"],
  ["GNU Make 4.3", "4.3"],
  ["Ubuntu LLD 18.1.3 (compatible with GNU linkers)", "18.1.3"],
  ["no version here", undefined],
])("%s", (line, version) => {
  expect(versionIn(line)).toBe(version);
});
