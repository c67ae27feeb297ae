import { existsSync } from "node:fs";
import type { RecordType } from "@kofit/core";

/** What is wanted, as the operands tell. */
export interface Operands {
  readonly targets: readonly string[];
  readonly wanted: { readonly kind: RecordType["kind"]; readonly name: string };
}

/** C's names, and nothing that could be a path. */
const NAME = /^(?:(?<kind>struct|union)\s+)?(?<name>[A-Za-z_]\w*)$/;

/**
 * Which operands are kernels, and which is the struct: the last, if it is a name, and no file or directory of that name is
 * there. Without one it is `struct module`.
 */
export function operandsOf(operands: readonly string[]): Operands {
  const last = operands.at(-1);
  const found = last === undefined || existsSync(last) ? undefined : NAME.exec(last)?.groups;
  const kind = found?.["kind"] === "union" ? "union" : "struct";
  return {
    targets: found ? operands.slice(0, -1) : operands,
    wanted: { kind, name: found?.["name"] ?? "module" },
  };
}
