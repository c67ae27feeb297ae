import type { Text } from "../../src/model/fact.ts";
import { InputError } from "../../src/model/input-error.ts";

/** What kept kofit from getting packages; the text says it to a person. */
export type AptErrorKind =
  /** The `apt:` target is not written as it must be. */
  | "spec"
  /** No Debian mirror is known, or the one given is not a URL that kofit can read. */
  | "mirror"
  /** No suite is known, or the mirror has none of this name. */
  | "suite"
  /** The suite holds no packages for this architecture. */
  | "architecture"
  /** The suite has no package of this name or version. */
  | "package"
  /** The mirror cannot be reached, or broke off. */
  | "network"
  /** The mirror has no such file, though its index names it. */
  | "missing-file"
  /** What arrived is not what the index promised. */
  | "checksum"
  /** `offline` was asked for and something is not in the cache. */
  | "offline"
  /** The cache directory cannot be written to. */
  | "cache";

/** Packages could not be got. */
export class AptError extends InputError {
  readonly kind: AptErrorKind;

  constructor(kind: AptErrorKind, text: Text, options: ErrorOptions = {}) {
    super(text);
    this.kind = kind;
    this.cause = options.cause;
  }
}
