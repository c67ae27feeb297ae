import { expect, test } from "vitest";
import { readDamaged } from "../../../test/build/damage.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { FormatError } from "../../io/format-error.ts";
import { conditionText, evaluated, type MacroValue } from "../../model/header-condition.ts";
import { conditionOf, openHeader } from "./header.ts";
import { type DeclaredMember, namedIn, recordsNamed } from "./records.ts";
import { tokensOf } from "./tokens.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const open = (text: string): ReturnType<typeof openHeader> => openHeader(bytes(text), "x.h");
const members = (text: string, name = "s"): readonly DeclaredMember[] =>
  namedIn(recordsNamed(open(text), "struct", name).flatMap(({ members }) => members));
const names = (text: string): readonly string[] => members(text).map(({ name }) => name);
const guards = (text: string): Record<string, string> =>
  Object.fromEntries(members(text).map(({ name, condition }) => [name, conditionText(condition)]));

/** The value of an `#if` where these macros are defined, and every other is not. */
function valueOf(condition: string, macros: Readonly<Record<string, MacroValue>> = {}): number | undefined {
  const [token] = open(`#if ${condition}\nx\n#endif\n`).tokens;
  return token && evaluated(conditionOf(token.branch), (name) => macros[name] ?? "undefined");
}

test("comments and continued lines are gone, strings stay whole", () => {
  const text = '#define A \\\n 1 /* two\nlines */ + "/* no // comment */"\n// one \\\n still one\nint x;';
  const found = [...tokensOf(bytes(text), "x.h")];
  expect(found.map((one) => one.text)).toEqual(["define", "int", "x", ";"]);
  expect(found[0]).toMatchObject({
    tokens: [{ text: "A" }, { text: "1" }, { text: "+" }, { kind: "string", text: '"/* no // comment */"' }],
  });
  expect(found[1]?.at).toBe(text.indexOf("int"));
});

test("an apostrophe in an #error is no damage", () => {
  expect(names("#error don't\nstruct s { int a; };")).toEqual(["a"]);
});

test.each([
  ["1", 1],
  ["0x10 == 020", 1],
  ["0x10 == 16UL", 1],
  ["!defined(CONFIG_A) && !defined CONFIG_B", 1],
  ["1 + 2 * 3 == 7", 1],
  ["(1 + 2) * 3 == 7", 0],
  ["10 - 3 - 2", 5],
  ["1 || 1 / 0", 1],
  ["0 && __has_attribute(x)", 0],
  ["1 && __has_attribute(x)", undefined],
  ["1 / 0", undefined],
  ["-1 < 0 && ~0 == -1 && +3 == 3", 1],
  ["1 << 4 | 1", 17],
  ["CONFIG_HZ > 200", 0],
])("the value of %s", (condition, value) => {
  expect(valueOf(condition)).toBe(value);
});

test.each([
  ["IS_ENABLED(CONFIG_X)", { CONFIG_X: 1 }, 1],
  ["IS_ENABLED(CONFIG_X)", { CONFIG_X_MODULE: 1 }, 1],
  ["IS_ENABLED(CONFIG_X)", {}, 0],
  ["IS_BUILTIN(CONFIG_X)", { CONFIG_X_MODULE: 1 }, 0],
  ["IS_MODULE(CONFIG_X)", { CONFIG_X_MODULE: 1 }, 1],
  ["IS_MODULE(CONFIG_X)", { CONFIG_X: 1 }, 0],
  ["IS_REACHABLE(CONFIG_X)", { CONFIG_X_MODULE: 1, MODULE: "defined" }, 0],
  ["IS_REACHABLE(CONFIG_X)", { CONFIG_X_MODULE: 1, MODULE: 1 }, 1],
  ["IS_REACHABLE(CONFIG_X)", { CONFIG_X_MODULE: 1 }, 0],
  ["defined(CONFIG_X)", { CONFIG_X: "defined" }, 1],
  ["CONFIG_HZ >= 250", { CONFIG_HZ: 250 }, 1],
] as const)("%s where %o", (condition, macros, value) => {
  expect(valueOf(condition, macros)).toBe(value);
});

test("what guards a member: its own #if, those around it, and that earlier branches were not taken", () => {
  const text = `
    #ifndef _X_H
    #define _X_H
    struct s {
      int always;
    #ifdef CONFIG_A
      int a;
    #if IS_ENABLED(CONFIG_B) || CONFIG_NR > 4
      int b;
    #elif defined(CONFIG_C)
      int c;
    #else
      int d;
    #endif
    #endif
    };
    #endif`;
  expect(guards(text)).toEqual({
    always: "1",
    a: "defined(CONFIG_A)",
    b: "defined(CONFIG_A) && (IS_ENABLED(CONFIG_B) || (CONFIG_NR > 4))",
    c: "defined(CONFIG_A) && !(IS_ENABLED(CONFIG_B) || (CONFIG_NR > 4)) && defined(CONFIG_C)",
    d: "defined(CONFIG_A) && !(IS_ENABLED(CONFIG_B) || (CONFIG_NR > 4)) && !defined(CONFIG_C)",
  });
});

