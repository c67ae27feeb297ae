const latin1 = new TextDecoder("latin1");
// The platform's latin1 is windows-1252, which has other characters for 0x80 to 0x9f.
const NO_BYTE = /[\u0100-\uffff]/;
const BEYOND_ASCII = /[\u0080-\uffff]/;

/** The text with a character for each byte, by which names from a file are kept: the byte is the character's code. */
export function byteText(bytes: Uint8Array): string {
  const text = latin1.decode(bytes);
  return NO_BYTE.test(text) ? Array.from(bytes, (byte) => String.fromCharCode(byte)).join("") : text;
}

/** The same of text that was read as UTF-8. */
export const bytesOfText = (text: string): string =>
  BEYOND_ASCII.test(text) ? byteText(new TextEncoder().encode(text)) : text;
