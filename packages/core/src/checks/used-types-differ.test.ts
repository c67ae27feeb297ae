import { expect, test } from "vitest";
import { evidence, ids, judge } from "../../test/build/judge.ts";
import { modversions } from "../../test/build/facts.ts";
import type { TypeDifference, TypeDifferences } from "../model/type-difference.ts";

const task: TypeDifference = {
  kind: "struct",
  name: "task_struct",
  sizes: [4928, 4736],
  onlyInModule: ["scx"],
  onlyInKernel: [],
  moved: 220,
  isOwn: true,
};
const differing = (changes: Partial<TypeDifferences> = {}): TypeDifferences => ({
  from: "debug information",
  handled: [task],
  others: [],
  ...changes,
});

test("a module of other types loads, and that is told", () => {
  const verdict = judge({}, { typeDifferences: differing({ others: [{ ...task, name: "rq" }] }) });
  expect(verdict.outcome).toBe("loads");
  expect(ids(verdict)).toEqual(["used-types-differ"]);
  expect(evidence(verdict, "used-types-differ")).toMatchObject([{ types: [task], count: 1, others: 1 }]);
});

test("types that the code does not work on are no finding, nor are types that are alike or unknown", () => {
  expect(ids(judge({}, { typeDifferences: differing({ handled: [], others: [task] }) }))).toEqual([]);
  expect(ids(judge({}, { typeDifferences: differing({ handled: [] }) }))).toEqual([]);
  expect(judge({}, {})).toMatchObject({ findings: [], inconclusive: [] });
});

test("where struct module differs too, it is told with that", () => {
  const { init, exit } = { init: 0x138, exit: 0x490 };
  for (const thisModule of [
    { size: 0x4c0, init, exit },
    { size: 0x500, init, exit },
  ]) {
    expect(ids(judge({}, { thisModule, typeDifferences: differing() }))).not.toContain("used-types-differ");
  }
});

test("where a CRC differs, it is told with that", () => {
  const others = { module_layout: 0x11, _printk: 0x22, kmalloc_trace: 0x33, usb_deregister: 0x44 };
  for (const versions of [
    { ...others, module_layout: 0x12 },
    { ...others, _printk: 0x23 },
  ]) {
    const verdict = judge({}, { modversions: modversions(versions), typeDifferences: differing() });
    expect(verdict.outcome).toBe("refused");
    expect(ids(verdict)).not.toContain("used-types-differ");
  }
});

test("many types are counted, and some named", () => {
  const many = Array.from({ length: 100 }, (_, at) => ({ ...task, name: `type_${at}` }));
  const verdict = judge({}, { typeDifferences: differing({ from: "BTF", handled: many }) });
  const [found] = evidence(verdict, "used-types-differ");
  expect(found).toMatchObject({ count: 100 });
  expect(JSON.stringify(found).match(/"name"/g)).toHaveLength(64);
});
