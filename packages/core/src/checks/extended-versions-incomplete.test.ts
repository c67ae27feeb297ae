import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge(
    { generation: "6.13", release: "6.14.0" },
    { elf: elfShape({}, [section("__version_ext_crcs")]) },
  );
  expect(evidence(verdict, "extended-versions-incomplete")).toEqual([{ present: "__version_ext_crcs" }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["extended version crc+name presence does not match"],
  });
});
