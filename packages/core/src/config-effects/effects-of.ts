import { membersGuardedBy } from "../causes/shared/struct-module-groups.ts";
import { decidesCode } from "./code-generation.ts";
import type { ConfigEffect } from "./effect.ts";
import { decidesExports } from "./exports-and-versions.ts";
import { typesGuardedBy } from "./guarded-types.ts";
import { decidesRefusals } from "./loader-refusals.ts";
import { isOfToolchain } from "./toolchain-symbols.ts";
import { releaseOptions, wordsOfOption } from "./vermagic-words.ts";

/** What is known of the kernels that are compared, and of a module. */
export interface Seen {
  /** Names of the members of `struct module` on either side; where absent, those of all kernels count. */
  readonly members?: ReadonlySet<string>;
  /** Types that the module uses, `"task_struct"`; where absent, all that modules commonly use count. */
  readonly usedTypes?: ReadonlySet<string>;
}

/** What an option (`"CONFIG_SMP"`) does to modules, the gravest first; empty when it does nothing that is known. */
export function effectsOf(option: string, seen: Seen = {}): readonly ConfigEffect[] {
  const members = membersGuardedBy(option).filter((name) => seen.members?.has(name) ?? true);
  const types = typesGuardedBy(option).filter((type) => seen.usedTypes?.has(type) ?? true);
  const words = wordsOfOption(option);
  const ofRelease = releaseOptions.some((one) => one === option);
  return [
    ...(members.length > 0 ? [{ kind: "struct-module", members } as const] : []),
    ...(types.length > 0 ? [{ kind: "types", types } as const] : []),
    ...(words.length > 0 || ofRelease ? [{ kind: "vermagic", words } as const] : []),
    ...(decidesExports(option) ? [{ kind: "exports" } as const] : []),
    ...(decidesRefusals(option) ? [{ kind: "loader" } as const] : []),
    ...(decidesCode(option) ? [{ kind: "code" } as const] : []),
    ...(isOfToolchain(option) ? [{ kind: "toolchain" } as const] : []),
  ];
}
