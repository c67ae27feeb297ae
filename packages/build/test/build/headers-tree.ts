// Headers of a kernel that does not exist, with all files that building modules asks for by their own rules.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { writtenFrom } from "../../../core/src/index.ts";

export const RELEASE = "6.12.95-test";

/** A `.config` with these settings (`"y"`, `"\"text\""`), and one option that is not set. */
export function configText(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `CONFIG_${name}=${value}\n`);
  return `#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86 6.12.95 Kernel Configuration\n#\n${lines.join("")}# CONFIG_UNSET is not set\n`;
}

/** Options that the headers below ask for, so that each matters. */
export const manyOptions = (count: number, value: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`OPTION_${index}`, value]));

const asks = (settings: readonly string[]): string =>
  settings.map((name) => `#ifdef CONFIG_${name}\n#endif\n`).join("");

/**
 * The files of headers that were configured so.
 *
 * @param asked options that a header asks for
 */
export function headersFiles(
  settings: Readonly<Record<string, string>>,
  asked: readonly string[] = Object.keys(settings),
): Readonly<Record<string, string>> {
  const config = configText(settings);
  const { forMake, forCompiler, forRust } = writtenFrom(config, { quotes: false });
  const scripts = [
    "Kbuild.include",
    "Makefile.build",
    "Makefile.lib",
    "Makefile.modpost",
    "Makefile.modfinal",
  ];
  return {
    Makefile: "VERSION = 6\nPATCHLEVEL = 12\n# rustc_cfg\n",
    ...Object.fromEntries(scripts.map((name) => [`scripts/${name}`, "#\n"])),
    "scripts/basic/fixdep": "#!/bin/sh\n",
    "scripts/mod/modpost": "#!/bin/sh\n",
    "arch/x86/Makefile": "#\n",
    "include/linux/module.h": asks(asked),
    ".config": config,
    "include/config/auto.conf": forMake,
    "include/generated/autoconf.h": forCompiler,
    "include/generated/rustc_cfg": forRust,
    "include/generated/utsrelease.h": `#define UTS_RELEASE "${RELEASE}"\n`,
    "Module.symvers": "0x00000099\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\t\n",
    ...Object.fromEntries(Object.keys(settings).map((name) => [`include/config/${name}`, ""])),
  };
}

/** Writes files below a directory; answers with the directory. */
export function writeTree(directory: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return directory;
}

/**
 * A digest of all that can be read in a tree, through links: of each file its name, content and mode. What leads nowhere
 * cannot be read; what kofit keeps for itself is left out.
 */
export function readingOf(directory: string): string {
  const hash = createHash("sha256");
  for (const path of filesIn(directory, "")) {
    const place = join(directory, path);
    const found = statSync(place, { throwIfNoEntry: false });
    if (found) hash.update(JSON.stringify([path, found.mode])).update(readFileSync(place));
  }
  return hash.digest("hex");
}

function filesIn(directory: string, below: string): readonly string[] {
  const entries = readdirSync(join(directory, below), { withFileTypes: true });
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(below, entry.name);
      if (path === ".kofit-repair") return [];
      const found = statSync(join(directory, path), { throwIfNoEntry: false });
      return found?.isDirectory() ? filesIn(directory, path) : [path];
    });
}
