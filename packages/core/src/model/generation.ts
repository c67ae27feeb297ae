import type { Origin } from "./fact.ts";

/**
 * A kind of module loader. Each is named after the first mainline release that has it; a generation holds until the
 * next one. What differs is in `loader/sequence.ts` and in the words of the checks.
 *
 * - `5.10`: up to 5.12. ELF defects share one line, `Module has invalid ELF structures`.
 * - `5.13`: each ELF defect has its line.
 * - `6.4`: `.gnu.linkonce.this_module` is checked, its size too; vermagic and CRC are judged before anything is allocated.
 * - `6.13`: the ELF checks are split and run in another order (backported to 6.12.y between 6.12.107 and 6.12.117).
 * - `7.1`: `__kflagstab` replaces `__ksymtab_gpl`.
 */
export const generations = ["5.10", "5.13", "6.4", "6.13", "7.1"] as const;
export type Generation = (typeof generations)[number];

/** How the origin of a generation or of features begins when only the release told them. */
export const BY_RELEASE = "by release";

/** Whether only the release told a generation or features: distributions backport, so that is less sure than the image. */
export const toldByRelease = ({ part }: Origin): boolean => part?.startsWith(BY_RELEASE) ?? false;

/** Whether `generation` is `since` or later. */
export function hasCome(generation: Generation, since: Generation): boolean {
  return generations.indexOf(generation) >= generations.indexOf(since);
}
