import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_UNWINDER_ORC=y");
const tables = (entries: number, places: number) => ({
  elf: elfShape({}, [
    section(".orc_unwind", { sh_size: entries }),
    section(".orc_unwind_ip", { sh_size: places }),
  ]),
});
const found = (entries: number, places: number, kernel: Parameters<typeof judge>[0] = { config }) =>
  evidence(judge(kernel, tables(entries, places)), "unwind-tables-differ");

// Seen on 5.10.223, 6.1.176, 6.12.95 and 7.2.13.
test("tables that end within an entry, or have another number of them, are a warning", () => {
  expect(found(179, 120)).toEqual([{ entries: 179, places: 120 }]);
  expect(found(180, 118)).toHaveLength(1);
  expect(found(180, 116)).toHaveLength(1);
  expect(found(180, 120)).toEqual([]);
  expect(judge({ config }, tables(179, 120)).outcome).toBe("unsafe");
});

test("are nothing to a kernel that does not read them", () => {
  expect(found(179, 120, {})).toEqual([]);
  expect(found(179, 120, { config, architecture: architecture("arm64") })).toEqual([]);
  const alone = elfShape({}, [section(".orc_unwind", { sh_size: 179 })]);
  expect(evidence(judge({ config }, { elf: alone }), "unwind-tables-differ")).toEqual([]);
});
