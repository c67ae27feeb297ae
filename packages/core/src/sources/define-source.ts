import type { ByteSource } from "../io/byte-source.ts";
import type { FileTree } from "../io/file-tree.ts";

/** What a person can give as a kernel: a file or a tree of files. */
export type Input = { readonly file: ByteSource } | { readonly tree: FileTree };

/** What a source found of a kernel: ways into bytes, nothing parsed yet. Each is absent when it was not found. */
export interface Artifacts {
  /** What the person gave, for messages and the report's `kernel.inputs`. */
  readonly inputs: readonly string[];
  /** `uname -r` where a path gives it: `lib/modules/<release>`, `boot/config-<release>`. */
  readonly release?: string;
  /** A vmlinux ELF file; the headers packages of Debian ship one that holds `.BTF` only. */
  readonly vmlinux?: ByteSource;
  /** A kernel configuration: `.config`, `/boot/config-*`, uncompressed `/proc/config.gz`. */
  readonly config?: ByteSource;
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
}

/** The modules that came with a kernel. An archive is read once from the front; a directory in any order. */
export interface ModuleTree {
  readonly name: string;
  /**
   * Visits modules, decompressed, until all are seen or `visit` answers `"stop"`. A module is valid only during its
   * visit.
   */
  each(visit: (module: ByteSource) => Promise<"stop" | undefined>): Promise<void>;
}

/** Read from `/proc` and `/sys` of the running system. */
export interface LiveState {
  /** `/sys/module/module/parameters/sig_enforce`; absent when the kernel has none. */
  readonly sigEnforce?: boolean;
  /** The bracketed word of `/sys/kernel/security/lockdown`; absent when it cannot be read. */
  readonly lockdown?: string;
  /** Machine as `uname -m` tells it. */
  readonly machine: string;
}

/** One kind of place that a kernel comes from. */
export interface Source {
  /** Equal to the file's name. */
  readonly id: string;
  /** Decides by content; the name is at most a hint. */
  recognises(input: Input): Promise<boolean>;
  /** @throws {FormatError} if the input is of this kind but damaged. */
  open(input: Input): Promise<Artifacts>;
}
