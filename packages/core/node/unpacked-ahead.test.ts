import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { xz } from "../test/build/xz-writer.ts";
import { readArena } from "./read-arena.ts";
import { unpackedAhead } from "./unpacked-ahead.ts";
import { packedSize, xzProgram } from "./xz-program.ts";

const MIB = 1 << 20;

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-ahead-"));
});
afterAll(() => rmSync(directory, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const content = (size: number, seed: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => Math.imul(i + seed, 0x9e3779b1) >>> 24);
const put = (name: string, bytes: Uint8Array): string => {
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
};

/** What is ahead of each file: its bytes. */
async function ahead(
  files: readonly string[],
  atOnce?: number,
): Promise<(readonly [string, Uint8Array | undefined])[]> {
  const arena = readArena();
  const program = xzProgram(arena);
  const all: (readonly [string, Uint8Array | undefined])[] = [];
  try {
    for await (const { file, content } of unpackedAhead(files, program, atOnce)) {
      const bytes = await content?.read(0, content.size);
      all.push([file, bytes && Uint8Array.from(bytes)]);
      arena.reset();
    }
  } finally {
    program.close();
  }
  return all;
}

function hasPrograms(): boolean {
  try {
    execFileSync("prlimit", ["xz", "--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasPrograms())("with xz", () => {
  test("packed files are unpacked in their order, others are left alone", async () => {
    const [a, b] = [content(MIB, 1), content(5, 2)];
    const files = [
      put("a.ko.xz", xz(a)),
      put("plain.ko", a),
      put("-b.ko.xz", xz(b)),
      join(directory, "none.ko.xz"),
    ];
    expect(await ahead(files)).toEqual([
      [files[0], a],
      [files[1], undefined],
      [files[2], b],
      [files[3], undefined],
    ]);
  });

  test("more than fits at once is unpacked in several runs, what is too large by itself not at all", async () => {
    const [c, d, e] = [content(MIB, 3), content(MIB + 1, 4), content(2 * MIB + 1, 5)];
    const files = [put("c.ko.xz", xz(c)), put("d.ko.xz", xz(d)), put("e.ko.xz", xz(e))];
    expect(await ahead(files, 2 * MIB)).toEqual([
      [files[0], c],
      [files[1], d],
      [files[2], undefined],
    ]);
  });

  test("beside a damaged file nothing is ahead; the next run is not concerned", async () => {
    const good = put("good.ko.xz", xz(content(MIB, 4)));
    const bytes = xz(content(MIB, 5));
    bytes[MIB / 2] = (bytes[MIB / 2] ?? 0) ^ 1;
    const damaged = put("damaged.ko.xz", bytes);
    const program = xzProgram(readArena());
    const both = [damaged, good].map((file) => ({ file, size: MIB }));
    expect(program.unpack(both)).toBeUndefined();
    expect(program.unpack(both.slice(1))?.map(({ size }) => size)).toEqual([MIB]);
    program.close();
  });

  test("a file that holds more than it says is given up; so is one that holds less", () => {
    const file = put("e.ko.xz", xz(content(MIB, 6)));
    const program = xzProgram(readArena());
    expect(program.unpack([{ file, size: MIB / 2 }])).toBeUndefined();
    expect(program.unpack([{ file, size: MIB + 1 }])).toBeUndefined();
    expect(program.unpack([{ file, size: MIB }])).toHaveLength(1);
    program.close();
  });

  test("the user's options for xz are not asked", async () => {
    vi.stubEnv("XZ_DEFAULTS", "--nonsense");
    const bytes = content(MIB, 7);
    expect(await ahead([put("f.ko.xz", xz(bytes))])).toEqual([[join(directory, "f.ko.xz"), bytes]]);
  });
});

test("without the program nothing is ahead", async () => {
  const file = put("g.ko.xz", xz(content(MIB, 8)));
  vi.stubEnv("PATH", directory);
  expect(await ahead([file])).toEqual([[file, undefined]]);
});

test("for little the program is not started", async () => {
  const file = put("h.ko.xz", xz(content(1000, 9)));
  expect(await packedSize(file)).toBe(1000);
  expect(await ahead([file])).toEqual([[file, undefined]]);
});

test("what is no stream is read in another way", async () => {
  const file = put("i.ko.xz", xz(content(1000, 10)));
  truncateSync(file, 900);
  expect(await packedSize(file)).toBeUndefined();
  expect(await packedSize(directory)).toBeUndefined();
});
