import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const relocations = { unusual: [], namelessParameter: 1 };
const sysfs = configOf("CONFIG_MODVERSIONS=y\nCONFIG_SYSFS=y");

// Seen on 5.10.223, 6.1.176, 6.12.95 and 7.2.13: an oops in strlen().
test("crashes the kernel when it shows the parameter", () => {
  const verdict = judge({ config: sysfs }, { relocations });
  expect(verdict.outcome).toBe("unsafe");
  expect(evidence(verdict, "parameter-nameless")).toEqual([{ index: 1 }]);
});

test("is nothing where there is no /sys", () => {
  expect(ids(judge({}, { relocations }))).toEqual([]);
});

test("comes before the sections are shown", () => {
  const elf = elfShape({}, [section(".twice"), section(".twice")]);
  const verdict = judge({ config: sysfs, release: "6.12.95" }, { relocations, elf });
  expect(ids(verdict).slice(0, 2)).toEqual(["parameter-nameless", "section-name-twice"]);
  expect(verdict.predicted.errno).toBeNull();
});
