import { type Header, openHeader } from "../../formats/c-header/header.ts";
import { MAX_HEADER } from "../../formats/c-header/tokens.ts";
import { configHeader, parseConfig } from "../../formats/kconfig/kconfig.ts";
import { sourceArch } from "../../formats/kconfig/source-arch.ts";
import { type ByteSource, readAll } from "../../io/byte-source.ts";
import type { Macros } from "../../model/header-condition.ts";
import type { HeadersTree } from "../../sources/define-source.ts";
import { macrosOf } from "./macros.ts";

const AUTOCONF = "include/generated/autoconf.h";

/** The headers of one tree under its own configuration. */
export interface Headers {
  /** For messages: the build directory. */
  readonly name: string;
  /** What autoconf.h says of options; of other macros what kbuild says. */
  readonly macros: Macros;
  /** The file that `#include <name>` means; `undefined` when there is none. */
  find(name: string): Promise<ByteSource | undefined>;
  /**
   * The same, read; each header once.
   *
   * @throws {FormatError} if it is damaged.
   */
  open(name: string): Promise<Header | undefined>;
}

/**
 * The headers as a module's compiler finds them; `undefined` when they are not configured: without autoconf.h nothing is built
 * with them.
 *
 * @throws {FormatError} if autoconf.h is damaged.
 */
export async function openTree(tree: HeadersTree): Promise<Headers | undefined> {
  const file = await tree.open(AUTOCONF);
  if (!file) return undefined;
  const autoconf = await readAll(file, MAX_HEADER);
  const arch = configHeader(parseConfig(autoconf, file.name))?.arch ?? "";
  const directories = searched(sourceArch(arch));
  const headers = new Map<string, Header | undefined>();
  const find = async (name: string): Promise<ByteSource | undefined> => {
    for (const directory of directories) {
      const found = await tree.open(`${directory}/${name}`);
      if (found) return found;
    }
    return undefined;
  };
  return {
    name: tree.name,
    macros: macrosOf(autoconf, file.name),
    find,
    async open(name) {
      if (!headers.has(name)) {
        const found = await find(name);
        headers.set(name, found && openHeader(await readAll(found, MAX_HEADER), found.name));
      }
      return headers.get(name);
    },
  };
}

/** LINUXINCLUDE in the kernel's Makefile. */
const searched = (arch: string): readonly string[] =>
  [`arch/${arch}/include`, `arch/${arch}/include/generated`, "include"].concat([
    `arch/${arch}/include/uapi`,
    `arch/${arch}/include/generated/uapi`,
    "include/uapi",
    "include/generated/uapi",
  ]);
