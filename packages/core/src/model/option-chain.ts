import type { Text } from "./fact.ts";

/** Why the configuration of the headers has an option as it has, by the rules of Kconfig. Plain data. */
export interface OptionChain {
  /** `"CONFIG_DEBUG_INFO_BTF_MODULES"`. */
  readonly option: string;
  /** What Kconfig found first, down to the option; each is a sentence. */
  readonly links: readonly Text[];
  /** What to do; absent where nothing is missing. */
  readonly remedy?: Text;
  /** Where the rules were read: a directory. */
  readonly source: string;
}
