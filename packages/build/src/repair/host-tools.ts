import { FormatError, type HostTool, readHostTools, sameInAll, type Text } from "@kofit/core";
import { access, readFile, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Headers } from "../headers/open-headers.ts";
import { cannotRun, thisMachine } from "../tools/this-machine.ts";
import { machineOfNode } from "../tools/machines.ts";
import type { Compiled, Obstacle, PartOfPlan, PlannedFile } from "./plan.ts";

/** Programs that are compiled by one call of a compiler, and the libraries that they want: the Makefiles beside them. */
const libraries: Readonly<Record<string, readonly string[]>> = {
  "scripts/basic/fixdep": [],
  "scripts/mod/modpost": [],
  "scripts/genksyms/genksyms": [],
  "scripts/recordmcount": [],
  "scripts/sign-file": ["-lcrypto"],
};

/** Programs that do not run here: compiled anew from what the headers have of their sources, else named. */
export async function hostToolsRepair(headers: Headers): Promise<PartOfPlan> {
  const machine = thisMachine();
  const tools = await toolsIn(headers);
  if (!Array.isArray(tools)) return { obstacles: [tools] };
  const files: PlannedFile[] = [];
  const obstacles: Obstacle[] = [];
  const mended: { path: string; machine: string; why: "foreign" | "newer-library" }[] = [];
  for (const tool of tools) {
    const why = cannotRun(tool, machine);
    if (why === undefined) continue;
    const content = await recipeFor(tool.path, headers.directory);
    if (content) {
      files.push({ path: tool.path, content });
      mended.push({ path: tool.path, machine: tool.machine?.name ?? "?", why });
    } else obstacles.push(await noSource(tool, headers));
  }
  if (mended.length === 0) return { obstacles };
  return { step: { id: "host-tools", tools: mended }, files, obstacles };
}

async function toolsIn({ trees, release }: Headers): Promise<HostTool[] | Obstacle> {
  try {
    return [...(await readHostTools(trees))];
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { what: sameInAll(error.message), remedy: reinstall(release) };
  }
}

/** How a program is compiled; `undefined` where a source of it, or a header that make generates for it, is not there. */
async function recipeFor(path: string, directory: string): Promise<Compiled | undefined> {
  const wanted = libraries[path];
  if (!wanted) return undefined;
  const place = join(directory, dirname(path));
  const sources = (await objectsOf(place, basename(path))).map((object) =>
    join(place, object.replace(/\.o$/, ".c")),
  );
  // Both are made from the kernel's own objects: scripts/mod/Makefile.
  const generated = path === "scripts/mod/modpost" ? ["elfconfig.h", "devicetable-offsets.h"] : [];
  const needed = [...sources, ...generated.map((name) => join(place, name))];
  for (const file of needed) if (!(await exists(file))) return undefined;
  const includes = [place, join(directory, "scripts/include")];
  return { sources, includes, libraries: wanted };
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** `modpost-objs := modpost.o file2alias.o sumversion.o`; a program of one file has no such line. */
async function objectsOf(place: string, name: string): Promise<readonly string[]> {
  const makefile = await readFile(join(place, "Makefile"), "latin1").catch(() => "");
  const listed = new RegExp(String.raw`^${name}-objs\s*:?=((?:[^\n\\]|\\\n)*)`, "m").exec(makefile)?.[1];
  const objects = listed?.replaceAll("\\\n", " ").trim().split(/\s+/) ?? [];
  return objects.length > 0 && objects.every((object) => /^[\w.-]+\.o$/.test(object))
    ? objects
    : [`${name}.o`];
}

/** Debian has these programs in a package of their own, without sources. */
async function noSource({ path, machine }: HostTool, { directory, release }: Headers): Promise<Obstacle> {
  const place = await realpath(join(directory, path)).catch(() => path);
  const kbuild = /\/(linux-kbuild-[^/]+)\//.exec(place)?.[1];
  const here = machineOfNode(process.arch)?.debian ?? process.arch;
  return {
    what: {
      en: `${path} is a program for ${machine?.name ?? "?"}, and the headers have no source to compile it from`,
      zh: `${path} 是 ${machine?.name ?? "?"} 的程序，而头文件中没有可用来编译它的源代码`,
    },
    remedy:
      kbuild === undefined
        ? reinstall(release)
        : {
            en: `install the package that has it for this machine: apt install ${kbuild}:${here}`,
            zh: `请安装适用于本机的软件包：apt install ${kbuild}:${here}`,
          },
  };
}

const reinstall = (release = "RELEASE"): Text => ({
  en: `get headers of ${release} that were made for this machine, or their source`,
  zh: `请换用为本机制作的 ${release} 头文件，或取得其源代码`,
});
