import { expect, test } from "vitest";
import { evidence, ids, judgeHanded } from "../../test/build/judge.ts";

const handing = { compressedFlag: true, via: "finit", packing: { compression: "xz", xzCheck: 1 } } as const;

test("a kernel before 5.17", () => {
  const verdict = judgeHanded(handing, { release: "5.10.0-32-amd64", generation: "5.10" });
  expect(evidence(verdict, "compressed-flag-unknown")).toEqual([{ release: "5.10.0-32-amd64" }]);
  expect(verdict.predicted).toEqual({ errno: "EINVAL", log: [] });
});

test("later kernels know it", () => {
  expect(ids(judgeHanded(handing, { release: "5.17.1" }))).not.toContain("compressed-flag-unknown");
});

test("without the flag nothing is asked", () => {
  expect(ids(judgeHanded({ via: "finit" }, { release: "5.10.0" }))).toEqual([]);
});
