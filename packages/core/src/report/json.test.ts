import { Ajv } from "ajv";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkedModules, pipe } from "../../test/build/checked.ts";
import { elfShape, imports, kernelFacts, moduleFacts, unknownFact } from "../../test/build/facts.ts";
import type { Checked } from "./define-report.ts";
import json from "./json.ts";

const schema: unknown = JSON.parse(
  readFileSync(new URL("../../../../docs/check.schema.json", import.meta.url), "utf8"),
);
if (typeof schema !== "object" || schema === null) throw new Error("the schema is no object");
const valid = new Ajv({
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allowUnionTypes: true,
}).compile(schema);

const kernel = kernelFacts();
const shrunk = moduleFacts({ thisModule: { size: 0x4c0, init: 0x138, exit: 0x490 } });
const cases: Readonly<Record<string, Checked>> = {
  loads: checkedModules(kernel, { "hello.ko": moduleFacts() }),
  refused: checkedModules(kernel, { "hello.ko": shrunk }),
  unsafe: checkedModules(kernel, {
    "hello.ko": moduleFacts({ thisModule: { size: 0x500, init: 0x140, exit: 0x4a8 } }),
  }),
  "many symbols": checkedModules(kernel, {
    "a.ko": moduleFacts({ imports: imports("x", "y") }),
    "b.ko": shrunk,
  }),
  "facts missing": checkedModules(
    { ...kernel, exports: unknownFact, release: unknownFact },
    { "a.ko": moduleFacts() },
  ),
  "no ELF file": checkedModules(kernel, { "a.ko": moduleFacts({ elf: elfShape({ hasHeader: false }) }) }),
  "no module": checkedModules(kernel, {}),
};

for (const language of ["en", "zh"] as const) {
  for (const [name, checked] of Object.entries(cases)) {
    test(`${name} is what the schema says, ${language}`, () => {
      const document: unknown = JSON.parse(json.print(checked, pipe(language)));
      valid(document);
      expect(valid.errors).toBe(null);
    });
  }
}

const empty: Readonly<Record<string, unknown>> = {
  schema: "kofit-check/1",
  kernel: { release: null, architecture: null, inputs: [] },
  modules: [],
};

test("the schema refuses what is not the contract", () => {
  expect(valid(empty)).toBe(true);
  expect(valid({ ...empty, schema: "kofit-check/2" })).toBe(false);
  expect(valid({ ...empty, modules: [{ file: "a.ko" }] })).toBe(false);
  const module = {
    file: "a.ko",
    name: null,
    outcome: "loads",
    predicted: { errno: "ENOEXEC", log: [] },
    findings: [],
    inconclusive: [],
  };
  expect(valid({ ...empty, modules: [module] })).toBe(false);
  expect(valid({ ...empty, modules: [{ ...module, outcome: "refused" }] })).toBe(false);
});

test("the contract's members, with numbers as numbers", () => {
  const refused = cases["refused"];
  const { modules } = JSON.parse(refused ? json.print(refused, pipe("en")) : "{}");
  expect(modules).toMatchObject([
    {
      file: "hello.ko",
      name: "hello",
      outcome: "refused",
      predicted: { errno: "ENOEXEC" },
      findings: [
        {
          check: "this-module-size",
          effect: "refused",
          decisive: true,
          evidence: { moduleSize: 0x4c0, kernelSize: 0x500 },
          causes: [],
        },
      ],
      inconclusive: [],
    },
  ]);
});

test("texts are in the language asked for", () => {
  const refused = cases["refused"] ?? cases["loads"];
  if (!refused) throw new Error("unreachable: a case");
  expect(json.print(refused, pipe("zh"))).toMatch(/"what": ".*[\u4e00-\u9fff]/u);
  expect(json.print(refused, pipe("en"))).not.toMatch(/[\u4e00-\u9fff]/u);
});
