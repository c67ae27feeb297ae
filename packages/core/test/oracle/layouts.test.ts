// Layouts of real kernels' structs beside those of pahole.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileSource } from "../../node/index.ts";
import { layoutOf } from "../../src/c-types/layout.ts";
import { vmlinuxBtf } from "../../src/facts/kernel/kernel-btf.ts";
import { readModuleTypes } from "../../src/facts/module/types.ts";
import { btfTypes } from "../../src/formats/btf/btf-types.ts";
import type { CTypes } from "../../src/model/c-type.ts";
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

const theirs = (path: string, format = "btf"): Printed[] =>
  printed(
    execFileSync("pahole", ["-F", format, path], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );

/** Compares every struct that both sides know by name; answers how many that were, bit-fields apart. */
function compared(types: CTypes, all: readonly Printed[]): number {
  const ours = Map.groupBy(types.definitions("struct"), ([name]) => name);
  let count = 0;
  for (const { name, size, members, sumHoles, padding, bitFields } of all) {
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
    count += 1;
  }
  return count;
}

test.each([
  ["apt:linux-image-cloud-arm64:arm64/bookworm-backports", 2000],
  ["apt:linux-image-cloud-amd64:amd64/bookworm-backports", 2000],
])("pahole lays out the structs of %s alike", { timeout: 300_000 }, async (spec, atLeast) => {
  const { headers } = await corpus(spec);
  const vmlinux = fileSource(join(headers, "vmlinux"));
  try {
    const found = await vmlinuxBtf({ inputs: [], vmlinux });
    if (!found) throw new Error(`${vmlinux.name} has no .BTF`);
    expect(compared(btfTypes(found.btf), theirs(vmlinux.name))).toBeGreaterThan(atLeast);
  } finally {
    vmlinux.close();
  }
});

/** Headers with some hundred structs; a compiler keeps those that nothing uses only when it is told to. */
const SOURCE = `
#include <aio.h>
#include <elf.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/socket.h>
#include <ucontext.h>
struct flexible { int count; struct { char a; union { long b; short c[3][2]; }; } inner; long rest[]; };
struct packed { char a; long b; } __attribute__((packed));
struct flexible *use(struct packed *p, ...);
`;

test.each(
  ["gcc", "aarch64-linux-gnu-gcc"].flatMap((compiler) =>
    [["-gdwarf-4"], ["-gdwarf-5"], ["-gdwarf-5", "-gz"]].map((options) => ({ compiler, options })),
  ),
)("pahole reads the debug information of $compiler $options alike", async ({ compiler, options }) => {
  const scratch = mkdtempSync(join(tmpdir(), "kofit-dwarf-"));
  const path = join(scratch, "object.o");
  try {
    writeFileSync(join(scratch, "source.c"), SOURCE);
    const more = ["-fno-eliminate-unused-debug-types", "-c", "-o", path, join(scratch, "source.c")];
    execFileSync(compiler, [...options, ...more], { stdio: ["ignore", "ignore", "inherit"] });
    const file = fileSource(path);
    try {
      const types = await readModuleTypes(file);
      if (!types?.known) throw new Error(`the types of ${path} are not known`);
      expect(compared(types.value, theirs(path, "dwarf"))).toBeGreaterThan(60);
    } finally {
      file.close();
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
});
