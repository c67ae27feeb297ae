/** Takes what is no text out of the bytes of a log: it never makes lines, nor joins them. */
export interface PlainBytes {
  /** The bytes of `chunk` that are text, as UTF-8 or whatever 8-bit encoding the log has. Valid until the next call. */
  of(chunk: Uint8Array): Uint8Array;
}

const ESCAPE = 0x1b;
const NOTHING = new Uint8Array(0);
/** Longer ones are no escape sequences but damage: ECMA-48 sets no limit, real ones have some 20 bytes. */
const LONGEST_SEQUENCE = 64;

/**
 * Logs as they are pasted and saved: with the colours of a terminal (ECMA-48), with NUL bytes where a machine lost its power,
 * in UTF-16 with its byte order mark as PowerShell saves them. UTF-16 without a mark is read as far as it is ASCII.
 */
export function plainBytes(): PlainBytes {
  let first = true;
  let wide: PlainBytes | undefined;
  let half = NOTHING;
  const strip = stripper();
  return {
    of(given) {
      const chunk = half.length === 0 ? given : joined(half, given);
      half = NOTHING;
      if (first && chunk.length === 1 && isHalfMark(chunk)) {
        half = chunk.slice();
        return NOTHING;
      }
      if (first && chunk.length > 0) {
        first = false;
        wide = byteOrderOf(chunk);
      }
      return strip(wide ? wide.of(chunk) : chunk);
    },
  };
}

/** UTF-16 to UTF-8, where the log begins with a byte order mark of UTF-16. */
function byteOrderOf(chunk: Uint8Array): PlainBytes | undefined {
  const label = markOf(chunk);
  if (label === undefined) return undefined;
  const decoder = new TextDecoder(label);
  const encoder = new TextEncoder();
  return { of: (bytes) => encoder.encode(decoder.decode(bytes, { stream: true })) };
}

function markOf([first, second]: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** Whether the first piece of a log ends in the middle of a mark. */
const isHalfMark = ([byte]: Uint8Array): boolean => byte === 0xff || byte === 0xfe;

/** Removes NUL and escape sequences; one that a chunk ends in goes on in the next. */
function stripper(): (bytes: Uint8Array) => Uint8Array {
  let sequence: Sequence = "none";
  let length = 0;
  return (bytes) => {
    if (sequence === "none" && !bytes.includes(ESCAPE) && !bytes.includes(0)) return bytes;
    const kept = new Uint8Array(bytes.length);
    let size = 0;
    for (const byte of bytes) {
      if (sequence === "none") {
        if (byte === ESCAPE) [sequence, length] = ["begun", 0];
        else if (byte !== 0) kept[size++] = byte;
        continue;
      }
      length += 1;
      sequence = length > LONGEST_SEQUENCE ? "none" : steps[sequence](byte);
      // A line ends even where a sequence does not.
      if (byte === 0x0a) {
        sequence = "none";
        kept[size++] = byte;
      }
    }
    return kept.subarray(0, size);
  };
}

/** Where in an escape sequence the reader is: behind ESC, in a control sequence, in a string such as a title or a link. */
type Sequence = "none" | "begun" | "control" | "string" | "string-end";

const STRINGS: ReadonlySet<number> = new Set([0x5d, 0x50, 0x5f, 0x5e]);
const BELL = 0x07;

const steps: Readonly<Record<Sequence, (byte: number) => Sequence>> = {
  none: () => "none",
  begun(byte) {
    if (byte === 0x5b) return "control";
    if (STRINGS.has(byte)) return "string";
    return byte >= 0x20 && byte <= 0x2f ? "begun" : "none";
  },
  control: (byte) => (byte >= 0x40 && byte <= 0x7e ? "none" : "control"),
  string(byte) {
    if (byte === BELL) return "none";
    return byte === ESCAPE ? "string-end" : "string";
  },
  "string-end": () => "none",
};
