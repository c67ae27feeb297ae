import { closeSync, openSync, readSync } from "node:fs";
import { type LogExplanation, type LogReader, logReader, type Text } from "@kofit/core";
import { UsageError } from "../frame/usage-error.ts";

/** Bytes that are read at once: fewer take more calls, more take more memory. */
const PIECE = 1 << 20;

/**
 * Reads a file of any length in bounded memory.
 *
 * @throws {UsageError} if it is no text: packed, a module, a journal's own file.
 * @throws {Error} of the system if it cannot be read.
 */
export function readLogFile(path: string): LogExplanation {
  const reader = logReader();
  const file = openSync(path, "r");
  try {
    const piece = new Uint8Array(PIECE);
    for (let first = true; ; first = false) {
      const size = readSync(file, piece, 0, PIECE, null);
      if (size === 0) return reader.end();
      const bytes = piece.subarray(0, size);
      if (first) requireText(bytes, path);
      reader.push(bytes);
    }
  } finally {
    closeSync(file);
  }
}

/** Reads what is piped in or pasted, to its end. */
export async function readLogStream(stream: AsyncIterable<unknown>): Promise<LogExplanation> {
  const reader: LogReader = logReader();
  let first = true;
  for await (const bytes of stream) {
    if (!(bytes instanceof Uint8Array)) continue;
    if (first) requireText(bytes, "-");
    first = false;
    reader.push(bytes);
  }
  return reader.end();
}

interface OtherFormat {
  /** The first bytes, each as a character. */
  readonly magic: string;
  readonly message: (path: string) => Text;
}

const packed =
  (tool: string) =>
  (path: string): Text => ({
    en: `${path} is packed: \`${tool} ${path} | kofit explain\``,
    zh: `${path} 是压缩文件：\`${tool} ${path} | kofit explain\``,
  });

/** What is given by mistake, and what to do instead. */
const otherFormats: readonly OtherFormat[] = [
  {
    magic: "\x7fELF",
    message: (path) => ({
      en: `${path} is a module or a program, no log: \`kofit check ${path}\``,
      zh: `${path} 是模块或程序，不是日志：\`kofit check ${path}\``,
    }),
  },
  {
    magic: "LPKSHHRH",
    message: (path) => ({
      en: `${path} is a file of the journal: \`journalctl --file ${path} | kofit explain\``,
      zh: `${path} 是 journal 的文件：\`journalctl --file ${path} | kofit explain\``,
    }),
  },
  { magic: "\x1f\x8b", message: packed("zcat") },
  { magic: "\xfd7zXZ", message: packed("xzcat") },
  { magic: "(\xb5/\xfd", message: packed("zstdcat") },
  { magic: "BZh", message: packed("bzcat") },
];

function requireText(bytes: Uint8Array, path: string): void {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const found = otherFormats.find(({ magic }) => start.startsWith(magic));
  if (found) throw new UsageError(found.message(path));
}
