import fc from "fast-check";
import { expect, test } from "vitest";
import { memoryTree } from "../../../test/build/memory-tree.ts";
import type { KconfigRules } from "../../model/kconfig-rules.ts";
import { readKconfig } from "./read-kconfig.ts";

const values = { SRCARCH: "arm64", srctree: "." };

async function read(files: string | Record<string, string>, complete = false): Promise<KconfigRules> {
  const tree = memoryTree("linux", typeof files === "string" ? { Kconfig: files } : files);
  const rules = await readKconfig({ tree, root: "Kconfig", environment: { values, complete } });
  if (!rules) throw new Error("there is no Kconfig");
  return rules;
}

const symbol = (
  rules: KconfigRules,
  name: string,
): NonNullable<ReturnType<KconfigRules["symbols"]["get"]>> => {
  const found = rules.symbols.get(name);
  if (!found) throw new Error(`${name} is not defined`);
  return found;
};

test("an entry with all that it can have", async () => {
  const rules = await read(`
mainmenu "Linux/$(ARCH) $(KERNELVERSION) Kernel Configuration"
config FOO
	tristate "Foo support" if EXPERT
	depends on (BAR || !BAZ) && \\
		QUX="text"
	default m if BAR
	select CRC32 if BAR
	imply ZLIB
	help
	  if this text were read:
	config NOT_AN_ENTRY
	   bool

config SIZE
	int
	range 1 10
	default 5
config MODULES
	bool "modules"
	modules
`);
  expect(rules.problems).toEqual([]);
  expect([...rules.symbols.keys()]).toEqual(["FOO", "NOT_AN_ENTRY", "SIZE", "MODULES"]);
  expect(rules.modules).toBe("MODULES");
  const [foo] = symbol(rules, "FOO").definitions;
  expect(symbol(rules, "FOO").type).toBe("tristate");
  expect(foo).toMatchObject({
    where: { file: "Kconfig", line: 3 },
    prompts: [{ value: "Foo support", when: { op: "value", operand: { name: "EXPERT" } } }],
    selects: [{ value: "CRC32", where: { line: 8 } }],
    implies: [{ value: "ZLIB" }],
  });
  expect(foo?.depends).toMatchObject([
    {
      where: { line: 5 },
      expression: {
        op: "and",
        of: [
          { op: "or", of: [{ op: "value" }, { op: "not" }] },
          { op: "compare", test: "=", right: { kind: "constant", value: "text" } },
        ],
      },
    },
  ]);
  expect(symbol(rules, "SIZE").definitions[0]?.ranges).toMatchObject([
    { value: [{ name: "1" }, { name: "10" }] },
  ]);
});

test("help ends where the indentation does", async () => {
  const rules = await read(
    "config A\n\tbool\n\thelp\n\t  Text.\n\n\t  config X\nconfig B\n\tbool\n\thelp\n\nconfig C\n\tbool\n",
  );
  expect([...rules.symbols.keys()]).toEqual(["A", "B", "C"]);
});

test("blocks are around their entries, files inside them too", async () => {
  const rules = await read({
    Kconfig:
      'menu "M"\n\tdepends on A\n\tvisible if V\nif B\nsource "arch/$(SRCARCH)/Kconfig"\nendif\nendmenu\nconfig OUT\n\tbool\n',
    "arch/arm64/Kconfig": 'config IN\n\tbool\nrsource "more/Kconfig"\n',
    "arch/arm64/more/Kconfig": "config DEEP\n\tbool\n",
  });
  const scope = symbol(rules, "IN").definitions[0]?.scope;
  expect(scope).toMatchObject({ kind: "if", depends: [{ expression: { operand: { name: "B" } } }] });
  expect(scope?.parent).toMatchObject({
    kind: "menu",
    visible: [{ expression: { operand: { name: "V" } } }],
  });
  expect(symbol(rules, "DEEP").definitions[0]?.where).toEqual({ file: "arch/arm64/more/Kconfig", line: 1 });
  expect(symbol(rules, "OUT").definitions[0]?.scope).toBeUndefined();
  expect(rules.files).toEqual(["Kconfig", "arch/arm64/Kconfig", "arch/arm64/more/Kconfig"]);
});

test("a choice knows its members", async () => {
  const rules = await read(
    'choice\n\tprompt "which"\n\tdefault B if X\nconfig A\n\tbool "a"\nif Y\nconfig B\n\tbool "b"\nendif\nendchoice\nconfig C\n\tbool\n',
  );
  expect(rules.choices).toMatchObject([{ members: ["A", "B"], defaults: [{ value: "B" }], optional: false }]);
});

const include = `
comma := ,
if-success = $(shell,{ $(1); } >/dev/null 2>&1 && echo "$(2)" || echo "$(3)")
success = $(if-success,$(1),y,n)
cc-option = $(success,$(CC) -Werror $(1) -c -x c /dev/null)
$(error-if,$(success,false),no compiler)
flags := -O2
flags += -g
cc-info := $(shell,$(srctree)/cc-version.sh $(CC))
cc-version := $(shell,set -- $(cc-info) && echo $2)
`;

