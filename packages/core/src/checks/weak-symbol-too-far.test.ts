import { expect, test } from "vitest";
import { architecture, elfShape, imports, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const weakCalls = [{ section: 8, index: 3, type: 19, symbolIndex: 11, offset: 0x12 }];
const elf = elfShape({ e_machine: 243 }, [section(".rela.text", { sh_type: 4, sh_flags: 0, sh_info: 1 })]);
const module = { elf, imports: imports("_printk", "maybe?"), relocations: { unusual: [], weakCalls } };

// Seen on 6.12.107.
test("riscv64 refuses the call", () => {
  const verdict = judge({ architecture: architecture("riscv64") }, module);
  expect(evidence(verdict, "weak-symbol-too-far")).toMatchObject([{ symbol: "maybe" }]);
  expect(verdict.predicted).toEqual({
    errno: "EINVAL",
    log: ["hello: target 0000000000000000 can not be addressed by the 32-bit offset from PC = …"],
  });
});

const found = (given: Parameters<typeof judge>[0]) => evidence(judge(given, module), "weak-symbol-too-far");

test("where modules have a table of far places, it loads and crashes", () => {
  const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_MODULE_SECTIONS=y");
  expect(found({ architecture: architecture("riscv64"), config })).toEqual([]);
  expect(found({})).toEqual([]);
});
