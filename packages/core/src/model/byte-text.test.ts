import { expect, test } from "vitest";
import { bytesOfText, byteText } from "./byte-text.ts";

test("a character for each byte", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect(Array.from(byteText(bytes), (c) => c.charCodeAt(0))).toEqual([...bytes]);
  expect(byteText(new Uint8Array())).toBe("");
});

test("text of UTF-8 by its bytes", () => {
  expect(bytesOfText("GPL")).toBe("GPL");
  expect(bytesOfText("é…")).toBe("\u00c3\u00a9\u00e2\u0080\u00a6");
});
