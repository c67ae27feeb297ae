import { visibleJson } from "@kofit/core";
import type { Preflight } from "./preflight.ts";

/** What `kofit preflight --json` prints; it only grows. */
const SCHEMA = "kofit-preflight/1";

/** All that was found; texts in both languages, evidence of each step as it is. */
export function preflightJson({ release, architecture, inputs, ...found }: Preflight): string {
  const document = { schema: SCHEMA, kernel: { release, architecture, inputs }, ...found };
  return `${visibleJson(JSON.stringify(document, plain, 2))}\n`;
}

/** For `JSON.stringify`: maps and sets of a verdict's evidence have no JSON of their own. */
export function plain(_: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  return typeof value === "bigint" ? `0x${value.toString(16)}` : value;
}
