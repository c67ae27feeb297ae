import type { Needles } from "./needles.ts";
import { plainBytes } from "./plain-bytes.ts";

/** A line of a log that holds a needle. */
export interface FoundLine {
  /** Counted from 1, as `sed -n` and editors count: by line feeds. */
  readonly number: number;
  /** The part of the line around the needles: all of it up to {@link LONGEST_LINE} bytes, and what stands between two carriage returns. */
  readonly bytes: Uint8Array;
  /** Indices of the needles that it holds. */
  readonly needles: readonly number[];
}

/** Reads a log piece by piece. */
export interface LineScanner {
  push(chunk: Uint8Array): void;
  /** Reads what is left, and tells how many lines there were. */
  end(): number;
}

/** No message that is looked for is longer; what is, is looked at around its needle only. */
export const LONGEST_LINE = 4096;
const BEFORE_NEEDLE = LONGEST_LINE / 4;

/** What is kept of a line whose end has not come yet: a line of megabytes is taken apart. */
const BLOCK = 1 << 20;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Gives every line that holds one of the needles to `found`, in bounded memory whatever the log holds. */
export function lineScanner(needles: Needles, found: (line: FoundLine) => void): LineScanner {
  let block = new Uint8Array(0);
  const plain = plainBytes();
  let filled = 0;
  let lines = 0;
  let endsLine = true;

  const scan = (to: number): void => {
    lines += linesWithNeedles(block, to, needles, lines + 1, found);
    endsLine = block[to - 1] === LINE_FEED;
    block.copyWithin(0, to, filled);
    filled -= to;
  };
  const fill = (bytes: Uint8Array): void => {
    if (filled + bytes.length > block.length) block = grown(block, filled + bytes.length);
    block.set(bytes, filled);
    filled += bytes.length;
    const end = lastBreak(block, filled);
    if (end > 0) scan(end);
    else if (filled >= BLOCK) scan(filled);
  };
  return {
    push(chunk) {
      for (let at = 0; at < chunk.length; at += BLOCK) fill(plain.of(chunk.subarray(at, at + BLOCK)));
    },
    end() {
      if (filled > 0) scan(filled);
      return endsLine ? lines : lines + 1;
    },
  };
}

/** A short log takes a short block; no more than two blocks are ever needed. */
function grown(block: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(size, 2 * block.length));
  larger.set(block);
  return larger;
}

const isBreak = (byte: number | undefined): boolean => byte === LINE_FEED || byte === CARRIAGE_RETURN;

/** Behind the last line end; progress that overwrites itself has carriage returns only. 0 when there is none. */
function lastBreak(bytes: Uint8Array, to: number): number {
  for (let end = to; end > 0; end -= 1) if (isBreak(bytes[end - 1])) return end;
  return 0;
}

/** @returns the number of line feeds among the first `to` bytes */
function linesWithNeedles(
  bytes: Uint8Array,
  to: number,
  needles: Needles,
  firstNumber: number,
  found: (line: FoundLine) => void,
): number {
  let counted = 0;
  let feeds = 0;
  let start = 0;
  let end = -1;
  let held: number[] = [];
  let place = 0;
  const give = (): void => {
    if (held.length === 0) return;
    feeds += countFeeds(bytes, counted, start);
    counted = start;
    found({ number: firstNumber + feeds, bytes: around(bytes, start, end, place), needles: held });
    held = [];
  };
  needles.scan(bytes, 0, to, (needle, at) => {
    if (at >= end) {
      give();
      start = startOf(bytes, at);
      end = endOf(bytes, at, to);
      place = at;
    }
    if (!held.includes(needle)) held.push(needle);
  });
  give();
  return feeds + countFeeds(bytes, counted, to);
}

function around(bytes: Uint8Array, start: number, end: number, place: number): Uint8Array {
  if (end - start <= LONGEST_LINE) return bytes.subarray(start, end);
  const from = Math.max(start, place - BEFORE_NEEDLE);
  return bytes.subarray(from, Math.min(end, from + LONGEST_LINE));
}

function startOf(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && !isBreak(bytes[start - 1])) start -= 1;
  return start;
}

function endOf(bytes: Uint8Array, at: number, to: number): number {
  let end = at;
  while (end < to && !isBreak(bytes[end])) end += 1;
  return end;
}

function countFeeds(bytes: Uint8Array, from: number, to: number): number {
  let feeds = 0;
  for (let at = bytes.indexOf(LINE_FEED, from); at >= 0 && at < to; at = bytes.indexOf(LINE_FEED, at + 1))
    feeds += 1;
  return feeds;
}
