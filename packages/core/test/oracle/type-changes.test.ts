// Which structs of two real kernels differ, beside what pahole prints of each.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compareTypes } from "../../src/c-types/compare-types.ts";
import type { CTypes } from "../../src/model/c-type.ts";
import { unpackedImage } from "./unpacked-image.ts";

/** Structs as pahole prints them, by name. */
function printed(path: string): ReadonlyMap<string, string> {
  const output = execFileSync("pahole", ["-F", "btf", path], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const found = new Map<string, string>();
  for (const text of output.split(/^(?=(?:struct|union|enum) )/m)) {
    const name = /^struct (\w+) \{/.exec(text)?.[1];
    if (name !== undefined) found.set(name, text);
  }
  return found;
}

const structs = (all: readonly { kind: string; name: string }[]): Set<string> =>
  new Set(all.filter(({ kind }) => kind === "struct").map(({ name }) => name));

/** Of several structs of one name nobody says which one pahole prints. */
const several = (types: CTypes): string[] =>
  [...Map.groupBy(types.definitions("struct"), ([name]) => name)].flatMap(([name, all]) =>
    all.length > 1 ? [name] : [],
  );

test("structs that pahole prints otherwise are those that changed", { timeout: 600_000 }, async () => {
  const scratch = mkdtempSync(join(tmpdir(), "kofit-types-"));
  try {
    const [first, second] = [join(scratch, "a"), join(scratch, "b")];
    const a = await unpackedImage("apt:linux-image-cloud-amd64:amd64/bookworm", first);
    const b = await unpackedImage("apt:linux-image-cloud-amd64:amd64/bookworm-backports", second);
    const [mine, theirs] = [printed(first), printed(second)];
    const compared = compareTypes(a, b);
    if (!compared) throw new Error("BTF has all types");
    const changed = structs(compared.changed);
    const own = structs(compared.changed.filter(({ isOwn }) => isOwn));

    const unclear = new Set([...several(a), ...several(b)]);
    const both = [...mine.keys()].filter((name) => theirs.has(name) && !unclear.has(name));
    const otherwise = new Set(both.filter((name) => mine.get(name) !== theirs.get(name)));
    // Nothing that pahole prints otherwise is missing.
    expect([...otherwise].filter((name) => !changed.has(name))).toEqual([]);
    // Nothing is said to have changed itself that pahole prints alike.
    expect(both.filter((name) => own.has(name) && !otherwise.has(name))).toEqual([]);
    // Names of one side.
    const [added, removed] = [structs(compared.added), structs(compared.removed)];
    expect([...theirs.keys()].filter((name) => added.has(name) !== !mine.has(name))).toEqual([]);
    expect([...mine.keys()].filter((name) => removed.has(name) !== !theirs.has(name))).toEqual([]);
    expect(otherwise.size).toBeGreaterThan(500);
  } finally {
    rmSync(scratch, { recursive: true });
  }
});
