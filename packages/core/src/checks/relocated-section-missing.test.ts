import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const lost = (sh_info: number) => ({
  elf: elfShape({ e_machine: 183 }, [section(".rela.text", { sh_type: 4, sh_flags: 0, sh_info })]),
});

// Seen on 6.12.95: arm64 crashes, x86_64 passes over it.
test("crashes arm64", () => {
  const verdict = judge({ architecture: architecture("arm64") }, lost(60_000));
  expect(evidence(verdict, "relocated-section-missing")).toEqual([
    { section: ".rela.text", target: 60_000, last: 8 },
  ]);
  expect(evidence(judge({}, lost(60_000)), "relocated-section-missing")).toEqual([]);
  expect(
    evidence(judge({ architecture: architecture("arm64") }, lost(10)), "relocated-section-missing"),
  ).toEqual([]);
});
