import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

test("loads with CONFIG_MODULE_FORCE_LOAD", () => {
  const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_MODULE_FORCE_LOAD=y");
  const verdict = judge({ config }, { elf: elfShape({}, [section("__ksymtab")]) });
  expect(verdict.outcome).toBe("loads");
  expect(evidence(verdict, "exports-without-crc-forced")).toEqual([{ sections: ["__ksymtab"] }]);
});
