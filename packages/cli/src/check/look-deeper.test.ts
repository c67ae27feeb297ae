import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { btf, btfInt, btfStruct, type BtfTypeSpec } from "../../../core/test/build/btf-writer.ts";
import { dwarfInt, dwarfMember, dwarfSections, dwarfStruct } from "../../../core/test/build/dwarf-writer.ts";
import { kernelFacts, unknownFact } from "../../../core/test/build/facts.ts";
import { moduleFile, type ModuleSpec } from "../../../core/test/build/module-writer.ts";
import { openBtf } from "../../../core/src/formats/btf/btf.ts";
import { btfTypes } from "../../../core/src/formats/btf/btf-types.ts";
import { BTF_KIND_FUNC, BTF_KIND_FUNC_PROTO, BTF_KIND_PTR } from "../../../core/src/formats/btf/structs.ts";
import * as D from "../../../core/src/formats/dwarf/constants.ts";
import { configOf, type CTypes, type Fact, known, targetOf } from "@kofit/core";
import { judge } from "./judge.ts";

const scratch = mkdtempSync(join(tmpdir(), "kofit-deeper-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const specs: readonly BtfTypeSpec[] = [
  btfInt("int", 4), // 1
  btfStruct("task_struct", 8, [{ name: "pid", type: 1, at: 0 }]), // 2
  { kind: BTF_KIND_PTR, sizeOrType: 2 }, // 3
  { kind: BTF_KIND_FUNC_PROTO, vlen: 1, rest: ["task", 3] }, // 4
  { kind: BTF_KIND_FUNC, name: "_printk", sizeOrType: 4 }, // 5
];
const kernelTypes = known(btfTypes(openBtf(btf(specs), "vmlinux")), { input: "vmlinux" });

/** A module that was compiled with another `task_struct`, in which `pid` stands elsewhere. */
const otherTypes = dwarfSections({
  units: [
    {
      entries: [
        dwarfInt(),
        dwarfStruct("task_struct", 8, [dwarfMember("pid", "int", 4)]),
        {
          tag: D.DW_TAG_pointer_type,
          label: "task *",
          attributes: [[D.DW_AT_type, D.DW_FORM_ref4, { to: "task_struct" }]],
        },
        {
          tag: D.DW_TAG_subprogram,
          attributes: [
            [D.DW_AT_name, D.DW_FORM_string, "get_current"],
            [D.DW_AT_type, D.DW_FORM_ref4, { to: "task *" }],
          ],
        },
      ],
    },
  ],
});

function moduleAt(name: string, spec: ModuleSpec): string {
  const path = join(scratch, name);
  writeFileSync(
    path,
    moduleFile({
      machine: 62,
      type: 1,
      imports: ["_printk"],
      thisModule: { size: 0x500, init: 0x138, exit: 0x4a8, name: "hello" },
      versions: { module_layout: 0x11, _printk: 0x22 },
      ...spec,
    }),
  );
  return path;
}

const modinfo = ["name=hello", "license=GPL", "vermagic=6.12.95-test SMP preempt mod_unload modversions "];

/** What is found, and whether the kernel's types were asked for. */
async function checked(
  file: string,
  types: Fact<CTypes> = kernelTypes,
  tellsBuilt = false,
  kernel = kernelFacts({}),
): Promise<[string[], boolean]> {
  const ask = vi.fn(async () => ({ kernel: types }));
  const bench = { ...targetOf(kernel, {}), only: undefined };
  const observer = { done: () => {}, trouble: () => {} };
  const judged = await judge([file], Promise.resolve(bench), observer, {
    types: ask,
    tellsBuilt,
    chains: async () => [],
  });
  const found = judged.flatMap(({ verdict }) => verdict.findings.map(({ check }) => check));
  return [found.filter((check) => check === "used-types-differ"), ask.mock.calls.length > 0];
}

describe("the types of a module are compared with the kernel's", () => {
  test("where it was built out of tree and has some", async () => {
    expect(await checked(moduleAt("out.ko", { modinfo, sections: otherTypes }))).toEqual([
      ["used-types-differ"],
      true,
    ]);
  });

  test("not where it is the kernel's own, or has none: then those of the kernel are not even read", async () => {
    const own = moduleAt("own.ko", { modinfo: [...modinfo, "intree=Y"], sections: otherTypes });
    expect(await checked(own)).toEqual([[], false]);
    expect(await checked(moduleAt("stripped.ko", { modinfo }))).toEqual([[], false]);
  });

  test("nor where it is refused for something else", async () => {
    const elsewhere = ["name=hello", "license=GPL", "vermagic=6.1.0 SMP mod_unload "];
    const file = moduleAt("elsewhere.ko", { modinfo: elsewhere, versions: {}, sections: otherTypes });
    expect(await checked(file)).toEqual([[], false]);
  });

  test("nor where the kernel's are not known", async () => {
    const file = moduleAt("alone.ko", { modinfo, sections: otherTypes });
    expect(await checked(file, unknownFact)).toEqual([[], true]);
  });

  test("whatever it is, where its struct module is not the kernel's, and there is something to ask", async () => {
    const thisModule = { size: 0x4c0, init: 0x138, exit: 0x490, name: "hello" };
    const sections = otherTypes;
    const own = moduleAt("small-own.ko", { modinfo: [...modinfo, "intree=Y"], thisModule, sections });
    expect(await checked(own)).toEqual([[], true]);
    const stripped = moduleAt("small.ko", { modinfo, thisModule });
    expect(await checked(stripped)).toEqual([[], false]);
    const config = configOf("CONFIG_SCHED_CLASS_EXT=y\n");
    expect(await checked(stripped, kernelTypes, false, kernelFacts({ config }))).toEqual([[], true]);
  });

  test("where a CRC differs: if it has types, or it was told what it was built for", async () => {
    const versions = { module_layout: 0x11, _printk: 0x23 };
    const bare = moduleAt("crc.ko", { modinfo, versions });
    expect(await checked(bare)).toEqual([[], false]);
    expect(await checked(bare, kernelTypes, true)).toEqual([[], true]);
    const own = moduleAt("crc-own.ko", { modinfo: [...modinfo, "intree=Y"], versions, sections: otherTypes });
    expect(await checked(own)).toEqual([[], true]);
  });
});
