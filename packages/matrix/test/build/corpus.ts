import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Absent, ElfEditor } from "./elf-editor.ts";
import type { ModuleRecord } from "../../src/records.ts";
import type { KernelTree } from "./kernel-tree.ts";
import { kitFor } from "./kit.ts";
import type { Kit, Load, Mutant } from "./mutants/define-mutant.ts";
import { mutants } from "./mutants/index.ts";
import type { Seeds } from "./seeds.ts";

/** A line of `records.json`: how a module is to be loaded, and what it is. */
export interface MutantRecord extends ModuleRecord {
  readonly id: string;
  readonly seed: string;
  readonly change: string;
}

/** Mutants of one kernel, as files. */
export interface Corpus {
  readonly directory: string;
  readonly records: readonly MutantRecord[];
  /** Mutants that do not exist for this kernel, and why. */
  readonly absent: ReadonlyMap<string, string>;
}

/** MODULE_INIT_IGNORE_MODVERSIONS and so on, include/uapi/linux/module.h. */
const flagBits = { "ignore-modversions": 1, "ignore-vermagic": 2, compressed: 4 } as const;

/** The unchanged seeds are a part of the corpus: each has to load as its source says. */
const unchanged = (seeds: Seeds): readonly Mutant[] =>
  seeds.names.map((seed) => ({ id: `seed-${seed}`, seed, change: "nothing", load: {}, make: () => {} }));

/** Writes the mutants of a kernel, and `records.json`, into an empty directory. */
export function writeCorpus(
  kernel: KernelTree,
  seeds: Seeds,
  directory: string,
  wanted: (id: string) => boolean = () => true,
): Corpus {
  mkdirSync(directory, { recursive: true });
  const records: MutantRecord[] = [];
  const absent = new Map<string, string>();
  const all = [...unchanged(seeds), ...mutants];
  const needed = new Set(all.filter(({ id }) => wanted(id)).flatMap(({ load }) => load.before ?? []));
  for (const mutant of all.filter(({ id }) => wanted(id) || needed.has(id))) {
    try {
      const file = `${mutant.id}.ko`;
      writeFileSync(join(directory, file), made(mutant, kitFor(kernel, seeds, mutant.id)));
      const { id, seed, change, load } = mutant;
      records.push({ id, file, seed, change, ...loaded(load), ...expected(mutant) });
    } catch (error) {
      if (!(error instanceof Absent)) throw error;
      absent.set(mutant.id, error.message);
    }
  }
  const present = new Set(records.map(({ file }) => file));
  const kept = records.filter(({ before }) => before.every((file) => present.has(file)));
  writeFileSync(join(directory, "records.json"), JSON.stringify(kept, null, 1));
  return { directory, records: kept, absent };
}

function made(mutant: Mutant, kit: Kit): Uint8Array {
  const elf = new ElfEditor(kit.seed(mutant.seed));
  return mutant.make(elf, kit) ?? elf.bytes;
}

function loaded({ via = "finit", flags = [], params = "", before = [] }: Load): Omit<ModuleRecord, "file"> {
  return {
    via,
    flags: flags.reduce((bits, flag) => bits | flagBits[flag], 0),
    params,
    before: before.map((id) => `${id}.ko`),
  };
}

/** Seeds that have no init function, or one that logs nothing. */
const SILENT: ReadonlySet<string> = new Set(["empty", "noinit", "fails"]);

/** What the kernel's own modules do is their business. */
const expected = ({ id, seed }: Mutant): Pick<ModuleRecord, "logs" | "removable"> =>
  id.startsWith("intree-")
    ? { removable: true }
    : { ...(!SILENT.has(seed) && { logs: "kofit seed: " }), removable: seed !== "noexit" };
