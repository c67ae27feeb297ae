import { expect, test } from "vitest";
import { elfShape, sectionsWith } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const nameless = (changes: object) =>
  elfShape({ sections: sectionsWith(".shstrtab", changes).map((one) => ({ ...one, name: undefined })) });

// Seen on 5.10.223 for armhf.
test("5.10 crashes", () => {
  const verdict = judge({ generation: "5.10" }, { elf: nameless({ sh_size: 0, sh_offset: 0 }) });
  expect(evidence(verdict, "elf-name-table-at-start")).toEqual([{ index: 7 }]);
  expect(verdict.outcome).toBe("unsafe");
  expect(verdict.predicted).toEqual({ errno: null, log: [] });
});

test("later ones say that the table is empty", () => {
  const verdict = judge({ generation: "5.13" }, { elf: nameless({ sh_size: 0, sh_offset: 0 }) });
  expect(verdict.predicted.log).toEqual(["empty section name table"]);
});

test("an empty table elsewhere, or one with names at the start, is no reason to crash", () => {
  for (const changes of [{ sh_size: 0, sh_offset: 64 }, { sh_offset: 0 }]) {
    const verdict = judge({ generation: "5.10" }, { elf: nameless(changes) });
    expect(evidence(verdict, "elf-name-table-at-start")).toEqual([]);
  }
});
