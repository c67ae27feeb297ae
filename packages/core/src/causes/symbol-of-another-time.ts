import { otherNamesOf, unexportedAs } from "../config-effects/symbol-history.ts";
import { findExport } from "../model/exports.ts";
import type { Language } from "../model/fact.ts";
import { hasReached } from "../model/release.ts";
import { defineCause } from "./define-cause.ts";

/** How the kernel has it. */
type Now =
  /** Under another name, which it exports; `is` tells which of the two names is the later one. */
  | { readonly how: "renamed"; readonly name: string; readonly is: "newer" | "older" }
  /** Not for modules any more. */
  | {
      readonly how: "unexported";
      readonly since: string;
      readonly commit: string;
      readonly instead?: string;
    };

export interface Evidence {
  readonly symbol: string;
  readonly now: Now;
}

/** The kernel exports the function under another name, or Linux took the export back. */
export default defineCause<Evidence>({
  id: "symbol-of-another-time",
  explains: ["unknown-symbol"],
  find({ kernel: { exports, release }, defect }) {
    if (defect.check !== "unknown-symbol") return [];
    const { symbol } = defect.evidence;
    const other = exports.known
      ? otherNamesOf(symbol).find(({ name }) => findExport(exports.value, name))
      : undefined;
    if (other) return [{ certainty: "certain", evidence: { symbol, now: { how: "renamed", ...other } } }];
    const gone = unexportedAs(symbol);
    // The kernel does not export it, as was found; its release tells that Linux itself does not.
    if (!gone || !release.known || !hasReached(release.value, ...gone.since)) return [];
    const { since, commit, instead } = gone;
    const now = {
      how: "unexported",
      since: since.join("."),
      commit,
      ...(instead !== undefined && { instead }),
    } as const;
    return [{ certainty: "certain", evidence: { symbol, now } }];
  },
  links: {
    en: ({ evidence }) => linksIn.en(evidence),
    zh: ({ evidence }) => linksIn.zh(evidence),
  },
});

type LinksOf = (evidence: Evidence) => readonly string[];

const linksIn: Readonly<Record<Language, LinksOf>> = {
  en: ({ symbol, now }) => {
    if (now.how === "unexported") {
      return [
        `Linux exports \`${symbol}\` to no module since ${now.since} (commit ${now.commit})${now.instead === undefined ? "" : `; modules use \`${now.instead}\``}.`,
        "So this source of the module is for an older kernel.",
      ];
    }
    return [
      `This kernel exports \`${now.name}\`, which is ${now.is === "newer" ? "the later" : "the earlier"} name of \`${symbol}\`.`,
      `So the module was built for ${now.is === "newer" ? "an older" : "a newer"} kernel.`,
    ];
  },
  zh: ({ symbol, now }) => {
    if (now.how === "unexported") {
      return [
        `自 ${now.since} 起，Linux 不再向模块导出 \`${symbol}\`（提交 ${now.commit}）${now.instead === undefined ? "" : `；模块应改用 \`${now.instead}\``}。`,
        "因此模块的源代码适用于更旧的内核。",
      ];
    }
    return [
      `该内核导出的是 \`${now.name}\`，即 \`${symbol}\` 的${now.is === "newer" ? "新" : "旧"}名称。`,
      `因此模块是为更${now.is === "newer" ? "旧" : "新"}的内核编译的。`,
    ];
  },
};
