import type { ModuleFacts } from "../../model/module.ts";
import { nameOf } from "../../model/names.ts";
import { vermagicOf } from "../../model/vermagic.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readModuleFacts } from "../module/index.ts";
import type { Owned } from "./export-rows.ts";
import { once } from "./once.ts";

/** What the kernel's own modules say of each other and of the image. */
export interface OwnTables {
  /** The modules, for origins. */
  readonly name: string;
  /** What each module of the kernel exports. Modules that somebody else added are none of them. */
  readonly exports: readonly Owned[];
  /** Whether these are all modules of the kernel, and all could be read. */
  readonly complete: boolean;
  /** Of what they export and of what they import. */
  readonly crcs: ReadonlyMap<string, number>;
  /** Release that they were built for; absent when they do not tell, or not the same. */
  readonly release?: string;
}

/** One pass over all modules; `undefined` when none are at hand. */
export const ownTables: (artifacts: Artifacts) => Promise<OwnTables | undefined> = once(
  async ({ modules }) => {
    if (!modules) return undefined;
    const exports: Owned[] = [];
    const crcs = new Map<string, number>();
    const releases = new Set<string>();
    let [visited, unread] = [0, 0];
    await modules.each(async (module) => {
      const facts = await readModuleFacts(module);
      addCrcs(crcs, facts);
      const owner = ownerOf(module.name);
      if (owner === undefined) return undefined;
      visited += 1;
      if (facts.vermagic.known && facts.vermagic.value !== undefined) {
        releases.add(vermagicOf(facts.vermagic.value).release);
      }
      if (!facts.exports.known) unread += 1;
      else if (facts.exports.value.length > 0) {
        exports.push({ owner, exports: facts.exports.value });
      }
      return undefined;
    });
    const { length } = await modules.paths();
    const [release] = releases;
    return {
      name: modules.name,
      exports,
      complete: length > 0 && visited >= length && unread === 0,
      crcs,
      ...(release !== undefined && releases.size === 1 && { release }),
    };
  },
);

/**
 * `"drivers/net/mii"` of `"/lib/modules/6.12/kernel/drivers/net/mii.ko.xz"`, as `Module.symvers` names it; `undefined` for
 * what is not in the kernel's own tree.
 */
function ownerOf(name: string): string | undefined {
  return /\/modules\/[^/]+\/kernel\/(?<path>.+?)\.ko(?:\.\w+)?$/.exec(name)?.groups?.["path"];
}

function addCrcs(found: Map<string, number>, { modversions, exports }: ModuleFacts): void {
  if (modversions.known && modversions.value) {
    const { names, crcs } = modversions.value;
    for (let row = 0; row < names.count; row += 1) addCrc(found, nameOf(names, row), crcs[row] ?? 0);
  }
  if (!exports.known) return;
  for (const { symbol, crc } of exports.value) if (crc !== undefined) addCrc(found, symbol, crc);
}

/** The first to say wins; 0 says nothing. */
function addCrc(found: Map<string, number>, symbol: string, crc: number): void {
  if (crc !== 0 && !found.has(symbol)) found.set(symbol, crc);
}
