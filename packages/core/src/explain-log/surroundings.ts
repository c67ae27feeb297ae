import type { LogSurroundings } from "./log-explanation.ts";

/** A line that tells of the machine, and not of a failure. */
interface Witness {
  readonly id: "dkms" | "running" | "uname" | "tree" | "headers";
  readonly needle: string;
  readonly pattern: RegExp;
}

/** The most trustworthy first: what DKMS builds for, what booted, and last what only stands in a path. */
const witnesses: readonly Witness[] = [
  {
    id: "dkms",
    needle: "make.log for ",
    pattern: /DKMS (?:\([^)]{1,40}\) )?make\.log for (?<name>\S+) for kernel (?<release>\S+)/,
  },
  { id: "running", needle: "Linux version ", pattern: /^Linux version (?<release>\d\S*) \(/ },
  { id: "uname", needle: "GNU/Linux", pattern: /\bLinux \S+ (?<release>\d+\.\d+\S*) #/ },
  { id: "tree", needle: "/lib/modules/", pattern: /\/lib\/modules\/(?<release>\d[^/\s'"`]*)/ },
  { id: "headers", needle: "/linux-headers-", pattern: /\/linux-headers-(?<release>\d[^/\s'"`)]*)/ },
];

export const surroundingNeedles: readonly string[] = witnesses.map(({ needle }) => needle);

/** Gathers what a log says of its machine, line by line. */
export interface Gathering {
  /** @param index the needle's place in {@link surroundingNeedles} */
  see(index: number, message: string): void;
  /** What DKMS builds for, as far as the log was read. */
  dkmsRelease(): string | undefined;
  told(): LogSurroundings;
}

/** Longer than any release or name (`__NEW_UTS_LEN` of include/uapi/linux/utsname.h is 64). */
const LONGEST = 128;

export function gatherSurroundings(): Gathering {
  const releases = new Map<Witness["id"], string>();
  let dkms: string | undefined;
  return {
    see(index, message) {
      const witness = witnesses[index];
      // What booted last counts; of the rest the first.
      if (!witness || (releases.has(witness.id) && witness.id !== "running")) return;
      const { release, name } = witness.pattern.exec(message)?.groups ?? {};
      if (release === undefined || release.length > LONGEST) return;
      releases.set(witness.id, release);
      if (name !== undefined && name.length <= LONGEST) dkms = name;
    },
    dkmsRelease: () => releases.get("dkms"),
    told() {
      const release = witnesses.map(({ id }) => releases.get(id)).find((one) => one !== undefined);
      return { ...(release !== undefined && { release }), ...(dkms !== undefined && { dkms }) };
    },
  };
}
