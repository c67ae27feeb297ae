import { describe, expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { sectionName } from "./section-names.ts";

describe("section names", () => {
  const table = text("\0.text\0.rela.text\0.da");

  test("end at a NUL, or with the table", () => {
    expect(sectionName(table, 0)).toBe("");
    expect(sectionName(table, 1)).toBe(".text");
    expect(sectionName(table, table.indexOf(0x2e, 7) + 5)).toBe(".text");
    expect(sectionName(table, table.length - 3)).toBe(".da");
  });

  test("there is none outside of the table", () => {
    expect(sectionName(table, table.length)).toBeUndefined();
    expect(sectionName(new Uint8Array(), 0)).toBeUndefined();
  });

  test("two names of one hash are told apart, whichever came first", () => {
    const both = text("\0.sterrsg\0.panzkys\0");
    expect(sectionName(both, 1)).toBe(".sterrsg");
    expect(sectionName(both, 10)).toBe(".panzkys");
    expect(sectionName(both, 1)).toBe(".sterrsg");
  });

  test("a file with thousands of names of its own gets them all", () => {
    const names = Array.from({ length: 5000 }, (_, index) => `.many.${index}`);
    const many = text(`${names.join("\0")}\0`);
    let at = 0;
    for (const name of names) {
      expect(sectionName(many, at)).toBe(name);
      at += name.length + 1;
    }
    expect(sectionName(table, 1)).toBe(".text");
  });
});