test("what would run a program is a probe, with its command expanded", async () => {
  const rules = await read(`${include}
config CC_HAS_FOO
	def_bool $(cc-option,-mfoo$(comma)bar)
config FLAGS
	string
	default "$(flags) $(undefined-function,1)"
config GCC_VERSION
	int
	default $(cc-version)
config AGAIN
	def_bool $(cc-option,-mfoo$(comma)bar)
`);
  expect(rules.problems).toEqual([]);
  const [foo] = symbol(rules, "CC_HAS_FOO").definitions;
  const operand = foo?.defaults[0]?.value;
  expect(operand).toEqual(symbol(rules, "AGAIN").definitions[0]?.defaults[0]?.value);
  const probe = rules.probes.find(({ text }) => text.includes("-mfoo"));
  expect(probe).toMatchObject({
    kind: "command",
    text: '{ $(CC) -Werror -mfoo,bar -c -x c /dev/null; } >/dev/null 2>&1 && echo "y" || echo "n"',
    outcomes: ["y", "n"],
    where: { file: "Kconfig", line: 13 },
  });
  expect(operand).toEqual({
    op: "value",
    operand: { kind: "template", parts: [rules.probes.findIndex((each) => each === probe)] },
  });
  expect(rules.probes.map(({ text }) => text)).toContain("set -- $(./cc-version.sh $(CC)) && echo $2");
  expect(symbol(rules, "FLAGS").definitions[0]?.defaults[0]?.value).toMatchObject({
    operand: { kind: "constant", value: "-O2 -g " },
  });
});

test("a variable that is not set is empty where the environment is known", async () => {
  const rules = await read('config A\n\tstring\n\tdefault "<$(CC)>"\n', true);
  expect(rules.probes).toEqual([]);
  expect(symbol(rules, "A").definitions[0]?.defaults[0]?.value).toMatchObject({ operand: { value: "<>" } });
});

test("`depends on A if B`, since 7.0, asks for A only where B is", async () => {
  const rules = await read("config X\n\tbool\n\tdepends on A if B\n");
  expect(symbol(rules, "X").definitions[0]?.depends[0]?.expression).toMatchObject({
    op: "or",
    of: [{ op: "and" }, { op: "not", of: { op: "compare", test: "!=" } }],
  });
});

test.each([
  ["a file that is missing", 'source "gone"\nconfig A\n\tbool\n', { kind: "missing-file", what: "gone" }],
  ["a file that a program names", 'source "$(shell,ls)"\nconfig A\n\tbool\n', { kind: "unknown-file" }],
  ["a file in itself", 'source "Kconfig"\nconfig A\n\tbool\n', { kind: "recursion", what: "Kconfig" }],
  [
    "words that are no statement",
    "frobnicate now\nconfig A\n\tbool\n",
    { kind: "syntax", what: "frobnicate" },
  ],
  ["half an expression", "config A\n\tbool\n\tdepends on (B &&\n", { kind: "syntax" }],
  ["an `endif` too many", "endif\nconfig A\n\tbool\n", { kind: "syntax", what: "endif" }],
  ["a block that stays open", "if B\nconfig A\n\tbool\n", { kind: "syntax", what: "if" }],
  ["a macro in itself", "a = $(b)\nb = $(a)\nconfig A\n\tbool\n\tdefault $(a)\n", { kind: "syntax" }],
  ["a macro without an end", "config A\n\tbool\n\tdefault $(b\n", { kind: "syntax" }],
])("%s is said, and the rest is read", async (_, text, problem) => {
  const rules = await read(text);
  expect(rules.problems).toMatchObject([problem]);
  expect(symbol(rules, "A").type).toBe("bool");
});

test("macros that double, blocks and parentheses without end are bounded", async () => {
  const doubling = Array.from({ length: 60 }, (_, i) => `a${i} = $(a${i + 1})$(a${i + 1})`).join("\n");
  expect((await read(`${doubling}\nconfig A\n\tbool\n\tdefault $(a0)\n`)).problems).toMatchObject([
    { kind: "limit" },
  ]);
  const blocks = await read(`${"if A\n".repeat(1000)}config B\n\tbool\n`);
  expect(blocks.problems.length).toBeLessThanOrEqual(200);
  expect(blocks.problems).toContainEqual(expect.objectContaining({ kind: "limit" }));
  const nested = await read(`config C\n\tbool\n\tdepends on ${"(".repeat(100_000)}A\n`);
  expect(nested.problems).toMatchObject([{ kind: "syntax" }]);
});

test("no Kconfig, no rules", async () => {
  const tree = memoryTree("empty", {});
  expect(
    await readKconfig({ tree, root: "Kconfig", environment: { values, complete: true } }),
  ).toBeUndefined();
});

test("any text is rules or problems", async () => {
  const piece = fc.constantFrom(
    ..."config |A|B|\n|\t|bool |if |endif|menu |choice|endchoice|default |depends on |$(|)|shell,|(|&&|!|=|:=|\"|'|\\|#|help|  x|source |y|\uE0001\uE001".split(
      "|",
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 60 }), async (pieces) => {
      const rules = await read(pieces.join(""));
      for (const { line } of rules.problems.map(({ where }) => where)) expect(line).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});
