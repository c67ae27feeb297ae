import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { damagedCopies } from "../../../test/build/damage.ts";
import { signed } from "../../../test/build/module-writer.ts";
import { parseModuleSignature, TRAILER_SIZE } from "./module-signature.ts";

const parse = (file: Uint8Array): ReturnType<typeof parseModuleSignature> =>
  parseModuleSignature(file.subarray(Math.max(0, file.length - TRAILER_SIZE)), "t.ko", file.length);

describe("signature trailer", () => {
  test("says where the signature is", () => {
    expect(parse(signed(text("module"), text("signature")))).toEqual({
      algo: 0,
      hash: 0,
      idType: 2,
      signerLength: 0,
      keyIdLength: 0,
      signatureLength: 9,
      signatureOffset: 6,
    });
  });

  test("an unsigned file has none", () => {
    expect(parse(text("module"))).toBeUndefined();
    expect(parse(new Uint8Array())).toBeUndefined();
    expect(parse(signed(text("m"), text("s")).subarray(0, -1))).toBeUndefined();
  });

  test("a length that the file does not have shows in the offset", () => {
    expect(parse(signed(text("module"), text("signature"), 16))?.signatureOffset).toBe(-1);
    expect(parse(signed(text("module"), text("signature"), 0xffffffff))?.signatureOffset).toBeLessThan(0);
  });

  test("a marker without room for the structure before it: the offset tells", () => {
    const file = signed(new Uint8Array(), new Uint8Array());
    expect(parse(file.subarray(-28))).toBeUndefined();
    expect(parse(file.subarray(-30))?.signatureOffset).toBeLessThan(0);
  });

  test("damage is a value", () => {
    fc.assert(
      fc.property(damagedCopies(signed(text("module"), text("signature"))), (file) => void parse(file)),
    );
  });
});
