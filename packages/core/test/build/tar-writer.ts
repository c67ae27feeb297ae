import { ByteWriter, text } from "./byte-writer.ts";

/** One header with its content. */
export interface TarSpec {
  readonly path: string;
  /** Type flag; `"0"` is a file. */
  readonly type?: string;
  readonly content?: Uint8Array | string;
  readonly linkTarget?: string;
  readonly prefix?: string;
  /** What the size field says, if not the truth. */
  readonly size?: string;
  /** `"ustar "` for GNU. */
  readonly magic?: "ustar\0" | "ustar ";
}

/** A tar archive of these headers, its end mark included. */
export function tar(specs: readonly TarSpec[]): Uint8Array {
  const out = new ByteWriter({ littleEndian: true, wordSize: 8 });
  for (const spec of specs) {
    const content =
      typeof spec.content === "string" ? text(spec.content) : (spec.content ?? new Uint8Array(0));
    out.bytes(header(spec, content.length)).bytes(content).align(512);
  }
  return out.bytes(new Uint8Array(1024)).done();
}

/** A pax record; its length counts itself. */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const size = text(rest).length;
  const digits = String(size + String(size).length).length;
  return `${size + digits}${rest}`;
}

function header(spec: TarSpec, size: number): Uint8Array {
  const block = new ByteWriter({ littleEndian: true, wordSize: 8 })
    .field(spec.path, 100)
    .field("0000644\0", 8)
    .field("0000000\0", 8)
    .field("0000000\0", 8)
    .field(spec.size ?? `${size.toString(8).padStart(11, "0")}\0`, 12)
    .field("00000000000\0", 12)
    .field("        ", 8)
    .field(spec.type ?? "0", 1)
    .field(spec.linkTarget ?? "", 100)
    .field(spec.magic ?? "ustar\0", 6)
    .field("00", 2)
    .field("", 80)
    .field(spec.prefix ?? "", 155)
    .align(512)
    .done();
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.set(text(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  return block;
}
