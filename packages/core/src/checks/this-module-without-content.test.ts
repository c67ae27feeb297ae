import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { ids, judge } from "../../test/build/judge.ts";

const elf = elfShape({ sections: sectionsWith(".gnu.linkonce.this_module", { sh_type: 8 }) });

// Seen on 5.10.223 and 6.1.176: an oops in apply_relocate_add(), or in add_kallsyms().
test("up to 6.3 it crashes the kernel", () => {
  expect(judge({ generation: "5.13" }, { elf }).outcome).toBe("unsafe");
  expect(ids(judge({ generation: "5.10" }, { elf }))).toEqual(["this-module-without-content"]);
});

test("later kernels refuse it", () => {
  expect(judge({ generation: "6.4" }, { elf }).outcome).toBe("refused");
});
