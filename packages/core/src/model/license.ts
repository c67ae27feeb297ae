// license_is_gpl_compatible() in include/linux/license.h
const compatible: ReadonlySet<string> = new Set([
  "GPL",
  "GPL v2",
  "GPL and additional rights",
  "Dual BSD/GPL",
  "Dual MIT/GPL",
  "Dual MPL/GPL",
]);

/** Whether this `license=` is one that the kernel counts as compatible with the GPL; a module without one has none. */
export function isGplCompatible(license: string | undefined): boolean {
  return license !== undefined && compatible.has(license);
}

/** Modules that once pretended to be under the GPL: module_augment_kernel_taints() in kernel/module/main.c */
const distrusted: ReadonlySet<string> = new Set(["driverloader", "lve"]);

/** Whether the kernel counts a module of this name (`struct module.name`) as proprietary, whatever its licence says. */
export const isDistrusted = (name: string | undefined): boolean => name !== undefined && distrusted.has(name);

/** Is under the GPL and loads what is not: it taints the kernel and sees GPL-only symbols. */
export const NDISWRAPPER = "ndiswrapper";

/** Whether GPL-only symbols are hidden from a module with this licence and this name, and the kernel is tainted by it (P). */
export const isProprietary = (license: string | undefined, name: string | undefined): boolean =>
  !isGplCompatible(license) || isDistrusted(name);
