// license_is_gpl_compatible() in include/linux/license.h
const compatible: ReadonlySet<string> = new Set([
  "GPL",
  "GPL v2",
  "GPL and additional rights",
  "Dual BSD/GPL",
  "Dual MIT/GPL",
  "Dual MPL/GPL",
]);

/** Whether GPL-only symbols are visible to a module with this `license=`. A module without one is proprietary. */
export function isGplCompatible(license: string | undefined): boolean {
  return license !== undefined && compatible.has(license);
}
