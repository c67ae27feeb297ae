import { expect, test } from "vitest";
import { checkedModules, pipe } from "../../test/build/checked.ts";
import { imports, kernelFacts, moduleFacts, modversions, unknownFact } from "../../test/build/facts.ts";
import type { Checked } from "./define-report.ts";
import { widthOf } from "./layout/wrap.ts";
import text from "./text.ts";

const kernel = kernelFacts();
const clean = moduleFacts();
const shrunk = moduleFacts({ thisModule: { size: 0x4c0, init: 0x138, exit: 0x490 } });
const many = Array.from({ length: 42 }, (_, i) => `frobnicate_device_${i}`);
const lost = moduleFacts({
  imports: imports("_printk", ...many),
  modversions: modversions({ module_layout: 0x11, _printk: 0x99 }),
});
const bare = { ...kernelFacts(), exports: unknownFact, crcs: unknownFact };

const lying = kernelFacts({
  symversDifferences: {
    symvers: "Module.symvers",
    image: "vmlinuz",
    count: 1,
    lines: [{ symbol: "kfree", symvers: { crc: 0x11, gplOnly: false }, image: { crc: 0x22, gplOnly: true } }],
  },
});

const cases: Readonly<Record<string, Checked>> = {
  loads: checkedModules(kernel, { "hello.ko": clean }),
  "refused by size": checkedModules(kernel, { "hello.ko": shrunk }),
  "many unknown symbols": checkedModules(kernel, { "out/hello.ko": lost }),
  "facts missing": checkedModules(bare, { "hello.ko": clean }),
  "a note on the kernel": checkedModules(lying, { "a.ko": clean, "b.ko": clean, "c.ko": shrunk }),
  "many modules": checkedModules(kernel, {
    "a.ko": clean,
    "b.ko": shrunk,
    "c.ko": lost,
    ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`d${i}.ko`, shrunk])),
  }),
};

for (const language of ["en", "zh"] as const) {
  for (const [name, checked] of Object.entries(cases)) {
    test(`${name}, ${language}`, () => {
      const printed = text.print(checked, pipe(language));
      expect(printed).toMatchSnapshot();
      for (const line of printed.split("\n")) expect(widthOf(line)).toBeLessThanOrEqual(80);
    });
  }
}

const first = (checked: Checked): string | undefined => text.print(checked, pipe("en")).split("\n")[0];

test("the first line is the answer", () => {
  expect(first(checkedModules(kernel, { "hello.ko": clean }))).toBe("hello.ko: loads on 6.12.95-test");
  expect(first(checkedModules(kernel, { "hello.ko": shrunk }))).toBe(
    "hello.ko: refused by 6.12.95-test: ENOEXEC (Exec format error)",
  );
  expect(first(checkedModules(kernel, { "a.ko": clean, "b.ko": shrunk }))).toBe(
    "2 modules on 6.12.95-test: 1 loads, 1 refused",
  );
});

test("of many symbols five are shown, with --verbose all", () => {
  const checked = checkedModules(kernel, { "hello.ko": lost });
  const short = text.print(checked, pipe("en"));
  expect(short).toContain("and 37 more");
  expect(short).not.toContain("frobnicate_device_41");
  const all = text.print(checked, { ...pipe("en"), verbose: true });
  for (const symbol of many) expect(all).toContain(symbol);
});

test("modules that load are counted, and listed only when asked for", () => {
  const checked = checkedModules(kernel, { "a.ko": clean, "b.ko": clean });
  expect(text.print(checked, pipe("en"))).toBe("2 modules on 6.12.95-test: 2 load\n");
  expect(text.print(checked, { ...pipe("en"), verbose: true })).toContain("  a.ko\n  b.ko\n");
});

const timesTold = (modules: Parameters<typeof checkedModules>[1]): number =>
  text.print(checkedModules(lying, modules), pipe("en")).split("Module.symvers differs").length - 1;

test("what is to be known of the kernel itself is told once, whatever becomes of the modules", () => {
  expect(timesTold({ "a.ko": clean, "b.ko": clean })).toBe(1);
  expect(timesTold({ "a.ko": clean, "b.ko": shrunk, "c.ko": lost })).toBe(1);
  expect(timesTold({ "a.ko": shrunk })).toBe(1);
  const sound = text.print(checkedModules(kernel, { "a.ko": clean, "b.ko": clean }), pipe("en"));
  expect(sound).not.toContain("Worth knowing");
});

test("a damaged file is counted, not judged", () => {
  const { kernel: named, modules } = checkedModules(kernel, { "a.ko": clean, "b.ko": shrunk });
  const damaged = modules.map((module, index) =>
    index === 1 ? { ...module, damaged: true as const } : module,
  );
  expect(text.print({ kernel: named, modules: damaged }, pipe("en"))).toBe(
    "2 modules on 6.12.95-test: 1 loads, 1 damaged\n",
  );
  expect(text.print({ kernel: named, modules: damaged.slice(1) }, pipe("en"))).toBe("");
});

test("names from the module reach no terminal as they are", () => {
  const evil = "\u001b]0;owned\u0007\u202e";
  const hostile = moduleFacts({
    name: evil,
    imports: imports(evil),
    thisModule: { size: 0x4c0 },
  });
  const checked = checkedModules(kernelFacts({ release: evil }), { [`${evil}.ko`]: hostile });
  for (const verbose of [false, true]) {
    const printed = text.print(checked, { language: "en", width: 80, colour: false, verbose });
    expect(printed.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(printed).toContain(String.raw`\x1b]0;owned\x07`);
  }
});

test("colour changes nothing but the colour", () => {
  for (const checked of Object.values(cases)) {
    const coloured = text.print(checked, { ...pipe("en"), colour: true });
    expect(coloured).toContain("\u001b[");
    // oxlint-disable-next-line no-control-regex
    expect(coloured.replaceAll(/\u001b\[\d+m/g, "")).toBe(text.print(checked, pipe("en")));
  }
});
