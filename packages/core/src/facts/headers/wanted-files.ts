import { type Config, configured } from "../../model/config.ts";
import { type HeadersTrees, textIn } from "./trees.ts";

/** What a build of modules needs a file for. */
export type FileUse =
  /** make reads it. */
  | "rules"
  /** It holds the configuration, for make or for C. */
  | "configuration"
  /** Every module includes it. */
  | "header"
  /** A program that make runs on this machine. */
  | "tool"
  /** The linker reads it, or it is linked into each module. */
  | "link"
  /** The list of exports, with their CRCs. */
  | "exports"
  /** A plugin of the compiler. */
  | "plugin";

/** A file that building modules takes. */
export interface WantedFile {
  /** Relative to its tree: one of these is enough. */
  readonly paths: readonly [string, ...string[]];
  /** Where kbuild looks for it; see `HeadersTrees`. */
  readonly tree: keyof HeadersTrees;
  readonly use: FileUse;
  /** The option that makes it necessary; absent where every build needs it. */
  readonly option?: string;
}

/** What every build of external modules reads or runs: Makefile, scripts/Makefile.build, include/linux/kconfig.h. */
const always: readonly WantedFile[] = [
  { paths: ["Makefile"], tree: "output", use: "rules" },
  ...["Kbuild.include", "Makefile.build", "Makefile.lib", "Makefile.modpost", "Makefile.modfinal"].map(
    (name): WantedFile => ({ paths: [`scripts/${name}`], tree: "source", use: "rules" }),
  ),
  { paths: ["include/config/auto.conf"], tree: "output", use: "configuration" },
  { paths: ["include/generated/autoconf.h"], tree: "output", use: "configuration" },
  { paths: ["include/linux/module.h"], tree: "source", use: "header" },
  { paths: ["scripts/basic/fixdep"], tree: "output", use: "tool" },
  { paths: ["scripts/mod/modpost"], tree: "output", use: "tool" },
  { paths: ["Module.symvers"], tree: "output", use: "exports" },
];

/**
 * The files that building a module takes by the rules of these headers: their own Makefiles and headers say which, and the
 * configuration.
 *
 * @param arch SRCARCH; absent where it is not known, and then nothing below `arch/` is asked for.
 * @throws {FormatError} if a Makefile is larger than any.
 */
export async function wantedFiles(
  trees: HeadersTrees,
  config: Config,
  arch: string | undefined,
): Promise<readonly WantedFile[]> {
  return [
    ...always,
    ...(arch === undefined
      ? []
      : [{ paths: [`arch/${arch}/Makefile`], tree: "source", use: "rules" } as const]),
    ...(await includedRules(trees, config)),
    ...(await generatedHeaders(trees, config)),
    ...(await linked(trees, arch)),
    ...toolsFor(config),
    ...(await pluginsFor(trees, config)),
    ...(await typesFor(trees, config)),
  ];
}

/** What the Makefiles include whatever is built: lines outside of any condition, and `include-$(CONFIG_X)` of set options. */
async function includedRules({ source }: HeadersTrees, config: Config): Promise<WantedFile[]> {
  const found = new Map<string, WantedFile>();
  const pending = [
    "Makefile",
    "scripts/Makefile.build",
    "scripts/Makefile.modpost",
    "scripts/Makefile.modfinal",
  ];
  for (let path = pending.shift(); path !== undefined; path = pending.shift()) {
    const text = await textIn(source, path);
    if (text === undefined) continue;
    for (const { name, option } of includesOf(text, config)) {
      if (found.has(name) || always.some(({ paths }) => paths.includes(name))) continue;
      found.set(name, {
        paths: [name],
        tree: "source",
        use: "rules",
        ...(option !== undefined && { option }),
      });
      if (found.size > MAX_RULES) return [...found.values()];
      pending.push(name);
    }
  }
  return [...found.values()];
}

/** More Makefiles than any kernel has in `scripts`: what includes more goes in circles of its own. */
const MAX_RULES = 200;

interface Included {
  readonly name: string;
  readonly option?: string;
}

function includesOf(text: string, config: Config): readonly Included[] {
  const found: Included[] = [];
  let depth = 0;
  for (const line of text.split("\n")) {
    if (/^\s*if(?:eq|neq|def|ndef)\b/.test(line)) depth += 1;
    else if (/^\s*endif\b/.test(line)) depth -= 1;
    if (depth > 0) continue;
    const plain = /^include\s+\$\(srctree\)\/(scripts\/[\w./-]+)\s*$/.exec(line)?.[1];
    if (plain !== undefined) found.push({ name: plain });
    const [, option, name] =
      /^include-(?:y|\$\((CONFIG_\w+)\))\s*[:+]?=\s*(scripts\/[\w./-]+)\s*$/.exec(line) ?? [];
    if (name === undefined) continue;
    if (option === undefined) found.push({ name });
    else if (configured(config, option)) found.push({ name, option });
  }
  return found;
}

