import { type ByteSource, slice } from "../../io/byte-source.ts";
import { FormatError } from "../../io/format-error.ts";

/** `ARMAG` and `ARFMAG` of <ar.h>. */
const MAGIC = "!<arch>\n";
const END_OF_HEADER = "`\n";
/** `sizeof(struct ar_hdr)`: name 16, date 12, uid 6, gid 6, mode 8, size 10, end 2, all text. */
const HEADER_SIZE = 60;
/** A package has three members. Each costs a read, so there must be an end. */
const MAX_MEMBERS = 1024;

const latin1 = new TextDecoder("latin1");

export interface ArMember {
  /** Without the `/` and the blanks behind it. */
  readonly name: string;
  /** Where its content starts in the archive. */
  readonly at: number;
  /** Named `"x.deb!data.tar.xz"`. */
  readonly content: ByteSource;
}

/**
 * The members of an `ar` archive, in their order; their content is not read. Long names (`//`, `#1/`) are left as they
 * stand: packages have none.
 *
 * @throws {FormatError} if it is no archive, or a header is damaged or promises more than there is.
 */
export async function openAr(source: ByteSource): Promise<readonly ArMember[]> {
  const magic = latin1.decode(await source.read(0, Math.min(MAGIC.length, source.size)));
  if (magic !== MAGIC) throw new FormatError(source.name, 0, "no ar archive: it starts with !<arch>");
  const members: ArMember[] = [];
  let at = MAGIC.length;
  while (at < source.size) {
    if (members.length >= MAX_MEMBERS)
      throw new FormatError(source.name, at, `more than ${MAX_MEMBERS} members`);
    const header = latin1.decode(await source.read(at, HEADER_SIZE));
    const name = header.slice(0, 16).trimEnd().replace(/\/$/, "");
    const size = header.slice(48, 58).trimEnd();
    if (!header.endsWith(END_OF_HEADER) || !/^\d{1,10}$/.test(size)) {
      throw new FormatError(source.name, at, "the header of a member is damaged");
    }
    const start = at + HEADER_SIZE;
    members.push({ name, at: start, content: slice(source, start, Number(size), `${source.name}!${name}`) });
    // Members start at even offsets.
    at = start + Number(size) + (Number(size) % 2);
  }
  return members;
}