test("the names of declarations as the kernel writes them", () => {
  const text = `struct __aligned(8) s {
    unsigned int __state; u8 note __private; void __percpu *percpu; struct list_head a, *b;
    int (*init)(void); void (__rcu *handler[2])(struct s *x, int y);
    const char * const name ____cacheline_aligned; unsigned flag:1, :3, other:4;
    enum kind { ONE, TWO } kind; enum kind second; DECLARE_BITMAP(bits, N);
    struct { int in; union { int deeper; char text[4]; }; };
    struct inner { int hidden; } named[2] __packed;
    typeof(int *) of; randomized_struct_fields_start atomic_t counter;
    struct mod_arch_specific arch __attribute__((aligned(64)));
    struct_group(both, int x; int y;);
  };`;
  const expected =
    "__state note percpu a b init handler name flag other kind second bits in deeper text named of counter arch x y both";
  expect(names(text)).toEqual(expected.split(" "));
});

test("which types a record holds, and to which it only points", () => {
  const text = "struct s { struct a a, *pa; atomic_t t; union u *u; int i; struct c { int x; } c; };";
  expect(members(text).map(({ name, type, record }) => [name, type?.name ?? record?.name])).toEqual([
    ["a", "a"],
    ["pa", undefined],
    ["t", "atomic_t"],
    ["u", undefined],
    ["i", undefined],
    ["c", "c"],
  ]);
});

test("a function that takes the struct is no declaration of it", () => {
  expect(names("struct t f(struct s *s) { int a; return s; }\nstruct s;\nstruct s { int b; };")).toEqual([
    "b",
  ]);
});

test("of several declarations those that are there are read as the compiler reads them", () => {
  const header = open("#ifdef CONFIG_RT\nstruct s {\n#else\nstruct s { int a;\n#endif\nint b; };");
  const found = recordsNamed(
    header,
    "struct",
    "s",
    (branch) => evaluated(conditionOf(branch), () => "undefined") !== 0,
  );
  expect(found.map(({ members }) => members.map(({ name }) => name))).toEqual([["a", "b"]]);
});

test("what a header defines and includes", () => {
  const header = open(
    '#include <linux/list.h>\n#if 0\n#include "b.h"\n#endif\n#define F(x) x\n#define A 1\n',
  );
  expect(header.includes).toEqual(["linux/list.h", "b.h"]);
  expect([...header.defines.keys()]).toEqual(["A"]);
});

test.each([
  ["#if 1\n", 0],
  ["x\n#endif\n", 2],
  ["#else\n", 0],
  ["#if 1\n#else\n#else\n#endif\n", 12],
  ["#if 1 +\n#endif\n", 0],
  ["#if 1 2\n#endif\n", 6],
  ["#if (1\n#endif\n", 0],
  ["#ifdef\n#endif\n", 0],
  ["/* open", 0],
  ["a\0", 1],
])("damage in %j is told with its offset", (text, offset) => {
  expect(() => open(text)).toThrow(expect.objectContaining({ name: "FormatError", source: "x.h", offset }));
});

test("a struct without an end is damage", () => {
  expect(() => members("struct s { int a;")).toThrow(FormatError);
});

test.each([
  ["#if", `${"#if 1\n".repeat(1000)}${"#endif\n".repeat(1000)}`],
  ["parentheses", `#if ${"(".repeat(10_000)}1${")".repeat(10_000)}\n#endif\n`],
  ["!", `#if ${"!".repeat(10_000)}1\n#endif\n`],
  ["#elif", `#if 1\n${"#elif 1\n".repeat(10_000)}#endif\n`],
  ["structs", `${"struct s { ".repeat(1000)}${"} s; ".repeat(1000)}`],
])("too many %s within each other end in a FormatError", (_, text) => {
  expect(() => members(text)).toThrow(FormatError);
});

test("many parts of one condition are no nesting", () => {
  expect(valueOf(`0${" || 0".repeat(20_000)}`)).toBe(0);
});

test.each([
  ["identifiers", `struct s { ${"a ".repeat(200_000)}; };`],
  ["members", `struct s { ${"int a; ".repeat(100_000)} };`],
  ["groups", `struct s { ${"struct_group(a, ".repeat(20_000)} int b; ${");".repeat(20_000)} };`],
  ["commas", `struct s { int ${"a, ".repeat(100_000)} b; };`],
  ["pointers to functions", `struct s { ${"int (*a".repeat(20_000)}`],
  ["quotes", `#error ${"'".repeat(100_001)}\n${'"\\'.repeat(100_000)}`],
])("a header of nothing but %s is read, or refused, without delay", async (_, text) => {
  // Of the processor, in microseconds: what else the machine does is no part of it.
  const start = process.cpuUsage();
  await readDamaged(() => members(text));
  expect(process.cpuUsage(start).user).toBeLessThan(10_000_000);
});

test("damaged headers give a value or a FormatError", async () => {
  const good =
    "#ifndef X\n#define X\nstruct s {\n#if IS_ENABLED(CONFIG_A) && (N > 3)\nint (*f)(int);\n#else\nstruct { int a:3, b; } c;\n#endif\n};\n#endif\n";
  await survivesDamage(bytes(good), (damaged) => {
    const header = openHeader(damaged, "x.h");
    return recordsNamed(header, "struct", "s").map(({ members }) => namedIn(members));
  });
});
