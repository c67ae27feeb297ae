// Bundles the command line into packages/cli/dist: `kofit.js`, and a chunk for everything that is loaded when wanted.
// `node scripts/build.mjs DIRECTORY` writes elsewhere. Plain JavaScript, because it runs on the user's Node (20.19 and
// later), before anything is built.
import { build } from "esbuild";
import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { throughBarrels } from "./through-barrels.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, "packages/cli");
const dist = process.argv[2] ?? join(cli, "dist");
const chunks = join(dist, "chunks");

/** How long a chunk that is in no bundle any more is kept: a kofit that started before may still want to load it. */
const KEPT_MS = 24 * 60 * 60 * 1000;

const core = join(root, "packages/core");
const barrels = {
  "@kofit/core": join(core, "src/index.ts"),
  "@kofit/core/node": join(core, "node/index.ts"),
};

const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: { kofit: join(cli, "src/main.ts"), "check-worker": join(cli, "src/check/worker.ts") },
  outdir: dist,
  write: false,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  conditions: ["source"],
  chunkNames: "chunks/[name]-[hash]",
  // Names stay: a stack trace in a bug report is to be read.
  minifyWhitespace: true,
  minifySyntax: true,
  charset: "utf8",
  legalComments: "linked",
  // A library in CommonJS (xz-decompress) asks for a module of Node by `require`, which an ES module does not have.
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  logLevel: "warning",
  plugins: [throughBarrels(barrels, /packages\/cli\/src\/.*\.ts$/)],
}).catch((error) => {
  // What is wrong with the sources is said already.
  if (!error.errors) throw error;
  process.exit(1);
});

await mkdir(chunks, { recursive: true });
// The entries come last: until then the old ones find all that they load.
for (const ofChunks of [true, false]) {
  for (const { path, contents } of outputFiles) {
    if ((dirname(path) === chunks) !== ofChunks) continue;
    const partial = `${path}.${process.pid}.partial`;
    await writeFile(partial, contents);
    await rename(partial, path);
  }
}

const current = new Set(outputFiles.map(({ path }) => basename(path)));
for (const name of await readdir(chunks)) {
  const path = join(chunks, name);
  if (!current.has(name) && Date.now() - (await stat(path)).mtimeMs > KEPT_MS) await rm(path);
}
