import type { Text } from "@kofit/core";

/** The steps of a preflight, in their order. */
export const stepIds = [
  "release",
  "tree",
  "host-tools",
  "configuration",
  "kernel-configuration",
  "symvers",
  "tools",
  "probe",
] as const;
export type StepId = (typeof stepIds)[number];

/** What is not as it should be, or cannot be told. */
export interface Problem {
  readonly what: Text;
  /** How it came about, from what happened first to what is found; absent where nothing is known of that. */
  readonly chain?: readonly Text[];
  /** What to do about it: a sentence, or a command. */
  readonly remedy: Text;
}

/** One step and what came of it. Plain data. */
export interface Step {
  readonly id: StepId;
  readonly outcome: "ok" | "not-ok" | "unknown";
  /** What was found, in one sentence. */
  readonly found: Text;
  /** Why it is not ok, or not known; the most telling first. Empty when it is ok. */
  readonly problems: readonly Problem[];
  /** Worth knowing; nothing to be done. */
  readonly notes?: readonly Text[];
  /** No module can be built at all as long as this is so. */
  readonly stopsBuild?: true;
  /** For programs: what the sentences were made of. */
  readonly evidence?: object;
}

export const ok = (id: StepId, found: Text, more: Pick<Step, "notes" | "evidence"> = {}): Step => ({
  id,
  outcome: "ok",
  found,
  problems: [],
  ...more,
});

export const notOk = (
  id: StepId,
  found: Text,
  problems: readonly Problem[],
  more: Pick<Step, "notes" | "evidence" | "stopsBuild"> = {},
): Step => ({ id, outcome: "not-ok", found, problems, ...more });

export const notKnown = (
  id: StepId,
  found: Text,
  problems: readonly Problem[],
  more: Pick<Step, "notes" | "evidence"> = {},
): Step => ({ id, outcome: "unknown", found, problems, ...more });

/** Names in a sentence, at most five of them, and how many there are beside. */
export function listed(names: readonly string[]): Text {
  const shown = names.slice(0, SHOWN);
  const more = names.length - shown.length;
  return {
    en: shown.join(", ") + (more > 0 ? ` and ${more} more` : ""),
    zh: shown.join("、") + (more > 0 ? ` 等共 ${names.length} 项` : ""),
  };
}

const SHOWN = 5;

/** How Debian and Ubuntu install packages. */
export const install = (packages: readonly string[]): Text => ({
  en: `install them: \`kofit recipe ${packages.join(" ")}\` tells how on this system; on Debian and Ubuntu: apt install ${packages.join(" ")}`,
  zh: `请安装它们：\`kofit recipe ${packages.join(" ")}\` 会给出本系统上的命令；在 Debian 和 Ubuntu 上：apt install ${packages.join(" ")}`,
});
