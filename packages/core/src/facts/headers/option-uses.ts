import { readAll } from "../../io/byte-source.ts";
import { type FileTree, MAX_DEPTH } from "../../io/file-tree.ts";
import type { HeadersTrees } from "./trees.ts";

/** A line of headers or Makefiles whose meaning depends on an option. */
export interface OptionUse {
  /** In headers, what C a module is made of; in Makefiles, how it is compiled. */
  readonly kind: "header" | "rules";
  /** Relative to the headers' source: `"include/linux/sched.h"`. */
  readonly path: string;
  /** 1-based. */
  readonly line: number;
}

/** Larger than any header: generated lists of registers have 20 MB, and no options. */
const MAX_FILE = 4 << 20;
/** Twice what a kernel has below `include` and one architecture. */
const MAX_FILES = 40_000;

/** Makefiles of `scripts` that are not for modules, or not for what a kernel loads of them: installing, their types (BTF). */
const otherRules =
  /^Makefile\.(?:modinst|btf|package|headersinst|clean|dtb\w*|vmlinux\w*|vdsoinst|asm-headers|defconf)$/;

/**
 * Where the headers and Makefiles that modules are built with ask for these options: the first place of each. An option that
 * is not in the answer changes nothing in a module that does not ask for it itself.
 *
 * @param options `"CONFIG_PREEMPT"`.
 * @param arch SRCARCH; absent where it is not known, and then only what all architectures have is looked through.
 */
export async function readOptionUses(
  { source }: HeadersTrees,
  options: readonly string[],
  arch: string | undefined,
): Promise<ReadonlyMap<string, OptionUse>> {
  const found = new Map<string, OptionUse>();
  if (options.length === 0) return found;
  const wanted = new Set(options);
  const look = async (path: string, kind: OptionUse["kind"]): Promise<void> => {
    if (found.size === wanted.size) return;
    const file = await source.open(path);
    if (!file || file.size > MAX_FILE) return;
    const text = new TextDecoder("latin1").decode(await readAll(file, MAX_FILE));
    if (!text.includes("CONFIG_")) return;
    for (const { option, line } of usesIn(text, kind)) {
      if (wanted.has(option) && !found.has(option)) found.set(option, { kind, path, line });
    }
  };
  for (const path of await rulesOf(source, arch)) await look(path, "rules");
  const directories = ["include", ...(arch === undefined ? [] : [`arch/${arch}/include`])];
  for (const directory of directories) {
    for (const path of await headersBelow(source, directory)) await look(path, "header");
  }
  return found;
}

async function rulesOf(source: FileTree, arch: string | undefined): Promise<readonly string[]> {
  const scripts = (await source.list("scripts"))
    .map(({ name }) => name)
    .filter((name) => name.startsWith("Makefile.") && !otherRules.test(name));
  return [
    "Makefile",
    ...(arch === undefined ? [] : [`arch/${arch}/Makefile`]),
    ...scripts.map((name) => `scripts/${name}`),
  ];
}

async function headersBelow(source: FileTree, top: string): Promise<readonly string[]> {
  const found: string[] = [];
  const pending = [{ path: top, depth: 0 }];
  for (let next = pending.pop(); next && found.length < MAX_FILES; next = pending.pop()) {
    const { path, depth } = next;
    for (const { name, kind } of await source.list(path)) {
      const below = `${path}/${name}`;
      // What is generated is one tree's configuration, not what asks for it.
      if (kind === "directory" && depth < MAX_DEPTH && name !== "generated" && below !== "include/config") {
        pending.push({ path: below, depth: depth + 1 });
      } else if (kind === "file" && name.endsWith(".h")) found.push(below);
    }
  }
  return found;
}

function* usesIn(text: string, kind: OptionUse["kind"]): Iterable<{ option: string; line: number }> {
  for (const [index, line] of text.split("\n").entries()) {
    if (!line.includes("CONFIG_")) continue;
    for (const [option] of withoutComment(line, kind).matchAll(/\bCONFIG_\w+/g)) {
      yield { option: option.replace(/_MODULE$/, ""), line: index + 1 };
      if (option.endsWith("_MODULE")) yield { option, line: index + 1 };
    }
  }
}

/** A comment behind `#endif` asks for nothing. A line within a long comment starts with an asterisk in the kernel's style. */
function withoutComment(line: string, kind: OptionUse["kind"]): string {
  if (kind === "rules") return line.replace(/#.*/, "");
  if (/^\s*\*/.test(line) || /^\s*#\s*(?:endif|else)\b/.test(line)) return "";
  return line.replaceAll(/\/\*.*?(?:\*\/|$)/g, " ").replace(/\/\/.*/, "");
}
