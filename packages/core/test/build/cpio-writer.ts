const encoder = new TextEncoder();
const S_IFREG = 0o100644;

/** A cpio archive ("newc") of files: name to content. */
export function cpioArchive(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const parts: number[] = [];
  const align = (): void => {
    while (parts.length % 4 !== 0) parts.push(0);
  };
  const member = (name: string, mode: number, content: Uint8Array): void => {
    const path = encoder.encode(`${name}\0`);
    // ino, mode, uid, gid, nlink, mtime, filesize, maj, min, rmaj, rmin, namesize, chksum
    const numbers = [0, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, path.length, 0];
    const header = `070701${numbers.map((value) => value.toString(16).padStart(8, "0")).join("")}`;
    parts.push(...encoder.encode(header), ...path);
    align();
    for (const byte of content) parts.push(byte);
    align();
  };
  for (const [name, content] of Object.entries(files)) {
    member(name, S_IFREG, typeof content === "string" ? encoder.encode(content) : content);
  }
  member("TRAILER!!!", 0, new Uint8Array(0));
  return Uint8Array.from(parts);
}
