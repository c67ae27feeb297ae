// msg_add_ext_text() in kernel/printk/printk.c
const ESCAPED = /[^ -~]|\\/gu;
/** Stands for what only the running kernel knows. */
const LEFT_OPEN = "…";

const hex = (byte: number): string => `\\x${byte.toString(16).padStart(2, "0")}`;

/**
 * A line as `/dev/kmsg` carries it: what is not printable as `\x7f`, byte by byte. A character up to U+00FF is a byte of a
 * name, one beyond is text.
 */
export const asInKmsg = (line: string): string =>
  line.replaceAll(ESCAPED, (character) => {
    if (character === LEFT_OPEN) return character;
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? hex(code) : Array.from(new TextEncoder().encode(character), hex).join("");
  });
