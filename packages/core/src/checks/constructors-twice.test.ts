import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

test("is found", () => {
  const verdict = judge(
    { config: configOf("CONFIG_CONSTRUCTORS=y") },
    { elf: elfShape({}, [section(".ctors"), section(".init_array")]) },
  );
  expect(evidence(verdict, "constructors-twice")).toEqual([{ sections: [".ctors", ".init_array"] }]);
  expect(verdict.predicted).toEqual({ errno: "EINVAL", log: ["hello: has both .ctors and .init_array."] });
});
