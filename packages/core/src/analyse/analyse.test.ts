import fc from "fast-check";
import { expect, test } from "vitest";
import {
  architecture,
  elfShape,
  imports,
  kernelFacts,
  modversions,
  moduleFacts,
  section,
  unknownFact,
} from "../../test/build/facts.ts";
import { ids, judge } from "../../test/build/judge.ts";
import { architectures } from "../model/architecture.ts";
import { generations } from "../model/generation.ts";
import { analyse, checksOf, explain } from "./analyse.ts";

test("all defects are listed, and the first refusal in the loader's order is decisive", () => {
  const verdict = judge(
    { generation: "6.4" },
    { thisModule: { size: 0x4c0 }, vermagic: "6.1.0 SMP ", imports: imports("_printk", "nowhere") },
  );
  expect(verdict.findings.map(({ check, decisive }) => [check, decisive])).toEqual([
    ["this-module-size", true],
    ["vermagic-mismatch", false],
    ["unknown-symbol", false],
  ]);
  expect(verdict.predicted.errno).toBe("ENOEXEC");
  expect(verdict.predicted.log).toHaveLength(1);
});

test("lines of notes on the way to the refusal are predicted too", () => {
  const elf = elfShape({}, [section("__ksymtab_gpl")]);
  const verdict = judge({ generation: "7.1" }, { elf, imports: imports("nowhere") });
  expect(verdict.predicted).toEqual({
    errno: "ENOENT",
    log: ["hello: ignoring obsolete section __ksymtab_gpl", "hello: Unknown symbol nowhere (err -2)"],
  });
});

test("a missing fact makes the verdict unknown, a refusal that is certain stands", () => {
  expect(judge({ crcs: unknownFact }, {}).outcome).toBe("unknown");
  const refused = judge({ crcs: unknownFact }, { thisModule: { size: 0x4c0 } });
  expect(refused.outcome).toBe("refused");
  expect(refused.inconclusive.map(({ check }) => check)).toContain("symbol-crc-mismatch");
});

test("unsafe is told although a refusal could not be excluded", () => {
  const verdict = judge({ exports: unknownFact }, { thisModule: { size: 0x500, init: 0x130, exit: 0x4a8 } });
  expect(verdict.outcome).toBe("unsafe");
});

test("a check that cannot run for a note alone does not change the outcome", () => {
  const verdict = judge({ builtins: unknownFact, config: unknownFact }, {});
  expect(verdict.inconclusive.map(({ check }) => check)).toEqual(["retpoline-missing", "builtin-already"]);
  expect(verdict.outcome).toBe("loads");
  const refusing = judge({ builtins: unknownFact, sysfsModules: unknownFact }, {});
  expect(refusing.inconclusive.map(({ check }) => check)).toContain("builtin-same-name");
  expect(refusing.outcome).toBe("unknown");
});

test("an unknown generation is never fine", () => {
  expect(judge({ generation: unknownFact }, {}).outcome).toBe("unknown");
});

test("only the wanted checks run", () => {
  const module = moduleFacts({ thisModule: { size: 0x4c0 }, vermagic: "6.1.0 SMP " });
  const verdict = analyse(kernelFacts(), module, [], new Set(["vermagic-mismatch"] as const));
  expect(ids(verdict)).toEqual(["vermagic-mismatch"]);
});

test("the name in this_module stands in for a missing name= in .modinfo", () => {
  const verdict = judge(
    {},
    { name: undefined, thisModule: { size: 0x500, name: "inside" }, imports: imports("nowhere") },
  );
  expect(verdict.predicted.log).toEqual(["inside: Unknown symbol nowhere (err -2)"]);
});

test("of a file whose section names cannot be read, nothing is said to be missing", () => {
  const elf = elfShape({ e_shoff: 9000, e_shnum: 8, sections: [] });
  const module = { elf, vermagic: undefined, modversions: undefined, thisModule: undefined };
  expect(ids(judge({}, module))).toEqual(["elf-section-table-bounds"]);
});

test("a file whose section names cannot be read, and that nothing stops for it, lacks what it lacks", () => {
  const sections = elfShape().sections.map((one) => ({ ...one, name: "", sh_flags: 0 }));
  const verdict = judge({ generation: "5.10" }, { elf: elfShape({ sections }), thisModule: undefined });
  expect(verdict.outcome).toBe("refused");
  expect(verdict.findings.find(({ decisive }) => decisive)?.check).toBe("this-module-missing");
});

