/** The input is not what its format says it must be. Never a bug of kofit. */
export class FormatError extends Error {
  override readonly name = "FormatError";
  /** The input and the way into it: `"linux-image.deb!data.tar!boot/config-6.12"`. */
  readonly source: string;
  /** Where in `source`, in bytes from its start. */
  readonly offset: number;
  /** What was expected there, and what was found. */
  readonly what: string;

  constructor(source: string, offset: number, what: string) {
    super(`${source} at 0x${offset.toString(16)}: ${what}`);
    this.source = source;
    this.offset = offset;
    this.what = what;
  }
}

/** An input that unpacks to more than is wanted: nothing is said of what it holds. */
export class TooLargeError extends FormatError {}
