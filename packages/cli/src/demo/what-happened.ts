import {
  type ConfigDifference,
  configDifference,
  type Fact,
  type KernelFacts,
  type LostMembers,
  lostMembers,
  type ModuleFacts,
} from "@kofit/core";

/** One value on the kernel's side and on the refused module's side. */
export interface Sides<T> {
  readonly kernel: T;
  readonly module: T;
}

/** Why the second module does not fit, as far as the files tell; what they do not tell is absent. */
export interface WhatHappened {
  /** `sizeof(struct module)` in bytes. */
  readonly size?: Sides<number>;
  /** Offset of `exit` in `struct module`. */
  readonly exit?: Sides<number>;
  /** Whether both modules have one vermagic and the same CRCs: nothing else tells them apart. */
  readonly sameVersions: boolean;
  /** The option that explains the offsets and that the headers have otherwise than the kernel. */
  readonly cause?: LostMembers;
  /** Options of the kernel that the headers do not have. */
  readonly lostOptions: readonly ConfigDifference[];
  /** CONFIG_PAHOLE_VERSION, where it differs. */
  readonly paholeVersion?: Sides<string>;
}

/**
 * Compares the kernel with the second module and with the configuration of the headers that it was built against.
 *
 * @param headersConfig text of the headers' `.config`.
 */
export function whatHappened(
  kernel: KernelFacts,
  first: ModuleFacts,
  second: ModuleFacts,
  headersConfig: string,
): WhatHappened {
  const struct = valueOf(kernel.structModule);
  const built = valueOf(second.thisModule);
  const config = valueOf(kernel.config);
  const differences = config ? configDifference(config.text, headersConfig) : [];
  const lostOptions = differences.filter((difference) => difference.headers === undefined);
  const pahole = differences.find(({ symbol }) => symbol === "CONFIG_PAHOLE_VERSION");
  const exit = sides(struct?.exit, built?.exit);
  const cause =
    struct &&
    built &&
    lostMembers(struct, built).find(({ option }) => lostOptions.some(({ symbol }) => symbol === option));
  return {
    ...(struct && built && { size: { kernel: struct.size, module: built.size } }),
    ...(exit && { exit }),
    sameVersions: sameVersions(first, second),
    ...(cause && { cause }),
    lostOptions,
    ...(pahole && { paholeVersion: { kernel: pahole.kernel ?? "", module: pahole.headers ?? "" } }),
  };
}

const valueOf = <T>(fact: Fact<T>): T | undefined => (fact.known ? fact.value : undefined);

function sides<T>(kernel: T | undefined, module: T | undefined): Sides<T> | undefined {
  return kernel === undefined || module === undefined ? undefined : { kernel, module };
}

function sameVersions(first: ModuleFacts, second: ModuleFacts): boolean {
  const vermagic = valueOf(first.vermagic);
  return vermagic !== undefined && vermagic === valueOf(second.vermagic) && crcsOf(first) === crcsOf(second);
}

/** The rows are in the order of the module's symbols, so equal columns are equal tables. */
const crcsOf = ({ modversions }: ModuleFacts): string => valueOf(modversions)?.crcs.join() ?? "";
