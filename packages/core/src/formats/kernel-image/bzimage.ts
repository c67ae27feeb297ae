import type { ByteSource } from "../../io/byte-source.ts";
import { Cursor } from "../../io/cursor.ts";
import { FormatError } from "../../io/format-error.ts";
import { blob, struct, u8, u16, u32 } from "../../io/struct.ts";
import { type Architecture, architectureOf } from "../../model/architecture.ts";
import { type Container, hasMagic, headerCursor, headerOf, part } from "./container.ts";
import { unpackSized } from "./payload.ts";

// x86. https://docs.kernel.org/arch/x86/boot.html

const SETUP_HEADER = 0x1f1;
/** `struct setup_header` in arch/x86/include/uapi/asm/setup_data.h, as far as it is read. */
const setup_header = struct({
  setup_sects: u8,
  root_flags: u16,
  syssize: u32,
  before_header: blob(10),
  header: u32,
  version: u16,
  before_payload: blob(64),
  payload_offset: u32,
  payload_length: u32,
});
/** "HdrS", where it stands in the file. */
const MAGIC = [0x48, 0x64, 0x72, 0x53];
const MAGIC_AT = 0x202;
/** Since 2.08, of Linux 2.6.26, the header tells where the payload is. */
const MIN_PROTOCOL = 0x0208;
const SECTOR = 512;
/** What `syssize` counts: all that stands behind the setup sectors, signatures apart. */
const PARAGRAPH = 16;
/** `setup_sects` of 0 means this. */
const DEFAULT_SECTORS = 4;
const ELF_MAGIC = [0x7f, 0x45, 0x4c, 0x46];

export const bzimage: Container = {
  id: "bzimage",
  recognises: (head) => hasMagic(head, MAGIC_AT, MAGIC),
  async unpack(image) {
    const header = setup_header.read(headerCursor(await headerOf(image), image, SETUP_HEADER));
    if (header.version < MIN_PROTOCOL) {
      const what = `boot protocol ${header.version >> 8}.${header.version & 0xff}; 2.8 or later expected`;
      throw new FormatError(image.name, MAGIC_AT + 4, what);
    }
    const sectors = header.setup_sects || DEFAULT_SECTORS;
    const code = (sectors + 1) * SECTOR;
    const whole = part(image, code + header.payload_offset, header.payload_length, "payload");
    // What follows the payload is not read, but without it the kernel does not start.
    part(image, code, header.syssize * PARAGRAPH, "kernel");
    const { compression, kernel } = await unpackSized(whole);
    return { compression, kernel, architecture: architectureIn(kernel, image) };
  },
};

/** Of the vmlinux that was packed. */
function architectureIn(kernel: Uint8Array, image: ByteSource): Architecture {
  const name = `${image.name}!kernel`;
  if (!hasMagic(kernel, 0, ELF_MAGIC)) {
    throw new FormatError(name, 0, "the payload unpacks to no ELF file");
  }
  // EI_CLASS: 2 is ELFCLASS64. e_machine
  const machine = new Cursor(kernel.subarray(18, 20), name, { littleEndian: true, wordSize: 4 }, 18).u16();
  const found = architectureOf(machine, kernel[4] === 2 ? 64 : 32, true);
  if (!found) throw new FormatError(name, 18, `e_machine ${machine} is of no architecture that kofit knows`);
  return found;
}
