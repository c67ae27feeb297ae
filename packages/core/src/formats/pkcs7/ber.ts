import { hexOf } from "../../model/bytes.ts";

/** An element's content: where it starts and how long it is, in bytes. */
export interface Span {
  readonly start: number;
  readonly length: number;
}

/** The bytes are not what the pattern wants. asn1_ber_decoder() fails with EBADMSG then, without a word. */
export class BerError extends Error {
  override readonly name = "BerError";
  readonly offset: number;

  constructor(what: string, offset: number) {
    super(what);
    this.offset = offset;
  }
}

/** Universal tags, those of constructed types with their bit. */
export const tag = { integer: 0x02, octets: 0x04, oid: 0x06, sequence: 0x30, set: 0x31 } as const;

/** A context-specific tag, of a primitive type and of a constructed one. */
export const context = (number: number): number => 0x80 | number;
export const contextOf = (number: number): number => 0xa0 | number;

const CONSTRUCTED = 0x20;
const LONG_TAG = 0x1f;
const INDEFINITE = 0x80;
/** "Unsupported length" of the decoder: more bytes of length than these, for elements and inside skipped ones. */
const MAX_LENGTH_BYTES = 2;
const MAX_SKIPPED_LENGTH_BYTES = 7;

interface Open extends Span {
  /** Where the element around it ends. */
  readonly end: number;
  readonly indefinite: boolean;
}

/**
 * Reads BER as asn1_ber_decoder() of lib/asn1_decoder.c does, one method for each kind of its operations. What it takes
 * and a library for ASN.1 would not, or the other way round, decides whether a module loads: lengths have two bytes at
 * most, what follows the message does not matter, the constructed bit of a wanted constructed type is not compared, a
 * SET OF has an element.
 *
 * Every method throws a {@link BerError} where the kernel's decoder fails.
 */
