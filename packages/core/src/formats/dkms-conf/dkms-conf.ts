import { FormatError } from "../../io/format-error.ts";
import { type Fact, known } from "../../model/fact.ts";
import { type Directive, directives } from "./directives.ts";
import { readAssignments, type ShellCode } from "./read-assignments.ts";
import { unreadFact } from "./unread-fact.ts";
import { type ShellValue, type Unread, Variables } from "./variables.ts";

const utf8 = new TextDecoder();

/** The longest dkms.conf of Debian has 16 KiB. */
const MAX_SIZE = 1 << 20;

/**
 * Variables that dkms has set when it reads a dkms.conf; what is not given is not known, and what depends on it neither.
 * read_conf() of dkms.
 */
export interface DkmsVariables {
  /** Release that is built for. */
  readonly kernelver?: string;
  /** Architecture as dkms names it, `uname -m`. */
  readonly arch?: string;
  /** The build directory: `/lib/modules/<kernelver>/build`. */
  readonly kernel_source_dir?: string;
  /** The configuration: `<kernel_source_dir>/.config`. */
  readonly kernel_config?: string;
  /** `/var/lib/dkms`. */
  readonly dkms_tree?: string;
  /** `/usr/src`. */
  readonly source_tree?: string;
  /** `/lib/modules`. */
  readonly install_tree?: string;
  /** Name of the package as dkms was told it. */
  readonly module?: string;
  /** Its version as dkms was told it. */
  readonly module_version?: string;
}

/** One module that a dkms.conf builds, with what dkms takes where nothing is set. */
export interface DkmsModule {
  /** Index of its directives. */
  readonly index: number;
  /** Without `.ko`. */
  readonly builtName: Fact<string>;
  /** Directory below the build directory that it is built in, with a slash at its end; `""`: that directory. */
  readonly builtLocation: Fact<string>;
  /** Name that it is installed under, without `.ko`. */
  readonly destName: Fact<string>;
  /** Where it is installed below `/lib/modules/<release>`: `"/kernel/drivers/net"`. Most distributions install elsewhere. */
  readonly destLocation: Fact<string>;
  /** Whether debug information is taken off. */
  readonly strip: Fact<boolean>;
}

/** A dkms.conf: what it sets, as far as that shows without running it. */
export interface DkmsConf {
  /** The value of a directive, or of its element `index`; `""` where it is not set. */
  value(directive: Directive, index?: number): Fact<string>;
  /** The indices of a directive that are set, in their order. */
  indices(directive: Directive): Fact<readonly number[]>;
  /** The modules that it builds. Without `BUILT_MODULE_NAME`, a single one has the package's name. */
  readonly modules: Fact<readonly DkmsModule[]>;
  /** What it holds beside assignments. Not run; what depends on it is unknown, with its line. */
  readonly code: readonly ShellCode[];
}

/**
 * Reads a dkms.conf, which is shell that dkms sources, without running anything. What it assigns is read as bash has it, and what
 * depends on other shell code is unknown and never guessed. dkms 3.0 quotes each value in double quotes and reads it again
 * (safe_source()), which takes quotes inside of it off; here they stay.
 *
 * `overrides` are read behind it, as dkms reads `/etc/dkms/<name>.conf` and its likes.
 *
 * @throws {FormatError} if it is no text, or a quote, a parenthesis or a here-document does not end.
 */
export function parseDkmsConf(
  bytes: Uint8Array,
  source: string,
  given: DkmsVariables = {},
  overrides: readonly { readonly bytes: Uint8Array; readonly source: string }[] = [],
): DkmsConf {
  const variables = new Variables({ ...given }, new Set<string>(directives), source);
  const code = readAssignments({ text: textOf(bytes, source), source }, variables);
  for (const override of overrides) {
    readAssignments({ text: textOf(override.bytes, override.source), source: override.source }, variables);
  }
  return confOf(variables, code, source);
}

function textOf(bytes: Uint8Array, source: string): string {
  if (bytes.length > MAX_SIZE) throw new FormatError(source, MAX_SIZE, `at most ${MAX_SIZE} bytes wanted`);
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw new FormatError(source, nul, "a dkms.conf is text; a NUL was found");
  return utf8.decode(bytes);
}

const factOf = <T>(value: ShellValue, make: (text: string) => T): Fact<T> =>
  value.known
    ? known(make(value.text), {
        input: value.source,
        ...(value.line > 0 ? { part: `line ${value.line}` } : {}),
      })
    : unreadFact(value.unread);

function confOf(variables: Variables, code: readonly ShellCode[], input: string): DkmsConf {
  const element = (directive: Directive, index: number): ShellValue =>
    variables.value(directive, index, { source: input, line: 0 });
  const value = (directive: Directive, index = 0): Fact<string> =>
    factOf(element(directive, index), (text) => text);
  const indices = (directive: Directive): Fact<readonly number[]> => {
    const found = variables.indices(directive);
    return isUnread(found) ? unreadFact(found) : known(found, { input });
  };
  return { value, indices, modules: modulesOf({ value, indices, element }, input), code };
}

const isUnread = (found: readonly number[] | Unread): found is Unread => "reason" in found;

interface Reader {
  element(directive: Directive, index: number): ShellValue;
  value(directive: Directive, index?: number): Fact<string>;
  indices(directive: Directive): Fact<readonly number[]>;
}

/** read_conf() of dkms: as many modules as the longest of four lists has elements, from 0. */
function modulesOf(reader: Reader, input: string): Fact<readonly DkmsModule[]> {
  let count = 0;
  for (const directive of [
    "BUILT_MODULE_NAME",
    "BUILT_MODULE_LOCATION",
    "DEST_MODULE_NAME",
    "DEST_MODULE_LOCATION",
  ] as const) {
    const set = reader.indices(directive);
    if (!set.known) return set;
    count = Math.max(count, set.value.length);
  }
  const destinations = reader.indices("DEST_MODULE_LOCATION");
  const single = destinations.known && destinations.value.length === 1;
  const modules = Array.from({ length: count }, (_, index) => moduleAt(reader, index, single));
  return known(modules, { input });
}

const or = (fact: Fact<string>, instead: () => Fact<string>): Fact<string> =>
  fact.known && fact.value === "" ? instead() : fact;

function moduleAt(reader: Reader, index: number, single: boolean): DkmsModule {
  const named = reader.value("BUILT_MODULE_NAME", index);
  const builtName = single ? or(named, () => reader.value("PACKAGE_NAME")) : named;
  const strip = reader.element("STRIP", index);
  const first = reader.element("STRIP", 0);
  return {
    index,
    builtName,
    builtLocation: factOf(reader.element("BUILT_MODULE_LOCATION", index), (text) =>
      text === "" || text.endsWith("/") ? text : `${text}/`,
    ),
    destName: or(reader.value("DEST_MODULE_NAME", index), () => builtName),
    destLocation: reader.value("DEST_MODULE_LOCATION", index),
    strip: factOf(strip.known && strip.text === "" ? first : strip, (text) => !/^[nN]/.test(text)),
  };
}
