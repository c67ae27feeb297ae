import { expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import type { Fact } from "../../model/fact.ts";
import { type DkmsVariables, parseDkmsConf } from "./dkms-conf.ts";
import type { Directive } from "./directives.ts";

const conf = (lines: string, given: DkmsVariables = {}) => parseDkmsConf(text(lines), "dkms.conf", given);
/** The value, or the reason in English. */
const told = <T>(fact: Fact<T>): T | string => (fact.known ? fact.value : fact.why.en);
const value = (lines: string, directive: Directive = "MAKE", index = 0, given: DkmsVariables = {}): string =>
  told(conf(lines, given).value(directive, index));

const tp = `# comment
PACKAGE_NAME="tp_smapi"
PACKAGE_VERSION='0.43'
MAKE[0]="make -C \${kernel_source_dir} M=\${dkms_tree}/\${PACKAGE_NAME}/$PACKAGE_VERSION/build \\
  HDAPS=1"   # comment
BUILT_MODULE_NAME[0]="thinkpad_ec"
BUILT_MODULE_NAME[1]=hdaps
BUILT_MODULE_LOCATION[1]=src
DEST_MODULE_LOCATION[0]="/extra"; DEST_MODULE_LOCATION[1]=/updates
DEST_MODULE_NAME[1]=hd
STRIP[1]=no
AUTOINSTALL="yes"
`;

test("assignments, quotes, variables and lines that go on", () => {
  const read = conf(tp, { kernel_source_dir: "/k", dkms_tree: "/d" });
  expect(told(read.value("MAKE"))).toBe("make -C /k M=/d/tp_smapi/0.43/build   HDAPS=1");
  expect(read.value("PACKAGE_VERSION")).toEqual({
    known: true,
    value: "0.43",
    origin: { input: "dkms.conf", part: "line 3" },
  });
  expect(told(read.value("AUTOINSTALL"))).toBe("yes");
  expect(told(read.value("CLEAN"))).toBe("");
  expect(read.code).toEqual([]);
});

test("modules, with what dkms takes where nothing is set", () => {
  const modules = conf(tp).modules;
  if (!modules.known) throw new Error(modules.why.en);
  expect(
    modules.value.map((module) => [
      told(module.builtName),
      told(module.builtLocation),
      told(module.destName),
      told(module.destLocation),
      told(module.strip),
    ]),
  ).toEqual([
    ["thinkpad_ec", "", "thinkpad_ec", "/extra", true],
    ["hdaps", "src/", "hd", "/updates", false],
  ]);
  const single = conf("PACKAGE_NAME=x\nDEST_MODULE_LOCATION=/extra\n").modules;
  expect(single.known && single.value.map(({ builtName }) => told(builtName))).toEqual(["x"]);
});

test.each([
  ["MAKE='a $b \"c\"'", 'a $b "c"'],
  ['MAKE="a \\"b\\" \\$c \\d \\\\"', 'a "b" $c \\d \\'],
  ["MAKE=a\\ b\\'c", "a b'c"],
  ["MAKE=\"it's\"'\"'x", "it's\"x"],
  ['A=1; MAKE="${A}2$A"', "121"],
  ["MAKE=a; MAKE+=b", "ab"],
  ['A=(x "y z"); MAKE=${A[1]}', "y z"],
  ["A=([3]=x y); MAKE=${A[4]}", "y"],
  ["i=0; i=$((i+1)); A[$i]=x; MAKE=${A[1]}", "x"],
  ["export MAKE=x; readonly Y=1", "x"],
  ["X= ; MAKE=${X:-none}", "none"],
  ["X=1; MAKE=${X:+some}", "some"],
  ["MAKE=$CLEAN.", "."],
  ["MAKE=x; unset MAKE", ""],
  ["MAKE=a#b", "a#b"],
  ['MAKE="^x$"', "^x$"],
  ["MAKE=\"$'x'\"", "$'x'"],
  ['MAKE=$"x"', "x"],
  ["MAKE=x\r", "x\r"],
  ["true | cat\nMAKE=x", "x"],
  ["true |\ncat && true\nMAKE=x", "x"],
  ["MAKE=x; (MAKE=y); MAKE=z | cat; MAKE=w &", "x"],
  ["MAKE=x; f() { MAKE=y; }", "x"],
  ["MAKE=x; cat <<E >/dev/null\nMAKE=y\nE\n", "x"],
  ["MAKE=x; MAKE=y true", "x"],
  ["MAKE=x; echo MAKE=y", "x"],
  ["MAKE=x\nif true; then . $kernel_source_dir/.config; fi", "x"],
  ["MAKE=x; return; MAKE=y", "x"],
  ["MAKE=x; [[ a < b && c =~ (d|e) ]]; case a in b|c) CLEAN=1;; esac", "x"],
])("%s", (lines, wanted) => {
  expect(value(lines)).toBe(wanted);
});

test.each([
  ["\nMAKE=$(uname -r)", 2, "what a program prints"],
  ["MAKE=`uname`", 1, "what a program prints"],
  ['A=$(x)\nMAKE="a $A"', 1, "what a program prints"],
  ["MAKE=x\nif true; then\nMAKE=y; fi", 2, "depends on shell code"],
  ["MAKE=x\ntrue &&\nMAKE=y", 2, "depends on shell code"],
  ["for MAKE in a b; do :; done", 1, "depends on shell code"],
  ["case x in\n(x) MAKE=1 ;; esac", 1, "depends on shell code"],
  ["{ MAKE=1\n}", 1, "depends on shell code"],
  ["MAKE=x\neval y", 2, "may have set it"],
  ["MAKE=x\n. ./other", 2, "may have set it"],
  ["f() { MAKE=y; }\nMAKE=x\nf", 3, "may have set it"],
  ["MAKE=x\nread MAKE", 2, "may have set it"],
  ["MAKE=x\n$CMD", 2, "may have set it"],
  ["MAKE=x\nexit 1", 2, "may have set it"],
  ["MAKE=x\n((MAKE++))", 2, "may have set it"],
  ["if x; then return; fi\nMAKE=y", 1, "depends on shell code"],
  ["MAKE=$HOME", 1, "$HOME, which is set elsewhere"],
  ["MAKE=${PACKAGE_NAME%x}", 1, "needs a shell"],
  ['MAKE="$[1+1]"', 1, "needs a shell"],
  ["MAKE=~/x", 1, "needs a shell"],
  ["i=$(x)\nMAKE[0]=a\nMAKE[$i]=b", 1, "what a program prints"],
  ["A=1\necho ${A:=2}\nMAKE=$A", 2, "needs a shell"],
  ["MAKE=($(ls))", 1, "needs a shell"],
])("%s is not known", (lines, line, reason) => {
  const why = value(lines);
  expect(why).toContain(`dkms.conf, line ${line}: `);
  expect(why).toContain(reason);
});

test("shell code is listed", () => {
  expect(conf("A=1\nif grep -q x /y 2>/dev/null; then\n  echo 'no' >&2\nfi\n").code).toEqual([
    { line: 2, command: "grep -q x /y 2" },
    { line: 3, command: "echo 'no'" },
  ]);
});

test("an index that is not known leaves nothing known of the list", () => {
  const read = conf("BUILT_MODULE_NAME[0]=a\nBUILT_MODULE_NAME[$n]=b\nDEST_MODULE_LOCATION=/extra");
  expect(told(read.modules)).toContain("line 2");
  expect(told(read.value("BUILT_MODULE_NAME", 7))).toContain("line 2");
});

test("what does not end is an error that tells where", () => {
  for (const [lines, offset] of [
    ['A="x', 2],
    ["A=1\nB='x", 6],
    ["A=`x", 2],
    ["A=$(x", 3],
    ["cat <<E\nx\n", 6],
    ["A=\0", 2],
  ] as const) {
    expect(() => conf(lines)).toThrow(expect.objectContaining({ name: "FormatError", offset }));
  }
});

test("overrides are read behind it", () => {
  const read = parseDkmsConf(text("MAKE=a\nCLEAN=b"), "dkms.conf", {}, [
    { bytes: text("MAKE=c"), source: "/etc/dkms/x.conf" },
  ]);
  expect([told(read.value("MAKE")), told(read.value("CLEAN"))]).toEqual(["c", "b"]);
  expect(read.value("MAKE")).toMatchObject({ origin: { input: "/etc/dkms/x.conf", part: "line 1" } });
});

test("hostile text comes to an end", () => {
  const doubled = `A=xxxxxxxxxx\n${'A="$A$A"\n'.repeat(100)}MAKE=$A`;
  expect(value(doubled)).toContain("too long");
  expect(() => conf("$(".repeat(100_000))).toThrow("levels of quotes");
  expect(() => conf('A="${'.repeat(50_000))).toThrow("levels of quotes");
  expect(value(`${"(".repeat(100_000)}\nMAKE=x`)).toContain("may have set it");
  expect(value(`MAKE=${"[".repeat(200_000)}`)).toContain("too long");
  expect(value("MAKE[99999999]=x\nMAKE[-1]=y")).toContain("needs a shell");
});

test("survives damage", async () => {
  await survivesDamage(text(`${tp}if [ -n "$x" ]; then\n  A=$(b); fi\nfoo() { :; }\n`), (bytes) => {
    const read = parseDkmsConf(bytes, "dkms.conf");
    return [read.modules, read.value("MAKE")];
  });
});
