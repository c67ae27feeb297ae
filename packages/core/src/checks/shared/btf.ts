import type { KernelSays } from "../../analyse/define-check.ts";
import { type Config, configured } from "../../model/config.ts";
import type { ModuleBtf } from "../../model/module.ts";

/** What the kernel's types say of the module's. */
export type BtfFault = NonNullable<ModuleBtf["fault"]>;

const numbers: Readonly<Record<BtfFault["errno"], number>> = { EINVAL: 22, E2BIG: 7, ENOTSUPP: 524 };

/** The fault of a module's types, where the kernel reads them: btf_module_notify() in kernel/bpf/btf.c. */
export function btfFault(
  btf: ModuleBtf | undefined,
  kernel: { readonly config: Config },
  mismatchAllowed: boolean,
): BtfFault | undefined {
  if (!btf?.fault || !configured(kernel.config, "CONFIG_DEBUG_INFO_BTF_MODULES")) return undefined;
  return configured(kernel.config, "CONFIG_MODULE_ALLOW_BTF_MISMATCH") === mismatchAllowed
    ? btf.fault
    : undefined;
}

/** Its lines; the last is left out where it is printed once only. */
export const btfLines = ({ says }: BtfFault): string[] => says.map((line) => `BPF: ${line}`);
export const notValid = (module: string, { errno }: BtfFault): string =>
  `failed to validate module [${module}] BTF: -${numbers[errno]}`;

export const btfRefused = (module: string, fault: BtfFault): KernelSays => ({
  errno: fault.errno,
  log: [...btfLines(fault), notValid(module, fault)],
});
