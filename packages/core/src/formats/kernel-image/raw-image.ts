import type { ByteSource } from "../../io/byte-source.ts";
import { FormatError } from "../../io/format-error.ts";
import { blob, struct, u32, u64 } from "../../io/struct.ts";
import { type Architecture, architectureNamed } from "../../model/architecture.ts";
import { hasMagic, headerCursor } from "./container.ts";

/** The 64 bytes that a kernel for arm64, riscv or loongarch starts with. They are the same in all but their magic. */
const image_header = struct({
  code: blob(8),
  text_offset: u64,
  image_size: u64,
  flags: u64,
  before_magic: blob(0x18),
  magic: u32,
  pe_offset: u32,
});

const ARM64_AT = 0x38;
/** "ARM\x64". https://docs.kernel.org/arch/arm64/booting.html */
const ARM64 = [0x41, 0x52, 0x4d, 0x64];
const RISCV_AT = 0x30;
/** "RISCV\0\0\0"; newer ones repeat it as "RSC\x05". https://docs.kernel.org/arch/riscv/boot-image-header.html */
const RISCV = [0x52, 0x49, 0x53, 0x43, 0x56, 0, 0, 0];
/** `text_offset` of a 32-bit kernel, CONFIG_64BIT in arch/riscv/kernel/head.S: 4 MiB, where 64-bit ones have 2. */
const RISCV32_TEXT_OFFSET = 0x400000n;
/** LINUX_PE_MAGIC in include/linux/pe.h; of all that have it, only loongarch has no other magic. */
const PE_MAGIC = [0xcd, 0x23, 0x82, 0x81];
const BIG_ENDIAN = 1n;

export const isArm64 = (head: Uint8Array): boolean => hasMagic(head, ARM64_AT, ARM64);
export const isRiscv = (head: Uint8Array): boolean => hasMagic(head, RISCV_AT, RISCV);
const isLoongarch = (head: Uint8Array): boolean =>
  hasMagic(head, ARM64_AT, PE_MAGIC) && hasMagic(head, 0, [0x4d, 0x5a]);

/**
 * The architecture of a raw kernel.
 *
 * @throws {FormatError} if its first bytes are the header of none that kofit knows.
 */
export function rawArchitecture(head: Uint8Array, image: ByteSource): Architecture {
  const { flags, text_offset } = image_header.read(headerCursor(head, image, 0));
  if (isArm64(head)) {
    if ((flags & BIG_ENDIAN) === 0n) return architectureNamed("arm64");
    throw new FormatError(
      image.name,
      0x18,
      "a big-endian arm64 kernel; kofit knows the little-endian ones only",
    );
  }
  if (isRiscv(head)) return architectureNamed(text_offset === RISCV32_TEXT_OFFSET ? "riscv32" : "riscv64");
  if (isLoongarch(head)) return architectureNamed("loongarch64");
  throw new FormatError(image.name, 0, "a kernel for arm64, riscv or loongarch expected, other bytes found");
}
