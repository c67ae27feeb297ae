import type { ByteSource } from "../../io/byte-source.ts";
import { Cursor } from "../../io/cursor.ts";
import { FormatError } from "../../io/format-error.ts";
import { blob, struct, u16, u32 } from "../../io/struct.ts";

// Kernels with an EFI stub are PE files. https://learn.microsoft.com/windows/win32/debug/pe-format

const little = { littleEndian: true, wordSize: 4 } as const;
const PE_OFFSET_AT = 0x3c;
const pe_header = struct({
  signature: u32,
  machine: u16,
  sections: u16,
  before_optional: blob(12),
  optional_size: u16,
  flags: u16,
});
/** "PE\0\0" */
const PE_SIGNATURE = 0x4550;
const section_header = struct({
  name: blob(8),
  virtual_size: u32,
  virtual_address: u32,
  raw_data_size: u32,
  raw_data_offset: u32,
  rest: blob(16),
});

/**
 * Fails when the PE header tells of bytes that the file does not have. The header of a raw kernel itself only tells its
 * size in memory, so of kernels without an EFI stub nothing can be said.
 *
 * @throws {FormatError} if the image is cut off.
 */
export async function refuseCutOff(image: ByteSource): Promise<void> {
  const start = await read(image, 0, PE_OFFSET_AT + 4);
  start.offset = PE_OFFSET_AT;
  const at = start.u32();
  if (at === 0) return;
  const cursor = await read(image, at, pe_header.sizeof(little));
  const header = pe_header.read(cursor);
  if (header.signature !== PE_SIGNATURE) return;
  const tableAt = at + pe_header.sizeof(little) + header.optional_size;
  const table = await read(image, tableAt, header.sections * section_header.sizeof(little));
  for (const { raw_data_offset, raw_data_size } of section_header.readMany(table, header.sections)) {
    const end = raw_data_offset + raw_data_size;
    if (end > image.size) {
      const what = `${end} bytes expected by its PE header, ${image.size} found: the image is cut off`;
      throw new FormatError(image.name, image.size, what);
    }
  }
}

async function read(image: ByteSource, offset: number, size: number): Promise<Cursor> {
  return new Cursor(await image.read(offset, size), image.name, little, offset);
}
