import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const percpu = (sh_size: number) => ({
  elf: elfShape({}, [section(".data..percpu", { sh_flags: 3, sh_size, sh_type: 8 })]),
});

// Seen on 5.10.223, 6.1.176, 6.12.95 and 7.3.4, with a stack between the lines.
test("more than the allocator gives at once", () => {
  expect(judge({}, percpu(1 << 20)).predicted).toEqual({
    errno: "ENOMEM",
    log: [
      "illegal size (1048576) or align (…) for percpu allocation",
      "hello: Could not allocate 1048576 bytes percpu data",
    ],
  });
});

// Seen on 6.1.176 and 6.12.95.
test("more than is set apart", () => {
  const verdict = judge({}, percpu(9216));
  expect(evidence(verdict, "percpu-too-large")).toEqual([{ size: 9216, room: 8192 }]);
  expect(verdict.predicted.log[0]).toBe(
    "percpu: allocation failed, size=9216 align=… atomic=0, alloc from reserved chunk failed",
  );
  expect(judge({}, percpu(8192)).outcome).toBe("loads");
});

test("where nothing is set apart, or more, more fits", () => {
  expect(
    evidence(judge({ architecture: architecture("ppc64le") }, percpu(9216)), "percpu-too-large"),
  ).toEqual([]);
  const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_MEM_ALLOC_PROFILING=y");
  expect(judge({ config }, percpu(9216)).outcome).toBe("loads");
});
