/** The parts of `[epoch:]upstream[-revision]`; what is left out counts as `0`. */
interface Parts {
  readonly epoch: string;
  readonly upstream: string;
  readonly revision: string;
}

function parts(version: string): Parts {
  const colon = version.indexOf(":");
  const rest = version.slice(colon + 1);
  const dash = rest.lastIndexOf("-");
  return {
    epoch: colon < 0 ? "0" : version.slice(0, colon),
    upstream: dash < 0 ? rest : rest.slice(0, dash),
    revision: dash < 0 ? "0" : rest.slice(dash + 1),
  };
}

/**
 * Orders two versions of a Debian package: negative when `a` is older, 0 when they mean the same (`1.0` and `1.0-0`).
 * The order is that of `dpkg --compare-versions`; any string is accepted.
 *
 * Debian Policy 5.6.12; `dpkg_version_compare()` in dpkg's lib/dpkg/version.c.
 */
export function compareVersions(a: string, b: string): number {
  const left = parts(a);
  const right = parts(b);
  return (
    compareNumbers(left.epoch, right.epoch) ||
    comparePart(left.upstream, right.upstream) ||
    comparePart(left.revision, right.revision)
  );
}

/** Runs of non-digits and runs of digits in turn, as `verrevcmp()` in dpkg's lib/dpkg/version.c. */
function comparePart(a: string, b: string): number {
  const left: string[] = a.match(/\D+|\d+/g) ?? [];
  const right: string[] = b.match(/\D+|\d+/g) ?? [];
  if (startsWithDigit(a)) left.unshift("");
  if (startsWithDigit(b)) right.unshift("");
  const length = Math.max(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const compare = i % 2 === 0 ? compareText : compareNumbers;
    const order = compare(left[i] ?? "", right[i] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}

const startsWithDigit = (text: string): boolean => /^\d/.test(text);

/** Numbers of any length: `20250520123456789012` is a version that exists. */
function compareNumbers(a: string, b: string): number {
  const left = a.replace(/^0+/, "");
  const right = b.replace(/^0+/, "");
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : Number(left > right);
}

function compareText(a: string, b: string): number {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = weight(a, i) - weight(b, i);
    if (order !== 0) return order;
  }
  return 0;
}

/** `~` sorts before the end of the part, the end before letters, letters before everything else. */
function weight(text: string, at: number): number {
  if (at >= text.length) return 0;
  const code = text.charCodeAt(at);
  if (text[at] === "~") return -1;
  return /[A-Za-z]/.test(text.charAt(at)) ? code : code + 256;
}

/** A relation between versions as `Depends` writes it; `<` and `>` are the obsolete forms of `<=` and `>=`. */
export type Relation = "<<" | "<=" | "=" | ">=" | ">>" | "<" | ">";

/** Whether `version` stands in `relation` to `wanted`. Debian Policy 7.1. */
export function satisfies(version: string, relation: Relation, wanted: string): boolean {
  const order = compareVersions(version, wanted);
  return {
    "<<": order < 0,
    "<=": order <= 0,
    "<": order <= 0,
    "=": order === 0,
    ">=": order >= 0,
    ">": order >= 0,
    ">>": order > 0,
  }[relation];
}
