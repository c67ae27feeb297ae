import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * esbuild plugin: imports from an index file become imports from the files that the index names.
 *
 * esbuild splits by files: whoever imports one name of an index would load all that the index leads to. So the index
 * files stay the one public door of a package, and a start of kofit still loads only what it uses.
 *
 * @param {Readonly<Record<string, string>>} barrels index file (absolute path) by import specifier
 * @param {RegExp} importers which files' imports are changed
 */
export function throughBarrels(barrels, importers) {
  const origins = new Map(Object.entries(barrels).map(([specifier, index]) => [specifier, originsOf(index)]));
  return {
    name: "through-barrels",
    setup(build) {
      build.onLoad({ filter: importers }, ({ path }) => ({
        contents: readFileSync(path, "utf8").replaceAll(NAMED_IMPORT, (statement, names, specifier) => {
          const files = origins.get(specifier);
          return files ? imports(names, specifier, files) : statement;
        }),
        loader: "ts",
      }));
    },
  };
}

const NAMED_IMPORT = /^import \{([^}]*)\} from "([^"]+)";$/gm;
const NAMED_EXPORT = /^export \{([^}]*)\} from "([^"]+)";$/gm;

/** The names in the braces of an import or export, types left out. */
const values = (names) =>
  names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "));

/** File by exported name. */
function originsOf(index) {
  const files = new Map();
  for (const [, names, file] of readFileSync(index, "utf8").matchAll(NAMED_EXPORT)) {
    for (const name of values(names)) files.set(name, join(dirname(index), file));
  }
  return files;
}

/** On one line, so that line numbers stay. A name that the index has in another way is imported from it as before. */
function imports(names, specifier, files) {
  return values(names)
    .map((name) => `import { ${name} } from ${JSON.stringify(files.get(name.split(" ")[0]) ?? specifier)};`)
    .join(" ");
}
