import {
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { kernelFacts } from "../test/build/facts.ts";
import { decodeEntry, encodeEntry } from "./cache-entry.ts";
import { type Dependencies, recorder } from "./dependencies.ts";
import { type Kernel, kernelCache } from "./kernel-cache.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-cache-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const kernel: Kernel = { facts: kernelFacts(), inputs: ["/lib/modules/6.12.95-test"] };

/** A file that has not been touched for a minute. */
function old(name: string, content = "x"): string {
  const path = join(directory, name);
  writeFileSync(path, content);
  const minuteAgo = Date.now() / 1000 - 60;
  utimesSync(path, minuteAgo, minuteAgo);
  return path;
}

function noted(...paths: readonly string[]): Dependencies {
  const record = recorder();
  paths.forEach(record.witness);
  const dependencies = record.dependencies();
  if (!dependencies) throw new TypeError("the files of the test are too fresh");
  return dependencies;
}

test("what was kept is found while everything is unchanged", () => {
  const cache = kernelCache(directory);
  cache.keep("key", noted(old("config"), join(directory, "absent")), kernel);
  expect(cache.find("key")).toEqual(kernel);
  expect(cache.find("other key")).toBeUndefined();
});

test("a file that changed, came or went makes it a miss", () => {
  const cache = kernelCache(directory);
  const change = {
    "another size": (path: string) => writeFileSync(path, "longer"),
    "the same size": (path: string) => writeFileSync(path, "y"),
    "another time": (path: string) => utimesSync(path, 1, 1),
    gone: (path: string) => rmSync(path),
  };
  for (const [name, apply] of Object.entries(change)) {
    const path = old(name);
    cache.keep(name, noted(path), kernel);
    expect([name, cache.find(name)]).toEqual([name, kernel]);
    apply(path);
    expect([name, cache.find(name)]).toEqual([name, undefined]);
  }
  const absent = join(directory, "absent");
  cache.keep("absent", noted(absent), kernel);
  writeFileSync(absent, "now it is there");
  expect(cache.find("absent")).toBeUndefined();
});

test("a link that leads elsewhere makes it a miss", () => {
  const cache = kernelCache(directory);
  const [a, b, link] = [old("a"), old("b"), join(directory, "link")];
  symlinkSync(a, link);
  lutimesSync(link, 1, 1);
  cache.keep("link", noted(link), kernel);
  expect(cache.find("link")).toEqual(kernel);
  rmSync(link);
  symlinkSync(b, link);
  expect(cache.find("link")).toBeUndefined();
});

test("what changed just before it was looked at is not relied on", () => {
  const path = join(directory, "fresh");
  writeFileSync(path, "x");
  const record = recorder();
  record.witness(path);
  expect(record.dependencies()).toBeUndefined();
});

test("an entry that is cut off, or of which a page was lost, is a miss", () => {
  const cache = kernelCache(directory);
  cache.keep("key", noted(old("config")), { ...kernel, inputs: ["x".repeat(20_000)] });
  const facts = join(directory, "facts");
  const [name = ""] = readdirSync(facts);
  const good = readFileSync(join(facts, name));
  fc.assert(
    fc.property(fc.nat(good.length - 1), (at) => {
      writeFileSync(join(facts, name), good.subarray(0, at));
      expect(cache.find("key")).toBeUndefined();
    }),
  );
  for (let page = 0; page < good.length; page += 4096) {
    writeFileSync(join(facts, name), Uint8Array.from(good).fill(0, page, page + 4096));
    expect(cache.find("key")).toBeUndefined();
  }
});

test("an entry with any byte changed is a miss or an answer, and no crash", () => {
  const cache = kernelCache(directory);
  cache.keep("key", noted(old("config")), kernel);
  const facts = join(directory, "facts");
  const [name = ""] = readdirSync(facts);
  const good = readFileSync(join(facts, name));
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const bad = Uint8Array.from(good);
      bad[at] = (bad[at] ?? 0) ^ flip;
      writeFileSync(join(facts, name), bad);
      expect(() => cache.find("key")).not.toThrow();
    }),
    { numRuns: 500 },
  );
});

test("an entry leaves nothing behind but itself, and a directory that cannot be written is no error", () => {
  const cache = kernelCache(directory);
  cache.keep("key", [], kernel);
  expect(readdirSync(join(directory, "facts"))).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
  const file = old("in-the-way");
  kernelCache(file).keep("key", [], kernel);
  expect(kernelCache(file).find("key")).toBeUndefined();
});

test("only so many entries are kept, the newest", () => {
  const facts = join(directory, "facts");
  mkdirSync(facts);
  for (let i = 0; i < 300; i += 1) {
    writeFileSync(join(facts, `old-${i}`), "");
    utimesSync(join(facts, `old-${i}`), i + 1, i + 1);
  }
  kernelCache(directory).keep("key", [], kernel);
  const left = readdirSync(facts);
  expect(left).toHaveLength(256);
  expect(left).toContain("old-299");
  expect(left).not.toContain("old-0");
  expect(kernelCache(directory).find("key")).toEqual(kernel);
});

test("an entry gives back facts as they were", () => {
  expect(decodeEntry(Uint8Array.from(encodeEntry(kernel.facts)))).toEqual(kernel.facts);
});
