import { expect, test } from "vitest";
import { page } from "./page.ts";

test("labels stand before the first line, and the others are indented", () => {
  const out = page({ width: 28, colour: false });
  out.paragraph("one two three fourteen five", { indent: 2, label: "what", labelWidth: 6 });
  expect(out.print()).toBe("  what  one two three\n        fourteen five\n");
});

test("gaps do not pile up", () => {
  const out = page({ width: 80, colour: false });
  out.gap();
  out.paragraph("a");
  out.gap();
  out.gap();
  out.paragraph("b");
  out.gap();
  expect(out.print()).toBe("a\n\nb\n");
  expect(page({ width: 80, colour: false }).print()).toBe("");
});

test("colours are ours alone: those in a text are written out", () => {
  const out = page({ width: 80, colour: true });
  out.paragraph("evil\u001b[2J.ko", { colour: "red" });
  expect(out.print()).toBe("\u001b[31mevil\\x1b[2J.ko\u001b[39m\n");
});
