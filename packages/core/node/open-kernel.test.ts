import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { release, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  headersFiles,
  modulesFiles,
  RELEASE,
  rootFiles,
  STRUCT_MODULE,
  under,
} from "../test/build/kernel-writer.ts";
import { openKernel, saveFacts } from "./index.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-open-"));
  vi.stubEnv("XDG_CACHE_HOME", join(directory, "cache"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

/** Writes files that have not been touched for a minute. */
function put(files: Readonly<Record<string, Uint8Array>>, root = "card"): string {
  const minuteAgo = Date.now() / 1000 - 60;
  const made = new Set<string>([join(directory, root)]);
  for (const [path, bytes] of Object.entries(files)) {
    const full = join(directory, root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, bytes);
    utimesSync(full, minuteAgo, minuteAgo);
    for (let at = dirname(full); at.startsWith(directory); at = dirname(at)) made.add(at);
  }
  for (const path of made) utimesSync(path, minuteAgo, minuteAgo);
  return join(directory, root);
}

const entries = (): string[] => {
  try {
    return readdirSync(join(directory, "cache/kofit/facts"));
  } catch {
    return [];
  }
};

test("a mounted card: absolute links of its system stay on it", async () => {
  const card = put({
    ...under(`usr/lib/modules/${RELEASE}`, modulesFiles),
    ...under(`usr/src/linux-headers-${RELEASE}`, headersFiles),
    [`boot/config-${RELEASE}`]: rootFiles[`boot/config-${RELEASE}`] ?? new Uint8Array(),
  });
  symlinkSync("usr/lib", join(card, "lib"));
  symlinkSync(`/usr/src/linux-headers-${RELEASE}`, join(card, `usr/lib/modules/${RELEASE}/build`));
  for (const target of [card, join(card, `lib/modules/${RELEASE}`)]) {
    const { facts, inputs } = await openKernel([target]);
    expect(inputs).toHaveLength(1);
    expect(facts.release).toMatchObject({ value: RELEASE });
    expect(facts.structModule).toMatchObject({ value: STRUCT_MODULE });
    expect(facts.exports.known && facts.exports.origin.input).toContain(card);
    // Only an image tells the keys that are built into it.
    const { trustedCertificates, ...others } = facts;
    expect(trustedCertificates?.known).toBe(false);
    expect(Object.values(others).every(({ known }) => known)).toBe(true);
  }
});

test("headers in question are no witness: their Module.symvers counts, and nothing else of any headers", async () => {
  const card = put({
    ...under(`usr/lib/modules/${RELEASE}`, modulesFiles),
    ...under(`usr/lib/modules/${RELEASE}/build`, headersFiles),
  });
  const lines =
    "0x00000099\tother\tvmlinux\tEXPORT_SYMBOL\t\n0x00000033\tmii\tdrivers/net/mii\tEXPORT_SYMBOL\t\n";
  const headers = put({ "Module.symvers": new TextEncoder().encode(lines) }, "headers");
  const target = join(card, "usr/lib/modules", RELEASE);
  expect((await openKernel([target])).facts.config.known).toBe(true);
  const { facts } = await openKernel([target], { headers });
  expect(facts.config.known).toBe(false);
  expect(facts.headersDifferences).toBeUndefined();
  expect(facts.exports.known && facts.exports.origin.input).toBe(join(headers, "Module.symvers"));
  // Both are kept, and not taken for each other.
  expect((await openKernel([target])).facts.config.known).toBe(true);
});

test("a second time nothing is read; a change of any file read, or a new one, is seen", async () => {
  const card = put(rootFiles);
  const first = await openKernel([card]);
  expect(entries()).toHaveLength(1);
  expect(await openKernel([card])).toEqual(first);

  const symvers = join(card, `lib/modules/${RELEASE}/build/Module.symvers`);
  writeFileSync(
    symvers,
    "0x00000011\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\t\n0x00000044\tnew\tdrivers/net/mii\tEXPORT_SYMBOL\t\n",
  );
  const changed = await openKernel([card]);
  expect(changed.facts.exports).toMatchObject({ value: { names: { count: 2 } } });

  rmSync(symvers);
  expect((await openKernel([card])).facts.exports.known).toBe(false);
});

test("without the cache nothing is kept, and what is kept is not used", async () => {
  const card = put(rootFiles);
  await openKernel([card], { cache: false });
  expect(entries()).toEqual([]);
});

test("the cache may be deleted, damaged or impossible", async () => {
  const card = put(rootFiles);
  const first = await openKernel([card]);
  for (const name of entries()) writeFileSync(join(directory, "cache/kofit/facts", name), "damaged");
  expect(await openKernel([card])).toEqual(first);
  rmSync(join(directory, "cache"), { recursive: true });
  expect(await openKernel([card])).toEqual(first);
  rmSync(join(directory, "cache"), { recursive: true });
  writeFileSync(join(directory, "cache"), "in the way");
  expect(await openKernel([card])).toEqual(first);
});

test("recorded facts are a target like any other, however they are compressed", async () => {
  const { facts } = await openKernel([put(rootFiles)]);
  for (const suffix of ["json", "json.gz", "json.zst"]) {
    const path = join(directory, `facts.${suffix}`);
    await saveFacts(facts, path);
    expect((await openKernel([path], { cache: false })).facts).toEqual(facts);
  }
  await expect(saveFacts(facts, join(directory, "no/such/directory.json"))).rejects.toThrow("no such file");
});

test("no target is the running kernel", async () => {
  const { facts, inputs } = await openKernel([]);
  expect(facts.release).toEqual({ known: true, value: release(), origin: { input: "uname -r" } });
  expect(inputs).toContain(`/lib/modules/${release()}`);
  expect(facts.generation.known).toBe(true);
  expect(await openKernel([])).toEqual({ facts, inputs });
});

test("what is no kernel is one error with the input's name, at once", async () => {
  const fifo = join(directory, "fifo");
  execFileSync("mkfifo", [fifo]);
  await expect(openKernel([fifo])).rejects.toThrow(`${fifo} is a named pipe`);
  const loop = join(directory, "loop");
  symlinkSync(loop, loop);
  await expect(openKernel([loop])).rejects.toThrow(`${loop}: its symbolic links lead round`);
  await expect(openKernel(["/dev/null"])).rejects.toThrow("/dev/null is a device");
  await expect(openKernel([join(directory, "nothing")])).rejects.toThrow("nothing: no such file");
  const empty = join(directory, "empty");
  mkdirSync(empty);
  symlinkSync("..", join(empty, "up"));
  symlinkSync(".", join(empty, "self"));
  await expect(openKernel([empty])).rejects.toThrow(`${empty} is no root file system`);
});

test("links that lead round in a modules directory end in an error, not in a walk without end", async () => {
  const root = put({ "modules.builtin": new Uint8Array() }, "round");
  mkdirSync(join(root, "kernel"));
  symlinkSync("..", join(root, "kernel/a"));
  symlinkSync(".", join(root, "kernel/b"));
  const { facts } = await openKernel([root], { cache: false });
  expect(facts.ownModules).toMatchObject({ known: false, why: { en: expect.stringContaining("circle") } });
});