const decisive = (elf: ReturnType<typeof elfShape>, generation: "5.13" | "6.13") =>
  judge({ generation }, { elf }).findings.find((finding) => finding.decisive)?.check;

// elf_validity_check() in kernel/module/main.c
test("a loop over the sections stops at the first that has a defect, whatever it is", () => {
  const [first, ...others] = elfShape().sections;
  const changed = (text: object, last: object) =>
    elfShape({
      sections: [
        first,
        ...others.map((one, i) => ({ ...one, ...(i === 0 ? text : i === others.length - 2 ? last : {}) })),
      ].filter((one) => one !== undefined),
    });
  const nameless = { name: undefined, sh_flags: 2 };
  const outside = { sh_offset: 1 << 20, sh_size: 8 };
  expect(decisive(changed(nameless, outside), "5.13")).toBe("elf-section-name");
  expect(decisive(changed(outside, nameless), "5.13")).toBe("elf-section-bounds");
  expect(decisive(changed(nameless, outside), "6.13")).toBe("elf-section-bounds");
});

test("the size is looked at since 6.4", () => {
  const withSize = generations.filter((generation) => checksOf(generation).includes("this-module-size"));
  expect(withSize).toEqual(["6.4", "6.13", "7.1"]);
});

// Values as a hostile file has them: the readers hand on what stands there.
const number = fc.oneof(fc.nat(100), fc.nat(0xffff_ffff), fc.constant(Infinity));
const shape = fc.record({
  size: fc.nat(100_000),
  hasHeader: fc.boolean(),
  bits: fc.constantFrom(32 as const, 64 as const),
  littleEndian: fc.boolean(),
  e_type: number,
  e_machine: fc.constantFrom(62, 183, 40, 3, 0, 65535),
  e_shentsize: number,
  e_shoff: number,
  e_shnum: number,
  e_shstrndx: number,
  sections: fc.array(
    fc.record({
      name: fc.constantFrom(
        undefined,
        "",
        ".modinfo",
        ".gnu.linkonce.this_module",
        "__ksymtab",
        ".plt",
        "\u001b[31m",
      ),
      sh_type: fc.nat(12),
      sh_flags: fc.nat(7),
      sh_addr: fc.bigInt(0n, 2n ** 64n - 1n),
      sh_offset: number,
      sh_size: number,
      sh_link: number,
      sh_info: number,
      sh_addralign: number,
    }),
    { maxLength: 12 },
  ),
});
const words = fc.array(fc.constantFrom("_printk", "module_layout", "kmalloc_trace", "nowhere", "x"), {
  maxLength: 8,
});
const crcs = words.map((names) => Object.fromEntries(names.map((name, crc) => [name, crc + 0x21])));

test("whatever a file holds, there is a verdict with texts", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...generations),
      fc.constantFrom(...architectures.map(({ name }) => name)),
      fc.constantFrom("permissive" as const, "enforced" as const, "lockdown" as const),
      shape,
      words,
      fc.option(crcs, { nil: undefined }),
      fc.option(fc.string(), { nil: undefined }),
      (generation, name, signaturePolicy, elf, symbols, versions, text) => {
        const kernel = kernelFacts({ generation, architecture: architecture(name), signaturePolicy });
        const module = moduleFacts({
          elf: elfShape(elf),
          imports: imports(...symbols),
          modversions: versions && modversions(versions),
          vermagic: text,
          license: text,
          name: text,
        });
        const verdict = analyse(kernel, module);
        for (const finding of verdict.findings) {
          for (const language of ["en", "zh"] as const) {
            const texts = Object.values(explain(finding, language));
            expect(texts).not.toContain("");
            expect(texts.join()).not.toMatch(/undefined|\[object/);
          }
        }
        const decisive = verdict.findings.filter((finding) => finding.decisive);
        const refused = decisive.some(({ effect }) => effect === "refused");
        expect(verdict.outcome === "refused").toBe(refused);
        expect(verdict.predicted.errno !== null).toBe(refused);
        expect(decisive.length).toBeLessThanOrEqual(1);
        expect(decisive.length === 1 || !verdict.findings.some(({ effect }) => effect === "refused")).toBe(
          true,
        );
        // Plain data: it is posted to a worker and printed as JSON.
        expect(structuredClone(verdict)).toEqual(verdict);
      },
    ),
    { numRuns: 400 },
  );
});
