import {
  configurationFiles,
  configDifference,
  type KernelFacts,
  type WrittenConfiguration,
  writtenFrom,
} from "@kofit/core";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Headers } from "../headers/open-headers.ts";
import { matters, type Weighed, weighedDrift } from "../headers/weighed-drift.ts";
import { withKept } from "./kept-settings.ts";
import type { PartOfPlan, PlannedFile } from "./plan.ts";
import { touchedFiles } from "./touched-files.ts";

const RUST = "include/generated/rustc_cfg";

/**
 * The files of the configuration as `conf --syncconfig` would have written them from the kernel's `.config`. Kconfig itself is
 * not run: it would ask this machine's tools anew, and that is what broke such headers.
 *
 * @param kernel its configuration is known, and whole.
 */
export async function configurationRepair(headers: Headers, kernel: KernelFacts): Promise<PartOfPlan> {
  if (!kernel.config.known) return {};
  const { value: config, origin } = kernel.config;
  const { configuration, directory } = headers;
  const drift = await weighedDrift(config.text, headers, kernel);
  const before = await textsIn(directory);
  if (!isToBeWritten(headers, drift, before)) return {};
  const text = withKept(dotConfig(config.text), before, drift);
  const after = writtenFrom(text, {
    ...before,
    quotes: await quotesStrings(headers),
  });
  const files = filesOf(text, before, after);
  const dated = await withTimes(directory, files);
  const touched = await touchedFiles(
    directory,
    configDifference(text, before.forMake ?? "").map(({ symbol }) => symbol),
  );
  return {
    step: {
      id: "configuration",
      differences: drift.filter(matters),
      contradictions: configuration.contradictions.map(({ symbol }) => symbol),
      from: origin.input,
      files: dated.map(({ path }) => path),
      touched: touched.length,
    },
    files: [...touched, ...dated],
  };
}

/** A fact's text has newlines more at both ends. */
const dotConfig = (text: string): string => text.replace(/^\n+/, "").replace(/\n+$/, "\n");

/** What changes nothing in a module is no reason to write anything. */
function isToBeWritten(
  { configuration: { config, contradictions, damaged } }: Headers,
  drift: readonly Weighed[],
  { forMake, forCompiler }: Texts,
): boolean {
  if (!config || forMake === undefined || forCompiler === undefined || damaged.length > 0) return true;
  return contradictions.length > 0 || drift.some(matters);
}

/** What the files hold now; absent is "no such file". */
interface Texts {
  readonly config?: string;
  readonly forMake?: string;
  readonly forCompiler?: string;
  readonly forRust?: string;
}

async function textsIn(directory: string): Promise<Texts> {
  const read = (path: string): Promise<string | undefined> =>
    readFile(join(directory, path), "utf8").catch(() => undefined);
  const config = await read(configurationFiles.config);
  const forMake = await read(configurationFiles.forMake);
  const forCompiler = await read(configurationFiles.forCompiler);
  const forRust = await read(RUST);
  return {
    ...(config !== undefined && { config }),
    ...(forMake !== undefined && { forMake }),
    ...(forCompiler !== undefined && { forCompiler }),
    ...(forRust !== undefined && { forRust }),
  };
}

/** A package without `.config` stays without it: no module's build reads it. The same with what only Rust reads. */
function filesOf(text: string, before: Texts, after: WrittenConfiguration): readonly PlannedFile[] {
  const wanted: readonly (readonly [path: string, before: string | undefined, after: string | undefined])[] =
    [
      [configurationFiles.config, before.config, before.config === undefined ? undefined : text],
      [configurationFiles.forCompiler, before.forCompiler, after.forCompiler],
      [RUST, before.forRust, before.forRust === undefined ? undefined : after.forRust],
      // The last one, as with Kconfig: make takes it for the sign that all is written.
      [configurationFiles.forMake, before.forMake, after.forMake],
    ];
  return wanted.flatMap(([path, old, content]) =>
    content === undefined || content === old ? [] : [{ path, content: new TextEncoder().encode(content) }],
  );
}

/**
 * The kernel's Makefile runs Kconfig again, where it does so at all, when `.config` is newer than what was made from it: than
 * `auto.conf`, `auto.conf.cmd`, `autoconf.h` and `rustc_cfg`. Those that are not written keep their times, so `.config` gets
 * an earlier one.
 */
async function withTimes(directory: string, files: readonly PlannedFile[]): Promise<readonly PlannedFile[]> {
  const made = [
    configurationFiles.forMake,
    configurationFiles.forCompiler,
    RUST,
    "include/config/auto.conf.cmd",
  ];
  const times: number[] = [];
  for (const path of [configurationFiles.config, ...made]) {
    const found = await stat(join(directory, path)).catch(() => undefined);
    if (found) times.push(found.mtimeMs);
  }
  const earliest = Math.floor(Math.min(Date.now(), ...times) / SECOND) * SECOND;
  return files.map((file) =>
    file.path === configurationFiles.config ? { ...file, modified: earliest } : file,
  );
}

/** Some file systems know no finer times. */
const SECOND = 1000;

/**
 * Whether `auto.conf` has strings in quotes, as it had up to Linux 5.16: where the Makefile uses one as it is, it has none.
 * Asked only where no `auto.conf` shows it.
 */
async function quotesStrings({ trees }: Headers): Promise<boolean> {
  const file = await trees.source.open("Makefile");
  const bytes = file && (await file.read(0, Math.min(file.size, MAX_MAKEFILE)));
  const text = new TextDecoder("latin1").decode(bytes ?? new Uint8Array());
  return !/\$\(CONFIG_CC_IMPLICIT_FALLTHROUGH\)|\brustc_cfg\b/.test(text);
}

/** The kernel's has 70 kB. */
const MAX_MAKEFILE = 1 << 20;
