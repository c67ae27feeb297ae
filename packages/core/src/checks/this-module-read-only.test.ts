import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { ids, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const elf = elfShape({ sections: sectionsWith(".gnu.linkonce.this_module", { sh_flags: 2 }) });

// Seen on 5.10.223, 6.1.176, 6.12.95 and 7.3.4: an oops in load_module().
test("crashes the kernel, which has just made it read-only", () => {
  const verdict = judge({}, { elf });
  expect(verdict.outcome).toBe("unsafe");
  expect(ids(verdict)).toEqual(["this-module-read-only"]);
});

test("a kernel that makes nothing read-only does not mind", () => {
  expect(judge({ config: configOf("CONFIG_MODVERSIONS=y") }, { elf }).outcome).toBe("loads");
});
