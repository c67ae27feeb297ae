import { parseKernelArguments, sameParameter } from "../../formats/kernel-arguments/kernel-arguments.ts";
import { kernelBool, kernelInteger } from "../../model/kernel-values.ts";
import type { Argument, CommandLine } from "../../model/state.ts";

/** MODULE_PARAM_PREFIX and the longest string that param_set_charp() in kernel/params.c takes. */
const MAX_STRING = 1024;

/** What a kernel command line (`/proc/cmdline`) says about modules. Of several values of one name the kernel takes the last, unless noted. */
export function commandLineOf(text: string): CommandLine {
  const { list } = parseKernelArguments(text);
  const all = (name: string): Argument[] => list.filter((one) => sameParameter(one.name, name));
  const lsm = all("lsm").at(-1)?.value;
  const lockdown = strictest(all("lockdown"));
  return {
    text,
    blacklist: blacklistOf(all("module_blacklist")),
    // param_set_bool_enable_only(): the first yes holds.
    sigEnforce: all("module.sig_enforce").some(({ value }) => kernelBool(value ?? "1", "tf") === true),
    ...(lockdown && { lockdown }),
    ...(lsm !== undefined && { securityModules: lsm.split(",") }),
    nomodule: lastBool(all("nomodule")),
    modulesDisabled: [
      ...all("sysctl.kernel.modules_disabled"),
      ...all("sysctl.kernel/modules_disabled"),
    ].some(({ value }) => kernelInteger(value ?? "", { bits: 32, signed: true }) === 1n),
  };
}

/** `module_blacklist` is a charp: it needs a value, and too long a one leaves the one before in force. */
function blacklistOf(found: readonly Argument[]): readonly string[] {
  const value =
    found.findLast((one) => one.value !== undefined && one.value.length <= MAX_STRING)?.value ?? "";
  return value.split(",").filter((name) => name !== "");
}

/** lockdown_param() in security/lockdown/lockdown.c: it is never lowered, and other words are not understood. */
function strictest(found: readonly Argument[]): CommandLine["lockdown"] {
  const values = new Set(found.map(({ value }) => value));
  if (values.has("confidentiality")) return "confidentiality";
  return values.has("integrity") ? "integrity" : undefined;
}

/** `nomodule` is a bint: without a value it means yes, and a word that is no bool changes nothing. */
function lastBool(found: readonly Argument[]): boolean {
  return found.reduce((before, { value }) => kernelBool(value ?? "1", "tf") ?? before, false);
}
