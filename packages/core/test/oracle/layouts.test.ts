// Layouts of real kernels' structs beside those of pahole.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileSource } from "../../node/index.ts";
import { layoutOf } from "../../src/c-types/layout.ts";
import { vmlinuxBtf } from "../../src/facts/kernel/kernel-btf.ts";
import { btfTypes } from "../../src/formats/btf/btf-types.ts";
import { corpus } from "./corpus.ts";

/** One struct as pahole prints it: its own members, offset and size in bytes. */
interface Printed {
  readonly name: string;
  readonly size: number;
  readonly members: readonly (readonly [offset: number, size: number])[];
  readonly sumHoles: number;
  readonly padding: number;
  readonly bitFields: boolean;
}

const MEMBER = /\/\*\s*(?<offset>\d+)(?<bit>:\s*\d+)?\s+(?<size>\d+)\s*\*\/$/;

/** All structs of pahole's output; lines with one tab are members of the struct itself. */
function printed(output: string): Printed[] {
  return output.split(/^(?=(?:struct|union|enum) )/m).flatMap((text) => {
    const name = /^struct (\w+) \{/.exec(text)?.[1];
    const size = /^\t\/\* size: (\d+),/m.exec(text)?.[1];
    if (name === undefined || size === undefined) return [];
    const own = text.split("\n").filter((line) => /^\t[^\t/]/.test(line) && MEMBER.test(line));
    const found = own.map((line) => MEMBER.exec(line)?.groups ?? {});
    return {
      name,
      size: Number(size),
      members: found.map(({ offset, size }) => [Number(offset), Number(size)] as const),
      sumHoles: Number(/sum holes: (\d+)/.exec(text)?.[1] ?? 0),
      padding: Number(/^\t\/\* padding: (\d+)/m.exec(text)?.[1] ?? 0),
      bitFields: found.some(({ bit }) => bit !== undefined),
    };
  });
}

const theirs = (path: string): Printed[] =>
  printed(
    execFileSync("pahole", ["-F", "btf", path], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );

test.each([
  ["apt:linux-image-cloud-arm64:arm64/bookworm-backports", 2000],
  ["apt:linux-image-cloud-amd64:amd64/bookworm-backports", 2000],
])("pahole lays out the structs of %s alike", { timeout: 300_000 }, async (spec, atLeast) => {
  const { headers } = await corpus(spec);
  const vmlinux = fileSource(join(headers, "vmlinux"));
  try {
    const found = await vmlinuxBtf({ inputs: [], vmlinux });
    if (!found) throw new Error(`${vmlinux.name} has no .BTF`);
    const types = btfTypes(found.btf);
    const ours = Map.groupBy(types.definitions("struct"), ([name]) => name);
    let compared = 0;
    for (const { name, size, members, sumHoles, padding, bitFields } of theirs(vmlinux.name)) {
      const [[, id] = [], ...more] = ours.get(name) ?? [];
      const record = id === undefined ? undefined : types.type(id);
      // Of several structs of one name nobody says which one pahole prints.
      if (record?.kind !== "struct" || more.length > 0) continue;
      const layout = layoutOf(types, record);
      const own = layout.rows.filter(({ depth }) => depth === 0);
      expect([name, layout.size]).toEqual([name, size]);
      if (bitFields) continue;
      const places = own.map(({ bitOffset, bits = 0 }) => [bitOffset / 8, bits / 8]);
      expect([name, ...places]).toEqual([name, ...members]);
      const holes = own.reduce((sum, { hole = 0 }) => sum + hole / 8, 0);
      expect([name, holes, layout.padding / 8]).toEqual([name, sumHoles, padding]);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(atLeast);
  } finally {
    vmlinux.close();
  }
});
