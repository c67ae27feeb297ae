import { crc32 } from "@kofit/core";
import { type Answer, parseAnswer } from "./answer.ts";

/** What came over the serial port: an answer, one that was damaged on its way, or a line of the console. */
export type Heard =
  | { readonly kind: "answer"; readonly answer: Answer }
  | { readonly kind: "damaged" }
  | { readonly kind: "line"; readonly text: string };

/** Longer than any answer (init writes up to 1 MiB, escapes included): a guest may print without end. */
const LONGEST_LINE = 4 << 20;
const MARK = /kofit:(?<crc>[0-9a-f]{8}):(?<json>\{.*)$/;

/**
 * Takes apart what a guest writes, which is not to be trusted: kernel messages may stand before an answer and inside of
 * one, and bytes may be anything.
 */
export function serialReader(): (chunk: Uint8Array) => Heard[] {
  const decoder = new TextDecoder("latin1");
  let rest = "";
  return (chunk) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > LONGEST_LINE) {
      lines.push(rest);
      rest = "";
    }
    return lines.flatMap(heardIn);
  };
}

function heardIn(line: string): Heard[] {
  const text = line.replace(/\r+$/, "");
  const found = MARK.exec(text)?.groups;
  // Of an answer whose mark was cut in two the rest is there.
  if (!found && text.includes('{"answer":"')) return [{ kind: "damaged" }];
  if (!found) return text === "" ? [] : [{ kind: "line", text }];
  const { crc = "", json = "" } = found;
  const answer =
    Number.parseInt(crc, 16) === crc32(Buffer.from(json, "latin1")) ? parseAnswer(json) : undefined;
  return [answer ? { kind: "answer", answer } : { kind: "damaged" }];
}
