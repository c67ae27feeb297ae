// What kofit reads from debug information that compilers wrote, compared with what pahole reads from it, and with what the
// same program is in other encodings.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fileSource } from "../../node/index.ts";
import { spelling } from "../../src/c-types/spelling.ts";
import { readModuleTypes } from "../../src/facts/module/types.ts";
import type { Fact } from "../../src/model/fact.ts";
import type { CTypes, NamedKind } from "../../src/model/c-type.ts";
import { given } from "../build/given.ts";
import { byPahole, compared } from "./pahole.ts";

const scratch = mkdtempSync(join(tmpdir(), "kofit-oracle-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const program = `
struct fwd; union ufwd;
enum small { S_A = -1, S_B = 200 };
enum big { B_A = 1, B_B = 0xffffffffu };
enum huge { H_A = -5, H_B = 0x7fffffffffffll };
enum __attribute__((packed)) tiny { T_A, T_B = 255 };
struct bits { unsigned a:3; unsigned b:5; signed c:24; unsigned long long d:33; unsigned char e:1; int :4; long long f; };
struct __attribute__((packed)) packed_bits { char x; unsigned a:7; unsigned long long b:40; short y; };
struct flex { int n; char data[]; };
struct dims { int m[2][3][4]; char *names[5]; int (*fp[2])[7]; };
struct anon { int k; union { int i; float f; struct { short s; char c; }; }; struct { int z; } named; };
struct __attribute__((aligned(64))) aligned { char c; };
struct inner_aligned { char a; int b __attribute__((aligned(32))); };
struct id { int v; };
struct ptrs { const volatile char *const kept; struct fwd *f; union ufwd *u; void *v; const void *cv;
  int (*fn)(const char *, ...); void (*none)(void); _Bool flag; double d; };
typedef int (*handler)(struct bits *b, enum small s);
struct bits gb; struct packed_bits gpb; struct flex *gf; struct dims gd; struct anon ga; struct aligned gal;
struct inner_aligned gia; struct ptrs gp; enum big gbig; enum huge ghuge; enum tiny gtiny; handler gh; struct id gid;
int variadic(const char *fmt, ...) { return fmt[0]; }
int proto(struct anon *a, enum small s, handler h) { return a->k + h(&gb, s); }
void nothing(void) { extern int later(int x); later(3); }
int later(int x) { return x; }
`;

/** Headers with some hundred structs; a compiler keeps those that nothing uses only when it is told to. */
const headers = `
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

const kinds: readonly NamedKind[] = ["struct", "union", "enum", "typedef", "function"];

async function factOf(path: string): Promise<Fact<CTypes>> {
  const file = fileSource(path);
  try {
    return given(await readModuleTypes(file));
  } finally {
    file.close();
  }
}

async function typesOf(path: string): Promise<CTypes> {
  const fact = await factOf(path);
  if (!fact.known) throw new Error(`${path}: ${fact.why.en}`);
  return fact.value;
}

/** Every named type of the program in one line each; alignments, which DWARF 4 does not tell, left out. */
function dumped(types: CTypes): string[] {
  return kinds.flatMap((kind) =>
    [...types.definitions(kind)].map(([name, id]) => {
      const type = types.type(id);
      const head = `${kind} ${name} ${"size" in type ? type.size : ""}`;
      if (type.kind === "enum")
        return `${head} ${type.values.map((one) => `${one.name}=${one.value}`).join()}`;
      if (type.kind === "typedef") return `${head} ${spelling(types, type.to)}`;
      if (type.kind === "function") {
        const parameters = type.parameters.map((one) => spelling(types, one.type, one.name));
        return `${head} ${spelling(types, type.returns)} ${parameters.join()} ${type.variadic}`;
      }
      const members = "members" in type ? type.members : [];
      const rows = members.map(
        (one) => `${one.bitOffset} ${one.bitSize ?? ""} ${spelling(types, one.type, one.name)}`,
      );
      return `${head} ${rows.join("; ")}`;
    }),
  );
}

function compiled(name: string, text: string, compiler: string, ...flags: readonly string[]): string {
  const source = join(scratch, `${name}.c`);
  writeFileSync(source, text);
  const object = join(scratch, `${name}.o`);
  execFileSync(compiler, [...flags, "-c", source, "-o", object], { stdio: ["ignore", "ignore", "inherit"] });
  return object;
}

describe.each([4, 5])("DWARF %i of GCC", (version) => {
  const dwarf = `-gdwarf-${version}`;

  test.each([
    ["gcc", 8],
    ["aarch64-linux-gnu-gcc", 8],
    ["arm-linux-gnueabihf-gcc", 4],
  ])("of %s has the structs that pahole sees", async (compiler, pointerSize) => {
    const more = ["-fno-eliminate-unused-debug-types", dwarf];
    const path = compiled(`pahole-${version}`, headers + program, compiler, ...more);
    const types = await typesOf(path);
    const { alike, different } = compared(types, byPahole(path, "dwarf"));
    expect(different).toEqual([]);
    expect(alike).toBeGreaterThan(60);
    expect(types.pointerSize).toBe(pointerSize);
  });

  test.each([
    ["compressed", "gcc", "-gz"],
    ["compressed as it was before ELF knew", "gcc", "-gz=zlib-gnu"],
    ["with type units", "gcc", "-fdebug-types-section"],
    ["with offsets of 64 bits", "gcc", "-gdwarf64"],
    ["big-endian", "aarch64-linux-gnu-gcc", "-mbig-endian"],
    ["of riscv64, whose relocations have symbols", "riscv64-linux-gnu-gcc", "-O1"],
  ])("says the same %s", async (name, compiler, flag) => {
    const plain = dumped(await typesOf(compiled(`plain-${version}`, program, "gcc", dwarf, "-O1")));
    const path = compiled(`${name}-${version}`, program, compiler, dwarf, "-O1", flag);
    expect(dumped(await typesOf(path)).toSorted()).toEqual(plain.toSorted());
  });

  // GCC 12 cannot have its assembler do this.
  test.each(["zlib", "zstd"])("says the same compressed afterwards, by %s", async (how) => {
    const path = compiled(`plain-${version}`, program, "gcc", dwarf, "-O1");
    const plain = dumped(await typesOf(path));
    execFileSync("objcopy", [`--compress-debug-sections=${how}`, path]);
    expect(dumped(await typesOf(path))).toEqual(plain);
  });

  test("that is in a .dwo file is said to be there", async () => {
    const path = compiled(`split-${version}`, program, "gcc", dwarf, "-gsplit-dwarf");
    const fact = await factOf(path);
    expect(!fact.known && fact.why.en).toContain(".dwo, ");
  });
});
