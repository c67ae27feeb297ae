/** Values as the kernel reads them from text: lib/kstrtox.c. */

/**
 * kstrtobool(): the first letter decides, of `on` and `off` the second. `undefined` for EINVAL.
 *
 * @param letters more that it takes: `"tf"` since 5.19
 */
export function kernelBool(text: string, letters = ""): boolean | undefined {
  const first = text.charAt(0).toLowerCase();
  if (first === "y" || first === "1") return true;
  if (first === "n" || first === "0") return false;
  if (first === "o") {
    const second = text.charAt(1).toLowerCase();
    return second === "n" ? true : second === "f" ? false : undefined;
  }
  if (first === "" || !letters.includes(first)) return undefined;
  return first === "t" || first === "e";
}

/** An integer type of C. */
export interface IntegerType {
  readonly bits: 8 | 16 | 32 | 64;
  readonly signed: boolean;
}

/** kstrtoint() and its kin with base 0: what the value is, or the errno. */
export function kernelInteger(text: string, { bits, signed }: IntegerType): bigint | "EINVAL" | "ERANGE" {
  const negative = signed && text.startsWith("-");
  const digits = negative || text.startsWith("+") ? text.slice(1) : text;
  const magnitude = unsignedLong(digits);
  if (typeof magnitude === "string") return magnitude;
  const value = negative ? -magnitude : magnitude;
  const wrapped = signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value);
  return wrapped === value ? value : "ERANGE";
}

/** The digits of each base, as BigInt() wants them. */
const bases = [
  { start: /^0x(?=[\da-f])/i, digits: /^[\da-f]+/i, prefix: "0x" },
  { start: /^(?=0)/, digits: /^[0-7]+/, prefix: "0o" },
  { start: /^/, digits: /^\d+/, prefix: "" },
] as const;
const MAX_ULL = 0xffff_ffff_ffff_ffffn;

/** _kstrtoull(): `0x` is hexadecimal, a leading `0` octal; a newline may follow. */
function unsignedLong(text: string): bigint | "EINVAL" | "ERANGE" {
  const base = bases.find(({ start }) => start.test(text)) ?? bases[2];
  const rest = text.replace(base.start, "");
  const [digits] = base.digits.exec(rest) ?? [];
  if (digits === undefined) return "EINVAL";
  const value = BigInt(base.prefix + digits);
  // What follows is looked at only when the number fits.
  if (value > MAX_ULL) return "ERANGE";
  return ["", "\n"].includes(rest.slice(digits.length)) ? value : "EINVAL";
}
