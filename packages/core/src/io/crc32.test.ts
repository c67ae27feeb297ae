import { expect, test } from "vitest";
import { text } from "../../test/build/byte-writer.ts";
import { crc32 } from "./crc32.ts";

test("the check value of CRC-32", () => {
  expect(crc32(text("123456789"))).toBe(0xcbf43926);
  expect(crc32(text(""))).toBe(0);
});
