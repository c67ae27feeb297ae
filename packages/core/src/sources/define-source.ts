import type { ByteSource } from "../io/byte-source.ts";
import type { FileTree } from "../io/file-tree.ts";
import type { Known, Text } from "../model/fact.ts";
import type { PackagedHeaders } from "./common/packaged-headers.ts";

/**
 * A directory that a person gave as a kernel. The tree is the root file system as far as it is known, because a
 * directory's neighbours belong to it: `lib/modules/<release>` has its configuration in `boot/`.
 */
export interface DirectoryInput {
  readonly tree: FileTree;
  /** The directory that was given, in `tree`; `""` is the tree's root. */
  readonly directory: string;
}

/** What a person can give as a kernel: a file, decompressed where it was compressed, or a directory. */
export type Input = ByteSource | DirectoryInput;

/** What a source found of a kernel: ways into bytes, nothing parsed yet. Each is absent when it was not found. */
export interface Artifacts {
  /** What the person gave, for messages and the report's `kernel.inputs`. */
  readonly inputs: readonly string[];
  /** `uname -r`, where a path (`lib/modules/<release>`), the headers or the running system give it. */
  readonly release?: Known<string>;
  /** A vmlinux ELF file; the headers packages of Debian ship one that holds `.BTF` only. */
  readonly vmlinux?: ByteSource;
  /** The kernel as it is booted, `vmlinuz`: packed, as a rule. It is unpacked when a fact needs it. */
  readonly image?: ByteSource;
  /** The image was found beside what was given: facts that something else tells as well are not worth unpacking it. */
  readonly imageIsBeside?: true;
  /** The configuration that the kernel was built with: `/boot/config-*`, uncompressed `/proc/config.gz`. */
  readonly config?: ByteSource;
  /** The configuration of the headers, `.config` of a build directory: the kernel's, unless somebody changed it since. */
  readonly headersConfig?: ByteSource;
  /** The headers that modules are compiled with; absent where none are, as in a package of configured files alone. */
  readonly headersTree?: HeadersTree;
  /** What a package has of headers; several packages are a headers tree together. */
  readonly packagedHeaders?: PackagedHeaders;
  /** The same configuration in the files that hold it, of one headers tree: where they disagree, the last is what modules are compiled with. */
  readonly headersConfigs?: HeadersConfigs;
  /** `Module.symvers`. */
  readonly symvers?: ByteSource;
  /** Raw BTF, as `/sys/kernel/btf/vmlinux`. */
  readonly btf?: ByteSource;
  /** The kernel's own modules. */
  readonly modules?: ModuleTree;
  /** `modules.builtin`, `modules.builtin.modinfo`, `modules.dep`, `modules.order` … by name. */
  readonly indexes?: Readonly<Record<string, ByteSource>>;
  /** What only a running system tells. */
  readonly live?: LiveState;
  /** A file of recorded facts, `kofit-facts/1`. */
  readonly saved?: ByteSource;
  /** What was found and is not used because it belongs to another kernel. */
  readonly setAside?: readonly Text[];
  /** That the input holds nothing of a kernel, and what it is instead: an error unless other inputs do. */
  readonly empty?: Text;
}

/**
 * A build directory and the source that it was made of, which may be the same: Debian puts what is configured into
 * `linux-headers-<release>` and all the rest into `linux-headers-<version>-common`.
 */
export interface HeadersTree {
  /** For messages: the build directory. */
  readonly name: string;
  /** The file at `path`, `"include/linux/module.h"`, in the build directory, else in the source; `undefined` when neither has it. */
  open(path: string): Promise<ByteSource | undefined>;
}

/** The files of a headers tree that hold its configuration; each is absent when it is not there. */
export interface HeadersConfigs {
  /** `.config`. */
  readonly config?: ByteSource;
  /** `include/config/auto.conf`. */
  readonly forMake?: ByteSource;
  /** `include/generated/autoconf.h`. */
  readonly forCompiler?: ByteSource;
}

/** The modules that came with a kernel. An archive is read once from the front; a directory in any order. */
export interface ModuleTree {
  readonly name: string;
  /** Path of each module below `lib/modules/<release>`, `"kernel/drivers/net/mii.ko.xz"`; empty when that is not known. */
  paths(): Promise<readonly string[]>;
  /**
   * Visits modules, decompressed, until all are seen or `visit` answers `"stop"`. A module is valid only during its
   * visit.
   */
  each(visit: (module: ByteSource) => Promise<"stop" | undefined>): Promise<void>;
}

/** Read from `/proc` and `/sys` of the running system. */
export interface LiveState {
  /** `/sys/module/module/parameters/sig_enforce`; absent when there is no such file: the kernel has no CONFIG_MODULE_SIG, or sysfs is not mounted. */
  readonly sigEnforce?: boolean;
  /** The bracketed word of `/sys/kernel/security/lockdown`; absent when it cannot be read. */
  readonly lockdown?: string;
  /** `/proc/version`; absent when it cannot be read. */
  readonly banner?: string;
  /** Machine as `uname -m` tells it. */
  readonly machine: string;
}

/**
 * One kind of place that a kernel comes from. It decides by content, the name is at most a hint: `undefined` when the
 * input is not of this kind.
 *
 * Both methods throw a `FormatError` if the input is of this kind but damaged, and an `InputError` if it does not mean
 * one kernel.
 */
export interface Source {
  /** Equal to the file's name. */
  readonly id: string;
  /** @param only nothing but the image is wanted: a package, which is read from its front, need not be read to its end. */
  openFile?(file: ByteSource, only?: "image"): Promise<Artifacts | undefined>;
  openDirectory?(input: DirectoryInput): Promise<Artifacts | undefined>;
}
