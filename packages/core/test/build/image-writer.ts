import { gzipSync, zstdCompressSync } from "node:zlib";
import { ByteWriter, text } from "./byte-writer.ts";
import { xz } from "./xz-writer.ts";

const little = { littleEndian: true, wordSize: 8 } as const;

/** How a kernel is packed into an image; all but gzip have the size behind them, as scripts/Makefile.lib appends it. */
export const packers = {
  gzip: (kernel: Uint8Array): Uint8Array => new Uint8Array(gzipSync(kernel)),
  xz: (kernel: Uint8Array): Uint8Array => withSize(xz(kernel), kernel),
  zstd: (kernel: Uint8Array): Uint8Array => withSize(new Uint8Array(zstdCompressSync(kernel)), kernel),
  lz4: (kernel: Uint8Array): Uint8Array => withSize(lz4(kernel), kernel),
} as const;
export type Packer = keyof typeof packers;

const withSize = (packed: Uint8Array, kernel: Uint8Array): Uint8Array =>
  new ByteWriter(little).bytes(packed).u32(kernel.length).done();

/** A legacy frame of literals alone. */
function lz4(content: Uint8Array): Uint8Array {
  const lengths: number[] = [];
  let left = content.length - 15;
  for (; left >= 255; left -= 255) lengths.push(255);
  const block = Uint8Array.of(0xf0, ...lengths, left, ...content);
  return new ByteWriter(little).u32(0x184c2102).u32(block.length).bytes(block).done();
}

/** An x86 image: a boot sector with three more, then the decompressor, then the payload. */
export function bzimage(kernel: Uint8Array, packer: Packer = "gzip", protocol = 0x020f): Uint8Array {
  const payload = packers[packer](kernel);
  const behind = text("boot code");
  const code = 0x100 + payload.length + behind.length;
  const out = new ByteWriter(little).bytes(new Uint8Array(0x1f1)).u8(3).u16(0);
  out.u32(Math.floor(code / 16)).bytes(new Uint8Array(10));
  out.bytes(text("HdrS")).u16(protocol).bytes(new Uint8Array(64)).u32(0x100).u32(payload.length);
  return out.align(0x800).bytes(new Uint8Array(0x100)).bytes(payload).bytes(behind).done();
}

/** The header that kernels for arm64, riscv and loongarch start with, a PE header that covers everything, and `rest`. */
export function rawImage(
  architecture: "arm64" | "riscv64" | "riscv32" | "loongarch64",
  rest: Uint8Array,
): Uint8Array {
  const size = 0x100 + rest.length;
  const riscv = architecture.startsWith("riscv");
  const out = new ByteWriter(little).field("MZ", 8);
  out
    .u64(architecture === "riscv32" ? 0x400000n : 0x200000n)
    .u64(BigInt(size))
    .u64(0n);
  out.bytes(new Uint8Array(0x10)).bytes(riscv ? text("RISCV\0\0\0") : new Uint8Array(8));
  const magic = { arm64: 0x644d5241, riscv64: 0x05435352, riscv32: 0x05435352, loongarch64: 0x818223cd };
  out.u32(magic[architecture]).u32(0x40);
  return peHeader(out, 0x100, rest.length).align(0x100).bytes(rest).done();
}

/** PE and COFF header without an optional one, with a section that is `size` bytes of the file from `start` on. */
function peHeader(out: ByteWriter, start: number, size: number): ByteWriter {
  out.u32(0x4550).u16(0xaa64).u16(1).bytes(new Uint8Array(12)).u16(0).u16(0);
  out.field(".text", 8).u32(size).u32(0).u32(size).u32(start);
  return out.bytes(new Uint8Array(16));
}

/** drivers/firmware/efi/libstub/zboot-header.S */
export function efiZboot(kernel: Uint8Array, packer: Packer = "gzip"): Uint8Array {
  const packed = packers[packer](kernel);
  const size = packer === "gzip" ? packed.length : packed.length - 4;
  const out = new ByteWriter(little).field("MZ", 4).field("zimg", 4).u32(0x200).u32(size).u64(0n);
  const stub = text("EFI stub");
  // LINUX_PE_MAGIC, and where the PE header is.
  out.field(packer, 32).u32(0x818223cd).u32(0x40);
  peHeader(out, 0x200, packed.length + stub.length);
  return out.align(0x200).bytes(packed).bytes(stub).done();
}

/** arch/arm/boot/compressed/head.S: code, header, table; constants that look like a payload; the payload. */
export function armZimage(kernel: Uint8Array, packer: Packer = "gzip", littleEndian = true): Uint8Array {
  const payload = packers[packer](kernel);
  const constants = Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0, 0x1f, 0x8b, 0x08, 0);
  const table = 0x100;
  const start = table + 20 + constants.length;
  const out = new ByteWriter(little).bytes(new Uint8Array(0x24)).u32(0x016f2818).u32(0);
  out
    .u32(start + payload.length + 8)
    .u32(littleEndian ? 0x04030201 : 0x01020304)
    .u32(0x45454545)
    .u32(table);
  out
    .align(table)
    .u32(4)
    .u32(0x5a534c4b)
    .u32(start + payload.length - 4)
    .u32(0)
    .u32(0);
  return out.bytes(constants).bytes(payload).bytes(new Uint8Array(8)).done();
}
