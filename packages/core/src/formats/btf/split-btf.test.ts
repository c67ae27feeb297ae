import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteWriter } from "../../../test/build/byte-writer.ts";
import { damagedCopies } from "../../../test/build/damage.ts";
import { viewOf } from "../elf/word.ts";
import { type BtfFault, headerFault, contentFault } from "./split-btf.ts";

const le = { littleEndian: true, wordSize: 4 } as const;
const INT = 1 << 24;
const PTR = 2 << 24;

interface Spec {
  readonly types?: readonly (readonly number[])[];
  readonly magic?: number;
  readonly version?: number;
  readonly flags?: number;
  readonly header?: number;
  readonly stringsAt?: number;
}

function btf({
  types = [[0, PTR, 7]],
  magic = 0xeb9f,
  version = 1,
  flags = 0,
  header = 24,
  stringsAt,
}: Spec = {}): Uint8Array {
  const words = types.flat();
  const size = words.length * 4;
  const out = new ByteWriter(le)
    .u16(magic)
    .u8(version)
    .u8(flags)
    .u32(header)
    .u32(0)
    .u32(size)
    .u32(stringsAt ?? size)
    .u32(2);
  for (const word of words) out.u32(word >>> 0);
  return out.u8(0).u8(0).done();
}

const faultOf = (bytes: Uint8Array): BtfFault | undefined =>
  headerFault(viewOf(bytes), bytes.length, true) ?? contentFault(viewOf(bytes), true);

describe("types of a module", () => {
  test("that are sound", () => {
    expect(faultOf(btf())).toBeUndefined();
    expect(
      faultOf(
        btf({
          types: [
            [1, INT, 4, 0x20],
            [0, PTR, 1],
          ],
        }),
      ),
    ).toBeUndefined();
  });

  // Seen on 7.2.13 and 7.3.4.
  test.each([
    [btf().subarray(0, 4), "hdr_len not found", "EINVAL"],
    [btf({ header: 9999 }), "btf_header not found", "EINVAL"],
    [btf({ magic: 0x1234 }), "Invalid magic", "EINVAL"],
    [btf({ version: 2 }), "Unsupported version", "ENOTSUPP"],
    [btf({ flags: 1 }), "Unsupported flags", "ENOTSUPP"],
    [btf({ stringsAt: 4 }), "Section overlap found", "EINVAL"],
    [btf({ stringsAt: 99 }), "Invalid section offset", "EINVAL"],
    [btf({ types: [[0, 31 << 24, 0]] }), "[…] Invalid kind:31", "EINVAL"],
    [btf({ types: [[0x7fff_0000, PTR, 0]] }), "[…] Invalid name_offset:2147418112", "EINVAL"],
  ] as const)("that are not, %#", (bytes, says, errno) => {
    expect(faultOf(bytes)).toEqual({ says: [says], errno });
  });

  test("names that do not end", () => {
    const bytes = btf();
    bytes[bytes.length - 1] = 1;
    expect(faultOf(bytes)?.says).toEqual(["Invalid string section"]);
  });

  test("a pointer to a type that nobody can have", () => {
    expect(faultOf(btf({ types: [[0, PTR, 0x7fff_0000]] }))?.says).toEqual([
      "[…] PTR (anon) ",
      "type_id=2147418112",
      " ",
      "Invalid type_id",
      "",
    ]);
  });

  test("whatever they hold, there is an answer", () => {
    fc.assert(
      fc.property(
        damagedCopies(
          btf({
            types: [
              [1, INT, 4, 0x20],
              [0, PTR, 1],
            ],
          }),
        ),
        (bytes) => {
          const found = faultOf(bytes);
          expect(found === undefined || found.says.length > 0).toBe(true);
        },
      ),
    );
  });
});
