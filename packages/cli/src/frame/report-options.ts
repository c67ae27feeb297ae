import type { Options } from "./parse.ts";

/** For a command whose answer programs read, too. */
export const jsonOption = {
  json: { type: "boolean", summary: { en: "print JSON", zh: "输出 JSON" } },
} as const satisfies Options;

/** For a command whose report leaves out what most readers do not need. */
export const verboseOption = {
  verbose: { type: "boolean", summary: { en: "leave nothing out", zh: "不省略任何内容" } },
} as const satisfies Options;
