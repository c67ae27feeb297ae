import { bytesSource } from "../../io/byte-source.ts";
import { blob, struct, u32 } from "../../io/struct.ts";
import { type Container, hasMagic, headerCursor, headerOf, part } from "./container.ts";
import { unpackPayload } from "./payload.ts";
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
    const payload = part(image, header.payload_offset, header.payload_size, "payload");
    // What follows it is not read, but without it the firmware does not start the kernel.
    await refuseCutOff(image);
    const { compression, kernel } = await unpackPayload(payload);
    const raw = bytesSource(`${image.name}!kernel`, kernel);
    return { compression, kernel, architecture: rawArchitecture(await headerOf(raw), raw) };
  },
};
