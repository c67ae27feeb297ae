import { ByteWriter } from "./byte-writer.ts";

const blanks = (value: string, length: number): string => value.padEnd(length);

/** An `ar` archive of these members, in this order. */
export function ar(members: readonly (readonly [name: string, content: Uint8Array])[]): Uint8Array {
  const out = new ByteWriter({ littleEndian: true, wordSize: 8 });
  out.field("!<arch>\n", 8);
  for (const [name, content] of members) {
    const header = `${blanks(name, 16)}${blanks("0", 12)}${blanks("0", 6)}${blanks("0", 6)}${blanks("100644", 8)}`;
    out.field(`${header}${blanks(String(content.length), 10)}\`\n`, 60);
    out.bytes(content);
    if (content.length % 2 === 1) out.field("\n", 1);
  }
  return out.done();
}
