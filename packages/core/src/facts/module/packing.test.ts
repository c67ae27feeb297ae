import { expect, test } from "vitest";
import { bytesSource } from "../../io/byte-source.ts";
import { packingOf } from "./packing.ts";

const of = (...bytes: number[]) => packingOf(bytesSource("t.ko", Uint8Array.from(bytes)));

test("by the first bytes", async () => {
  expect(await of(0x1f, 0x8b, 8, 0)).toEqual({ compression: "gzip" });
  expect(await of(0x28, 0xb5, 0x2f, 0xfd, 0)).toEqual({ compression: "zstd" });
  expect(await of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4, 0)).toEqual({ compression: "xz", xzCheck: 4 });
  expect(await of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 1)).toEqual({ compression: "xz", xzCheck: 1 });
});

test("the filter before LZMA2 of an xz file", async () => {
  const header = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 1, 0x69, 0x22, 0xde, 0x36];
  const xz = { compression: "xz", xzCheck: 1 };
  // As `xz --x86 --lzma2` and `xz` write it; then with both sizes, of two bytes and one.
  expect(await of(...header, 2, 1, 4, 0, 0x21, 1, 0x16)).toEqual({ ...xz, xzFilter: 4 });
  expect(await of(...header, 2, 0, 0x21, 1, 0x16)).toEqual(xz);
  expect(await of(...header, 3, 0xc1, 0x80, 1, 9, 7, 0, 0x21)).toEqual({ ...xz, xzFilter: 7 });
  expect(await of(...header, 3, 0xc1, 0x80)).toEqual(xz);
});

test("what is not packed", async () => {
  expect(await of(0x7f, 0x45, 0x4c, 0x46)).toBeUndefined();
  expect(await of()).toBeUndefined();
  // Cut off before the number of the check.
  expect(await of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0)).toEqual({ compression: "xz" });
});
