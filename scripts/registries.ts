/** Writes the `index.ts` of every folder whose files register themselves by being there. `--check` only compares. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

const folders: Readonly<Record<string, string>> = {
  "packages/core/src/checks": "checks",
  "packages/core/src/causes": "causes",
  "packages/core/src/symptoms": "symptoms",
  "packages/core/src/sources": "sources",
  "packages/core/src/report": "reports",
  "packages/core/src/recipes": "distributions",
  "packages/core/src/io/codecs": "codecs",
  "packages/cli/src/commands": "commands",
};

/** Folders whose entries are loaded when they are wanted: a start of kofit pays for one command only. */
const lazy: ReadonlySet<string> = new Set(["commands"]);

/** Files of a registry folder that are no entry of it. */
const isEntry = (file: string): boolean =>
  file.endsWith(".ts") && !file.endsWith(".test.ts") && file !== "index.ts" && !file.startsWith("define-");

const camel = (id: string): string => id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const key = (id: string): string => (/^\w+$/.test(id) ? id : `"${id}"`);
const entry = (id: string): string => (id === camel(id) ? `  ${id},` : `  ${key(id)}: ${camel(id)},`);

async function registry(folder: string, name: string): Promise<string> {
  const ids = (await readdir(folder)).filter(isEntry).map((file) => file.slice(0, -3));
  ids.sort();
  return [
    "// Written by `npm run registries` from the files of this folder. Do not edit.",
    ...(lazy.has(name) ? [] : ids.map((id) => `import ${camel(id)} from "./${id}.ts";`)),
    "",
    `export const ${name} = {`,
    ...ids.map((id) => (lazy.has(name) ? `  ${key(id)}: () => import("./${id}.ts"),` : entry(id))),
    "} as const;",
    "",
  ].join("\n");
}

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
for (const [folder, name] of Object.entries(folders)) {
  const path = `${folder}/index.ts`;
  const wanted = await registry(folder, name);
  if (!values.check) await writeFile(path, wanted);
  else if ((await readFile(path, "utf8")) !== wanted) {
    process.stderr.write(`${path} is stale: run \`npm run registries\`\n`);
    process.exitCode = 1;
  }
}
