import { expect, test } from "vitest";
import { evidence, ids, judge } from "../../test/build/judge.ts";

const thisModule = { size: 0x500, init: 0x138, exit: 0x490 };
const SAYS = "relocation target, existing value is nonzero for";

test("exit in the place of target_list is refused by x86_64, and only told once", () => {
  const verdict = judge({}, { thisModule });
  expect(ids(verdict)).toEqual(["relocation-target-in-use"]);
  expect(evidence(verdict, "relocation-target-in-use")).toEqual([
    { member: "exit", moduleOffset: 0x490, kernelOffset: 0x4a8 },
  ]);
});

test.each([
  ["6.1.0", `module: x86/modules: Skipping invalid ${SAYS} type 1, loc …`],
  ["6.12.95", `module: x86/modules: Invalid ${SAYS} type 1, loc …`],
  ["6.19.1", `module: x86/modules: Invalid ${SAYS} sec …`],
])("the words of %s", (release, line) => {
  expect(judge({ release }, { thisModule }).predicted).toEqual({ errno: "ENOEXEC", log: [line] });
});

test.each([
  [0x488, true],
  [0x480, false],
  [0x4a0, true],
  [0x4b0, true],
  [0x4b8, false],
])("exit at %i lands on a filled member: %s", (exit, refused) => {
  const verdict = judge({}, { thisModule: { size: 0x500, init: 0x138, exit } });
  expect(verdict.outcome).toBe(refused ? "refused" : "unsafe");
});

test("another size is refused for its size alone", () => {
  const verdict = judge({}, { thisModule: { size: 0x4c0, init: 0x138, exit: 0x490 } });
  expect(ids(verdict)).toEqual(["this-module-size"]);
});

// Seen on 6.1.176 and 6.12.95: 0x140 holds the base address in mem[], or core_layout.
test("init one word too far lands on an address that is filled in already", () => {
  const verdict = judge({}, { thisModule: { size: 0x500, init: 0x140, exit: 0x4a8 } });
  expect(evidence(verdict, "relocation-target-in-use")).toEqual([
    { member: "init", moduleOffset: 0x140, kernelOffset: 0x138 },
  ]);
  expect(verdict.outcome).toBe("refused");
  expect(judge({}, { thisModule: { size: 0x500, init: 0x130, exit: 0x4a8 } }).outcome).toBe("unsafe");
});