/** Headers that every module includes, and whose parts are generated: bounds.h, timeconst.h, utsrelease.h. */
const including = ["page-flags.h", "jiffies.h", "vermagic.h"];

async function generatedHeaders({ source }: HeadersTrees, config: Config): Promise<WantedFile[]> {
  const names = new Set<string>();
  for (const header of including) {
    const text = (await textIn(source, `include/linux/${header}`)) ?? "";
    for (const [, name] of text.matchAll(/^#\s*include <(generated\/[\w./-]+\.h)>/gm))
      if (name !== undefined) names.add(name);
  }
  // include/linux/vermagic.h: only where members of structs are shuffled
  const shuffled =
    configured(config, "CONFIG_RANDSTRUCT") || configured(config, "CONFIG_GCC_PLUGIN_RANDSTRUCT");
  const wanted = [...names].filter((name) => shuffled || !/^generated\/rand\w*_hash\.h$/.test(name));
  return wanted.map((name) => ({ paths: [`include/${name}`], tree: "output", use: "header" }));
}

/** What scripts/Makefile.modfinal links a module with, as far as it does: it came in with 5.10 and 6.14. */
async function linked({ source }: HeadersTrees, arch: string | undefined): Promise<WantedFile[]> {
  const text = (await textIn(source, "scripts/Makefile.modfinal")) ?? "";
  const found: WantedFile[] = [];
  if (text.includes("scripts/module.lds")) {
    // Debian's looks into the directory of the architecture, too.
    const own =
      arch !== undefined && text.includes("arch/$(SRCARCH)/module.lds") ? [`arch/${arch}/module.lds`] : [];
    found.push({ paths: ["scripts/module.lds", ...own], tree: "output", use: "link" });
  }
  if (text.includes("scripts/module-common.c")) {
    found.push({ paths: ["scripts/module-common.c"], tree: "source", use: "link" });
  }
  return found;
}

/** Options with the program that make runs on every object because of them. */
const tools: readonly (readonly [options: readonly string[], path: string])[] = [
  // scripts/Makefile.lib; before 5.19 the option was CONFIG_STACK_VALIDATION, scripts/Makefile.build
  [["CONFIG_OBJTOOL", "CONFIG_STACK_VALIDATION"], "tools/objtool/objtool"],
  // scripts/Makefile.build
  [["CONFIG_FTRACE_MCOUNT_USE_RECORDMCOUNT"], "scripts/recordmcount"],
];

function toolsFor(config: Config): WantedFile[] {
  return tools.flatMap(([options, path]) => {
    const option = options.find((one) => configured(config, one));
    // Some architectures use the Perl script in its place (HAVE_C_RECORDMCOUNT is not set).
    const paths: [string, ...string[]] = path === "scripts/recordmcount" ? [path, `${path}.pl`] : [path];
    return option === undefined ? [] : [{ paths, tree: "output", use: "tool", option }];
  });
}

/** The plugins that scripts/Makefile.gcc-plugins adds to the compiler's options. */
async function pluginsFor({ source }: HeadersTrees, config: Config): Promise<WantedFile[]> {
  if (!configured(config, "CONFIG_GCC_PLUGINS")) return [];
  const text = (await textIn(source, "scripts/Makefile.gcc-plugins")) ?? "";
  const found: WantedFile[] = [];
  for (const [, option, name] of text.matchAll(
    /^gcc-plugin(?:-external)?-\$\((CONFIG_\w+)\)\s*(?:\\\n)?\s*\+=\s*(\w+\.so)$/gm,
  )) {
    if (option === undefined || name === undefined || !configured(config, option)) continue;
    found.push({ paths: [`scripts/gcc-plugins/${name}`], tree: "output", use: "plugin", option });
  }
  return found;
}

/** Types for modules are made where the headers have a vmlinux to make them from; without it make goes on without types. */
async function typesFor({ output, source }: HeadersTrees, config: Config): Promise<WantedFile[]> {
  const option = "CONFIG_DEBUG_INFO_BTF_MODULES";
  if (!configured(config, option) || !(await output.open("vmlinux"))) return [];
  const text = (await textIn(source, "scripts/Makefile.modfinal")) ?? "";
  if (!text.includes("$(RESOLVE_BTFIDS)")) return [];
  return [{ paths: ["tools/bpf/resolve_btfids/resolve_btfids"], tree: "output", use: "tool", option }];
}
