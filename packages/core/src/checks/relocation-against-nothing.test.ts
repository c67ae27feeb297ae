import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const elf = elfShape({}, [section(".rela.text", { sh_type: 4, sh_flags: 0, sh_info: 1 })]);
const againstNothing = [{ section: 8, index: 3, type: 4, symbolIndex: 0, offset: 0x12 }];

// Seen on 6.1.176: the call goes to address 0.
test("is unsafe", () => {
  const verdict = judge({}, { elf, relocations: { unusual: [], againstNothing } });
  expect(verdict.outcome).toBe("unsafe");
  expect(evidence(verdict, "relocation-against-nothing")).toMatchObject([{ section: ".text", offset: 0x12 }]);
});

test("where the loader notices, it is refused", () => {
  const far = [{ section: 8, index: 3, type: 275, symbolIndex: 0, offset: 0x12 }];
  const verdict = judge(
    { architecture: architecture("arm64") },
    { elf, relocations: { unusual: [], againstNothing: far } },
  );
  expect(evidence(verdict, "relocation-against-nothing")).toEqual([]);
});
