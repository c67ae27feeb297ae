import { visibleJson } from "@kofit/core";
import type { Outcome } from "./section.ts";
import type { Compared } from "./sections.ts";
import type { Side } from "./side.ts";

/** What `kofit diff --json` prints, docs/diff.schema.json; it only grows. */
const SCHEMA = "kofit-diff/1";

/** The comparison for programs, with every entry of every list. */
export function diffJson(kernels: readonly [a: Side, b: Side], compared: readonly Compared[]): string {
  const document = {
    schema: SCHEMA,
    kernels: kernels.map(({ facts: { release, architecture }, inputs }) => ({
      release: release.known ? release.value : null,
      architecture: architecture.known ? architecture.value.name : null,
      inputs,
    })),
    sections: Object.fromEntries(compared.map(({ section, outcome }) => [section.id, outcomeJson(outcome)])),
  };
  return `${visibleJson(JSON.stringify(document, null, 2))}\n`;
}

function outcomeJson(outcome: Outcome): object {
  if (outcome.state === "differs") return { state: outcome.state, differences: outcome.data };
  return outcome.state === "unknown"
    ? { state: outcome.state, unknown: outcome.unknown }
    : { state: outcome.state };
}
