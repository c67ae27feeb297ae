import type { Errno } from "../../analyse/define-check.ts";
import { type IntegerType, kernelBool, kernelInteger } from "../../model/kernel-values.ts";
import type { ModuleParameter } from "../../model/module.ts";
import { hasReached } from "../../model/release.ts";
import type { Argument, Loading } from "../../model/state.ts";

/** Why a parameter cannot be set. */
export type Reason =
  | "no-value"
  | "not-a-number"
  | "out-of-range"
  | "not-a-bool"
  | "too-many"
  | "too-long"
  | "locked-down";

export interface Refusal {
  readonly reason: Reason;
  /** What the limit is, where there is one: elements of an array, bytes of a string. */
  readonly limit?: number;
}

/** What the setters depend on beside the parameter. */
export interface Setting {
  readonly bits: 32 | 64;
  readonly release: string;
  readonly lockedDown: boolean;
}

/** An argument, and the parameter that it sets; absent when the module has none of that name. */
export interface Match {
  readonly argument: Argument;
  /** Position among the arguments. */
  readonly index: number;
  readonly parameter?: ModuleParameter;
}

const plain = (name: string): string => name.replaceAll("-", "_");

/** parse_args() and parse_one() in kernel/params.c: the first parameter of that name, `-` and `_` equal. */
export function matched({ parameters }: Loading, known: readonly ModuleParameter[]): Match[] {
  return parameters.list.map((argument, index) => {
    const parameter = known.find(({ name }) => plain(name) === plain(argument.name));
    return { argument, index, ...(parameter && { parameter }) };
  });
}

/** Why the kernel does not set `parameter` to `value`; `undefined` when it does, or when the module's own code decides. */
export function refusalOf(
  parameter: ModuleParameter,
  value: string | undefined,
  setting: Setting,
): Refusal | undefined {
  const { type, elements } = parameter;
  if (type === undefined) return undefined;
  const isArray = elements !== undefined;
  if (value === undefined && (isArray || !withoutValue.has(type))) return { reason: "no-value" };
  if (parameter.hardware === true && setting.lockedDown) return { reason: "locked-down" };
  if (!isArray) return refusalOfOne(parameter, value, setting);
  // param_array(): one by one, until one is refused or there is no room left
  for (const [index, element] of (value ?? "").split(",").entries()) {
    if (index === elements) return { reason: "too-many", limit: elements };
    const refusal = refusalOfOne(parameter, element, setting);
    if (refusal) return refusal;
  }
  return undefined;
}

/** KERNEL_PARAM_OPS_FL_NOARG. */
const withoutValue: ReadonlySet<string> = new Set(["bool", "bool_enable_only", "bint"]);
const bools: ReadonlySet<string> = new Set([...withoutValue, "invbool"]);
/** The longest string that param_set_charp() takes, in bytes. */
const MAX_CHARP = 1024;

function refusalOfOne(
  { type = "", room }: ModuleParameter,
  value = "1",
  setting: Setting,
): Refusal | undefined {
  if (bools.has(type)) {
    return kernelBool(value, lettersOf(setting.release)) === undefined ? { reason: "not-a-bool" } : undefined;
  }
  if (type === "charp")
    return bytes(value) > MAX_CHARP ? { reason: "too-long", limit: MAX_CHARP } : undefined;
  if (type === "string") {
    return room !== undefined && bytes(value) >= room ? { reason: "too-long", limit: room - 1 } : undefined;
  }
  const integer = integers(setting.bits)[type];
  if (!integer) return undefined;
  const number = kernelInteger(value, integer);
  if (typeof number === "bigint") return undefined;
  return { reason: number === "ERANGE" ? "out-of-range" : "not-a-number" };
}

/** kstrtobool() takes `true` and `false` since 5.19; later `enable` and `disable` joined them. */
const lettersOf = (release: string): string =>
  hasReached(release, 6, 13) ? "tfed" : hasReached(release, 5, 19) ? "tf" : "";

/** STANDARD_PARAM_DEF in kernel/params.c, by `param_ops_*`. */
const integers = (bits: 32 | 64): Readonly<Record<string, IntegerType>> => ({
  byte: { bits: 8, signed: false },
  short: { bits: 16, signed: true },
  ushort: { bits: 16, signed: false },
  int: { bits: 32, signed: true },
  uint: { bits: 32, signed: false },
  hexint: { bits: 32, signed: false },
  long: { bits, signed: true },
  ulong: { bits, signed: false },
  ullong: { bits: 64, signed: false },
});

const bytes = (text: string): number => encoder.encode(text).length;
const encoder = new TextEncoder();

/** What the setter returns. */
export const errnoOf: Readonly<Record<Reason, Errno>> = {
  "no-value": "EINVAL",
  "not-a-number": "EINVAL",
  "out-of-range": "ERANGE",
  "not-a-bool": "EINVAL",
  "too-many": "EINVAL",
  "too-long": "ENOSPC",
  "locked-down": "EPERM",
};
