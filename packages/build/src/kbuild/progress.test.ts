import { expect, test } from "vitest";
import { type BuildProgress, progressIn } from "./progress.ts";

function progressOf(...pieces: string[]): BuildProgress[] {
  const told: BuildProgress[] = [];
  const hear = progressIn((progress) => told.push(progress));
  for (const piece of pieces) hear(piece);
  return told;
}

test("quiet lines, in pieces that end anywhere", () => {
  expect(progressOf("  CC [M]  /b/a.o\n  CC [", "M]  /b/c.o\n", "  MODPOST /b/Module.symvers\n")).toEqual([
    { compiled: 1, current: "a.o", level: 0 },
    { compiled: 2, current: "c.o", level: 0 },
    { compiled: 2, current: "Module.symvers", level: 0 },
  ]);
});

test("whole commands, and the comment that goes before them", () => {
  const command =
    "  gcc-12 -Wp,-MMD,/b/.a.o.d -nostdinc -DMODULE -c -o /b/a.o /b/a.c   ; ./tools/objtool /b/a.o\n";
  expect(progressOf("# CC [M]  /b/a.o\n", command)).toEqual([
    { compiled: 1, current: "a.o", level: 0 },
    { compiled: 1, current: "a.o", level: 0 },
  ]);
});

test("how deep makes have called each other", () => {
  expect(progressOf("make[3]: Entering directory '/b'\n")).toEqual([{ compiled: 0, level: 3 }]);
});
