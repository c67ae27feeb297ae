import type { Encoding } from "../../src/io/cursor.ts";
import { BTF_KIND_INT, BTF_KIND_STRUCT, BTF_KIND_UNION } from "../../src/formats/btf/structs.ts";
import { ByteWriter, text } from "./byte-writer.ts";

/** One `struct btf_type`; the first has id 1. */
export interface BtfTypeSpec {
  readonly kind: number;
  readonly name?: string;
  readonly kindFlag?: boolean;
  readonly vlen?: number;
  readonly sizeOrType?: number;
  /** What follows the `struct btf_type`, as 32-bit words. */
  readonly rest?: readonly (number | string)[];
}

export interface BtfMemberSpec {
  readonly name?: string;
  readonly type: number;
  /** In bits. */
  readonly at: number;
  readonly bits?: number;
}

/** A struct (or union) type. */
export function btfStruct(
  name: string,
  size: number,
  members: readonly BtfMemberSpec[],
  kind: number = BTF_KIND_STRUCT,
): BtfTypeSpec {
  const kindFlag = members.some(({ bits }) => bits !== undefined);
  return {
    kind,
    name,
    kindFlag,
    vlen: members.length,
    sizeOrType: size,
    rest: members.flatMap(({ name = "", type, at, bits = 0 }) => [name, type, at + bits * 2 ** 24]),
  };
}

export const btfUnion = (size: number, members: readonly BtfMemberSpec[]): BtfTypeSpec =>
  btfStruct("", size, members, BTF_KIND_UNION);

export const btfInt = (name: string, size: number): BtfTypeSpec => ({
  kind: BTF_KIND_INT,
  name,
  sizeOrType: size,
  rest: [size * 8],
});

export interface BtfOptions {
  readonly littleEndian?: boolean;
  readonly headerSize?: number;
  /** Bytes of strings of the base, which these go on from: split BTF. */
  readonly baseStrings?: number;
}

/** Raw BTF of these types. A name in `rest` becomes its offset. */
export function btf(
  types: readonly BtfTypeSpec[],
  { littleEndian = true, headerSize = 24, baseStrings }: BtfOptions = {},
): Uint8Array {
  const encoding: Encoding = { littleEndian, wordSize: 4 };
  const strings = new ByteWriter(encoding);
  if (baseStrings === undefined) strings.u8(0);
  const offsetOf = (name: string): number => {
    if (name === "") return 0;
    const at = (baseStrings ?? 0) + strings.length;
    strings.bytes(text(`${name}\0`));
    return at;
  };
  const body = new ByteWriter(encoding);
  for (const { kind, name = "", kindFlag = false, vlen = 0, sizeOrType = 0, rest = [] } of types) {
    body
      .u32(offsetOf(name))
      .u32((kindFlag ? 2 ** 31 : 0) + kind * 2 ** 24 + vlen)
      .u32(sizeOrType);
    for (const word of rest) body.u32(typeof word === "string" ? offsetOf(word) : word);
  }
  return new ByteWriter(encoding)
    .u16(0xeb9f)
    .u8(1)
    .u8(0)
    .u32(headerSize)
    .u32(0)
    .u32(body.length)
    .u32(body.length)
    .u32(strings.length)
    .bytes(new Uint8Array(headerSize - 24))
    .bytes(body.done())
    .bytes(strings.done())
    .done();
}
