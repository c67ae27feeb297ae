import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The demo's files, from the directory `demo/` of the repository. */
export interface DemoFiles {
  /** The directory itself. */
  readonly directory: string;
  /** Source of the module, with its Makefile. */
  readonly source: string;
  readonly asShipped: string;
  readonly withoutPahole: string;
  /** `.config` of the headers that the second module was built against, compressed with gzip. */
  readonly headersConfig: string;
  readonly kernelFacts: string;
  /** The symbols that go with `pahole`, see `without-pahole.ts`. */
  readonly lostSymbols: string;
}

/** Looks upward from this file: sources and bundle lie at different depths below the repository. */
export function demoFiles(): DemoFiles {
  let above = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(above, "demo", "lost-without-pahole.txt")) && dirname(above) !== above) {
    above = dirname(above);
  }
  const directory = join(above, "demo");
  return {
    directory,
    source: join(directory, "src"),
    asShipped: join(directory, "as-shipped", "loopline.ko"),
    withoutPahole: join(directory, "without-pahole", "loopline.ko"),
    headersConfig: join(directory, "without-pahole", "config.gz"),
    kernelFacts: join(directory, "kernel.facts.json.gz"),
    lostSymbols: join(directory, "lost-without-pahole.txt"),
  };
}

/** A path as a person would type it here: relative when that is shorter. */
export function typed(path: string): string {
  const near = relative(process.cwd(), path);
  return near !== "" && near.length < path.length ? near : path;
}
