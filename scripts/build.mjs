// Bundles the command line into packages/cli/dist: `kofit.cjs`, which `./kofit` starts, and what it loads.
// `node scripts/build.mjs DIRECTORY` writes elsewhere. Plain JavaScript, because it runs on the user's Node (20.19 and
// later), before anything is built.
import { build } from "esbuild";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { throughBarrels } from "./through-barrels.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, "packages/cli");
const core = join(root, "packages/core");
const matrix = join(root, "packages/matrix");
const builder = join(root, "packages/build");
const dist = process.argv[2] ?? join(cli, "dist");

const barrels = {
  "@kofit/core": join(core, "src/index.ts"),
  "@kofit/core/node": join(core, "node/index.ts"),
  "@kofit/matrix": join(matrix, "src/index.ts"),
  "@kofit/build": join(builder, "src/index.ts"),
};

/** Programs: the name of what is started, and of what it loads. */
const programs = { kofit: join(cli, "src/main.ts"), "check-worker": join(cli, "src/check/worker.ts") };

// One file for each program, in CommonJS: Node starts it in half the time that a dozen ES modules take. What is
// imported when wanted is inside, and evaluated when wanted.
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(Object.entries(programs).map(([name, file]) => [`${name}-main`, file])),
  outdir: dist,
  outExtension: { ".js": ".cjs" },
  write: false,
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node20",
  conditions: ["source"],
  // Names stay: a stack trace in a bug report is to be read.
  minifyWhitespace: true,
  minifySyntax: true,
  charset: "utf8",
  legalComments: "linked",
  define: { "import.meta.url": "importMetaUrl" },
  banner: { js: 'const importMetaUrl=require("node:url").pathToFileURL(__filename).href;' },
  logLevel: "warning",
  plugins: [throughBarrels(barrels, /packages\/(?:cli|matrix|build)\/src\/.*\.ts$/)],
}).catch((error) => {
  // What is wrong with the sources is said already.
  if (!error.errors) throw error;
  process.exit(1);
});

/** Node 22.8 and later keep the compiled code beside the program, and start faster from the second time on. */
const starter = (name) => `"use strict";
require("node:module").enableCompileCache?.(require("node:path").join(__dirname, "compiled"));
require("./${name}-main.cjs");
`;

/** By a temporary name: another kofit may be starting. */
async function put(path, contents) {
  const partial = `${path}.${process.pid}.partial`;
  await writeFile(partial, contents);
  await rename(partial, path);
}

await mkdir(dist, { recursive: true });
for (const { path, contents } of outputFiles) await put(path, contents);
for (const name of Object.keys(programs)) await put(join(dist, `${name}.cjs`), starter(name));