export class BerReader {
  readonly #bytes: Uint8Array;
  readonly #open: Open[] = [];
  #at = 0;
  #end: number;
  /** FLAG_MATCHED: whether the last thing that was looked for was there. */
  #matched = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#end = bytes.length;
  }

  /** Whether nothing is left of the element that is being read. */
  get done(): boolean {
    return this.#atEnd();
  }

  /** Where the next element starts. */
  get offset(): number {
    return this.#at;
  }

  bytesOf({ start, length }: Span): Uint8Array {
    return this.#bytes.subarray(start, start + length);
  }

  hexOf(span: Span): string {
    return hexOf(this.bytesOf(span));
  }

  /** A primitive element that has to be there. */
  primitive(wanted: number): Span {
    return this.#skip(this.#header(wanted) ?? this.#fail("another tag"));
  }

  /** A primitive element, if it is next. */
  optionalPrimitive(wanted: number): Span | undefined {
    const header = this.#atEnd() ? undefined : this.#header(wanted);
    return header && this.#skip(header);
  }

  /** Any element. */
  any(): { readonly tag: number; readonly content: Span; readonly whole: Span } {
    const before = this.#at;
    const tag = this.#byte(before);
    const content = this.#skip(this.#header(undefined) ?? this.#fail("another tag"));
    return { tag, content, whole: { start: before, length: this.#at - before } };
  }

  optionalAny(): void {
    if (!this.#atEnd()) this.any();
  }

  /** A constructed element that has to be there; `body` reads what is in it. */
  constructed(wanted: number, body: () => void): Span {
    return this.#inside(this.#header(wanted) ?? this.#fail("another tag"), body, false);
  }

  /** The same with any number of what `element` reads, but one at least. */
  constructedOf(wanted: number, element: () => void): Span {
    return this.#inside(this.#header(wanted) ?? this.#fail("another tag"), element, true);
  }

  /** A constructed element, if it is next. */
  optional(wanted: number, body: () => void): Span | undefined {
    const header = this.#atEnd() ? undefined : this.#header(wanted);
    return header && this.#inside(header, body, false);
  }

  /** The same with any number of what `element` reads, but one at least. */
  optionalOf(wanted: number, element: () => void): Span | undefined {
    const header = this.#atEnd() ? undefined : this.#header(wanted);
    return header && this.#inside(header, element, true);
  }

  /** Reads another alternative, unless the last was there. */
  otherwise(read: () => void): void {
    if (!this.#matched) read();
  }

  /** Ends alternatives of which one has to be there. */
  orFail(): void {
    if (!this.#matched) this.#fail("none of the alternatives");
  }

  #atEnd(): boolean {
    return this.#at === this.#end;
  }

  #fail(what: string): never {
    throw new BerError(what, this.#at);
  }

  #byte(at: number): number {
    return this.#bytes[at] ?? 0;
  }

  #need(count: number): void {
    if (count > this.#end - this.#at) this.#fail("the element ends too early");
  }

  /** Tag and length of the next element, `undefined` and nothing read when its tag is not `wanted`. */
  #header(wanted: number | undefined): (Span & { readonly indefinite: boolean }) | undefined {
    this.#matched = false;
    this.#need(2);
    const found = this.#byte(this.#at);
    if ((found & LONG_TAG) === LONG_TAG) this.#fail("a tag of several bytes");
    // The constructed bit is compared only where a primitive type is wanted.
    if (wanted !== undefined && ((found ^ wanted) & ~(wanted & CONSTRUCTED)) !== 0) return undefined;
    this.#matched = true;
    this.#at += 1;
    const indefinite = this.#byte(this.#at) === INDEFINITE;
    if (indefinite && (found & CONSTRUCTED) === 0) this.#fail("a primitive element of indefinite length");
    if (indefinite) {
      this.#at += 1;
      this.#need(2);
      return { start: this.#at, length: 0, indefinite };
    }
    const length = this.#length(MAX_LENGTH_BYTES);
    this.#need(length);
    return { start: this.#at, length, indefinite };
  }

  /** A definite length. */
  #length(maxBytes: number): number {
    const first = this.#byte(this.#at);
    this.#at += 1;
    if (first < INDEFINITE) return first;
    const count = first - INDEFINITE;
    if (count > maxBytes) this.#fail("a length of too many bytes");
    this.#need(count);
    let length = 0;
    for (let i = 0; i < count; i += 1) length = length * 0x100 + this.#byte(this.#at + i);
    this.#at += count;
    return length;
  }

  /** Passes over the content of an element that was just met. */
  #skip({ start, length, indefinite }: Span & { readonly indefinite: boolean }): Span {
    if (indefinite) this.#skipIndefinite();
    else this.#at = start + length;
    return { start, length: this.#at - start };
  }

  /** asn1_find_indefinite_length(): to behind the two zeros that end the content, those of elements inside it apart. */
  #skipIndefinite(): void {
    let depth = 1;
    while (depth > 0) {
      this.#need(2);
      const found = this.#byte(this.#at);
      this.#at += 1;
      if (found === 0) {
        if (this.#byte(this.#at) !== 0) this.#fail("an end of content with a length");
        this.#at += 1;
        depth -= 1;
      } else if (this.#skipInside(found)) {
        depth += 1;
      }
    }
  }

  /** Passes over an element whose tag was read; `true` when its length is indefinite and its content comes next. */
  #skipInside(found: number): boolean {
    if ((found & LONG_TAG) === LONG_TAG) this.#skipLongTag();
    if (this.#byte(this.#at) === INDEFINITE) {
      if ((found & CONSTRUCTED) === 0) this.#fail("a primitive element of indefinite length");
      this.#at += 1;
      return true;
    }
    const length = this.#length(MAX_SKIPPED_LENGTH_BYTES);
    this.#need(length);
    this.#at += length;
    return false;
  }

  #skipLongTag(): void {
    let found: number;
    do {
      this.#need(2);
      found = this.#byte(this.#at);
      this.#at += 1;
    } while (found >= 0x80);
  }

  #inside(
    { start, length, indefinite }: Span & { readonly indefinite: boolean },
    body: () => void,
    many: boolean,
  ): Span {
    this.#open.push({ start, length, end: this.#end, indefinite });
    if (!indefinite) this.#end = start + length;
    body();
    if (many) while (this.#hasMore(indefinite)) body();
    return this.#close();
  }

  #hasMore(indefinite: boolean): boolean {
    if (!indefinite) return this.#at < this.#end;
    this.#need(2);
    return this.#byte(this.#at) !== 0;
  }

  #close(): Span {
    const { start, end, indefinite } = this.#open.pop() ?? this.#fail("an end without a start");
    const length = this.#at - start;
    if (indefinite) {
      this.#need(2);
      if (this.#byte(this.#at) !== 0 || this.#byte(this.#at + 1) !== 0) this.#fail("no end of content");
      this.#at += 2;
    } else if (this.#at !== this.#end) {
      this.#fail("more in it than the pattern has");
    }
    this.#end = end;
    this.#matched = true;
    return { start, length };
  }
}
