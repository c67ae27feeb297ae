import { type LayoutComparison, visibleJson } from "@kofit/core";
import type { RecordIn } from "./record-in.ts";

/** What `kofit layout --json` prints; it only grows. Offsets and sizes of members are in bits, `size` in bytes. */
const SCHEMA = "kofit-layout/1";

/** The second side, and how the two differ. */
export interface Beside extends RecordIn {
  readonly compared: LayoutComparison;
}

/** One layout; with `beside` two, and for each member what became of it. */
export function layoutJson(a: RecordIn, beside?: Beside): string {
  const document = {
    schema: SCHEMA,
    kernels: [side(a), ...(beside ? [side(beside)] : [])],
    ...(beside && {
      changes: beside.compared.rows
        .filter(({ change }) => change !== "same")
        .map(({ a, b, change }) => ({ name: (b ?? a)?.name, change, a: a ?? null, b: b ?? null })),
    }),
  };
  return `${visibleJson(JSON.stringify(document, null, 2))}\n`;
}

/** `others` have the same name and are laid out differently; `units` are the source files of each, where these are known. */
const side = ({ name, inputs, origin, layout, units, others }: RecordIn): object => ({
  kernel: name,
  inputs,
  origin,
  layout,
  units,
  others: others.map((one) => ({ layout: one.layout, units: one.units })),
});
