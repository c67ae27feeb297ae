import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeCompilers, fakeHeaders } from "../../test/build/fake-headers.ts";
import { moduleBytes, writeFiles, writeKernel } from "../../test/build/files.ts";
import { UsageError } from "../frame/usage-error.ts";
import preflight from "./preflight.ts";

// The headers here are a Makefile that copies a module where kbuild would have made it; real ones: test/oracle/preflight.test.ts.

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-preflight-"));
  vi.stubEnv("PATH", `${fakeCompilers(directory)}:${process.env["PATH"] ?? ""}`);
  vi.stubEnv("XDG_CACHE_HOME", join(directory, "cache"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

const files = { Makefile: "modules:\n\t@cp $(CURDIR)/built.ko $(M)/kofit_probe.ko\n", ...fakeHeaders };

async function run(
  changes: Readonly<Record<string, string | Uint8Array>> = {},
  args: readonly string[] = [],
): Promise<{ code: number; out: string }> {
  const headers = writeFiles(join(directory, "headers"), { ...files, "built.ko": moduleBytes(), ...changes });
  const kernel = writeKernel(directory);
  let out = "";
  const terminal = {
    width: 80,
    colour: false,
    out: (text: string) => void (out += text),
    message: () => {},
    trouble: () => {},
    progress: () => {},
  };
  const code = await preflight.execute(["--kernel", kernel, "--headers", headers, ...args], {
    language: "en",
    terminal,
  });
  return { code, out };
}

test("a probe module that loads; without an image it is not known whether all is true", async () => {
  const { code, out } = await run();
  expect(out).toMatch(/^ok +probe module +built, and 6\.12\.95-test would load it$/m);
  expect(out).toMatch(/^unknown +Module\.symvers/m);
  expect(code).toBe(3);
});

test("a probe module that is refused: why, and exit code 1", async () => {
  const built = moduleBytes({ thisModule: { size: 0x4c0, init: 0x138, exit: 0x4a8, name: "hello" } });
  const { code, out } = await run({ "built.ko": built });
  expect(out).toMatch(/^not ok +probe module +built, and 6\.12\.95-test would refuse it\s+\(ENOEXEC\)$/m);
  expect(out).toMatch(/^A module built here will not load on 6\.12\.95-test: `struct module` takes/m);
  expect(code).toBe(1);
});

test("a make that fails: what it said, and where all of it is", async () => {
  const { code, out } = await run({ Makefile: "modules:\n\t@echo 'x.c:1: error: no such thing'; false\n" });
  expect(out).toContain("error: no such thing");
  expect(out.replaceAll(/\s+/g, "")).toContain(join(directory, "cache/kofit/logs/probe-headers.log"));
  expect(code).toBe(1);
});

test("where make could not succeed it is not run", async () => {
  const { code, out } = await run({ "scripts/mod/modpost": "" });
  expect(out).toMatch(/^unknown +probe module +not built$/m);
  expect(out).toContain("No module can be built here: scripts/mod/modpost is missing or empty");
  expect(code).toBe(1);
});

test("JSON, and usage", async () => {
  const { out } = await run({}, ["--json"]);
  expect(JSON.parse(out)).toMatchObject({ schema: "kofit-preflight/1", outcome: "unknown" });
  await expect(run({}, ["headers"])).rejects.toThrow(UsageError);
  await expect(run({}, ["--headers", "other"])).rejects.toThrow(/no such file|one directory/);
});
