import { expect, test } from "vitest";
import { ids, judge } from "../../test/build/judge.ts";
import { VERMAGIC } from "../../test/build/facts.ts";

const thisModule = { size: 0x500, init: 0x138, exit: 0x4a8, name: "" };

test("has no directory in sysfs", () => {
  const verdict = judge({}, { thisModule });
  expect(ids(verdict)).toEqual(["module-name-empty"]);
  expect(verdict.predicted.errno).toBe("EINVAL");
});

test("where members are shuffled, it stands elsewhere", () => {
  const vermagic = `${VERMAGIC}RANDSTRUCT_0123 `;
  expect(judge({ vermagic }, { thisModule, vermagic }).outcome).toBe("loads");
});
