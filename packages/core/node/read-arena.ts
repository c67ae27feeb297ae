/**
 * Memory that file after file is read into.
 *
 * Fresh memory for each read is what judging 4,000 modules would mostly pay for: the system hands it out page by page,
 * zeroed, and the collector gives it back.
 */
export interface ReadArena {
  /** `length` bytes with anything in them, valid until the next `reset`. */
  take(length: number): Uint8Array<ArrayBuffer>;
  /** Gives everything back: what was taken before is written over from now on. */
  reset(): void;
}

/** Enough for all that is read of nearly every module; what a larger one needs beyond that is fresh memory. */
const SIZE = 2 << 20;

/** Typed arrays over the bytes of a file want them aligned. */
const ALIGNMENT = 8;

let ofThisThread: ReadArena | undefined;

/** The arena of this thread: one file at a time is read here. */
export function threadArena(): ReadArena {
  return (ofThisThread ??= readArena());
}

/** An arena of its own. */
export function readArena(): ReadArena {
  const memory = new ArrayBuffer(SIZE);
  let used = 0;
  return {
    take(length) {
      if (length > SIZE - used) return new Uint8Array(length);
      const bytes = new Uint8Array(memory, used, length);
      used = Math.min(SIZE, Math.ceil((used + length) / ALIGNMENT) * ALIGNMENT);
      return bytes;
    },
    reset() {
      used = 0;
    },
  };
}
