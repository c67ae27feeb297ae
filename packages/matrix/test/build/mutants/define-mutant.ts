import { type ElfEditor, Absent } from "../elf-editor.ts";
import type { Symver } from "../kernel-tree.ts";

/** How a module is handed to the kernel, where not by finit_module(2) without flags and parameters. */
export interface Load {
  readonly via?: "finit" | "init";
  readonly flags?: readonly ("ignore-vermagic" | "ignore-modversions" | "compressed")[];
  readonly params?: string;
  /** Ids of mutants that are loaded before it, in this order. */
  readonly before?: readonly string[];
}

/** What a mutant may look at beside its seed. */
export interface Kit {
  /** A seed, as it was built. @throws {Absent} */
  seed(name: string): Uint8Array;
  readonly release: string;
  readonly architecture: string;
  readonly config: ReadonlyMap<string, string>;
  /** `Module.symvers`. */
  readonly symvers: readonly Symver[];
  /** Names of built-in modules; see `Seeds`. */
  readonly builtins: readonly string[];
  /** A module that came with the kernel, unpacked; its signature is still on it if it had one. @throws {Absent} */
  inTree(): Uint8Array;
  /** A signature of `content` by a key that no kernel knows, as `openssl cms` makes it; options are added to its own. */
  sign(content: Uint8Array, options?: readonly string[]): Uint8Array;
  /** `content`, packed by a program of the system. @throws {Absent} */
  pack(program: string, args: readonly string[], content: Uint8Array): Uint8Array;
  /** Random bytes: for the same mutant always the same. */
  random(length: number): Uint8Array;
}

/** A good module with one thing changed. */
export interface Mutant {
  /** Kebab-case; also the name of its file. */
  readonly id: string;
  /** The seed that is changed. */
  readonly seed: string;
  /** What was changed, in a sentence. */
  readonly change: string;
  readonly load: Load;
  /** Changes `elf` in place, or answers with another file. @throws {Absent} if this kernel's seed has no such thing. */
  make(elf: ElfEditor, kit: Kit): Uint8Array | void;
}

export type Change = Mutant["make"];

/** Mutants of one seed: id, sentence, change, and how it is loaded. */
export const mutantsOf =
  (seed: string) =>
  (id: string, change: string, make: Change, load: Load = {}): Mutant => ({ id, seed, change, make, load });

/** A mutant that does not exist for kernels where the condition does not hold. */
export function only(condition: boolean, what: string): void {
  if (!condition) throw new Absent(what);
}

const utf8 = new TextEncoder();
export const text = (value: string): Uint8Array => utf8.encode(value);

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const THIS_MODULE = ".gnu.linkonce.this_module";
