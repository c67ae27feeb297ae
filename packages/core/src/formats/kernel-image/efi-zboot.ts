import { type ByteSource, bytesSource } from "../../io/byte-source.ts";
import { compressionOf, MAGIC_SIZE } from "../../io/decompress.ts";
import { blob, struct, u32 } from "../../io/struct.ts";
import { type Container, hasMagic, headerCursor, headerOf, part } from "./container.ts";
import { SIZE_LENGTH, unpackSized } from "./payload.ts";
import { refuseCutOff } from "./pe-extent.ts";
import { rawArchitecture } from "./raw-image.ts";

/** drivers/firmware/efi/libstub/zboot-header.S */
const zboot_header = struct({
  mz: u32,
  zimg: u32,
  payload_offset: u32,
  /** Without the size that is appended to all but gzip. */
  payload_size: u32,
  reserved: blob(8),
});
/** "MZ\0\0zimg" */
const MAGIC = [0x4d, 0x5a, 0, 0, 0x7a, 0x69, 0x6d, 0x67];

/** A packed kernel that the firmware starts (CONFIG_EFI_ZBOOT, since 6.1): arm64, riscv, loongarch. */
export const efiZboot: Container = {
  id: "efi-zboot",
  recognises: (head) => hasMagic(head, 0, MAGIC),
  async unpack(image) {
    const header = zboot_header.read(headerCursor(await headerOf(image), image, 0));
    const payload = await sizedPayload(image, header.payload_offset, header.payload_size);
    // What follows it is not read, but without it the firmware does not start the kernel.
    await refuseCutOff(image);
    const { compression, kernel } = await unpackSized(payload);
    const raw = bytesSource(`${image.name}!kernel`, kernel);
    return { compression, kernel, architecture: rawArchitecture(await headerOf(raw), raw) };
  },
};

/** The payload with the size behind it, ZBOOT_SIZE_LEN in drivers/firmware/efi/libstub/Makefile.zboot: gzip's is in its trailer. */
async function sizedPayload(image: ByteSource, offset: number, size: number): Promise<ByteSource> {
  const payload = part(image, offset, size, "payload");
  const compression = compressionOf(await payload.read(0, Math.min(MAGIC_SIZE, size)));
  return compression === "gzip" ? payload : part(image, offset, size + SIZE_LENGTH, "payload");
}
