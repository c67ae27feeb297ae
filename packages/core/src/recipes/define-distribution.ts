import type { Text } from "../model/fact.ts";
import type { System } from "../model/system.ts";

/** What commands are wanted for. */
export type Need =
  /** The headers of the kernel, which modules are built with. */
  | "headers"
  /** The same headers as they were when their package was built: something has changed them since. */
  | "headers-again"
  /** A kernel and headers of one build, made from source. */
  | "kernel-from-source";

/** What a condition and a command may ask for. */
export interface RecipeGiven {
  readonly system: System;
  /** Of the kernel, `uname -r`. Has only what a release may have ({@link isRelease}): it goes into commands. */
  readonly release: string;
  /** Whether the repositories of the system still have a package ({@link Distribution.headersPackage}); absent when nobody asked. */
  readonly offered?: boolean;
}

/** Commands, and when they are right. */
export interface Recipe {
  readonly need: Need;
  /** Whether they are right here; `undefined` where that is not known, and the reader has to see for himself. */
  readonly holds: (given: RecipeGiven) => boolean | undefined;
  /** The condition in words, after "if": "the repository still has the package". */
  readonly condition: Text;
  /** What to type, in this order. */
  readonly commands: (given: RecipeGiven) => readonly string[];
  /** Worth knowing before it is typed. */
  readonly note?: Text;
}

/** A family of systems on which the same commands are right. */
export interface Distribution {
  /** Kebab-case, equal to the file's name. */
  readonly id: string;
  readonly name: string;
  /** Whether `system` is one. Exactly one distribution is it, or none. */
  readonly is: (system: System) => boolean;
  /** The package with the headers of a kernel, as the package manager takes it, if need be with its version. */
  readonly headersPackage: (given: RecipeGiven) => string;
  /**
   * Asks whether the repositories have a package, by what was last fetched of them: ends with 0 and prints something if so.
   * A program and its arguments; changes nothing.
   */
  readonly asksFor: (name: string) => readonly string[];
  readonly recipes: readonly Recipe[];
  readonly programs: Programs;
}

/** How programs are installed that building takes. */
export interface Programs {
  /** The command, without the packages. */
  readonly install: string;
  /**
   * What a package of Debian 12 (`"pahole"`, `"gcc-aarch64-linux-gnu"`) is called here; `undefined` where it has the same name.
   */
  readonly packages: (debian: string, system: System) => string | undefined;
}

/** Only infers types. */
export const defineDistribution = (distribution: Distribution): Distribution => distribution;

/** Whether `text` may be a kernel's release: nothing that a shell would take for more than a word. */
export const isRelease = (text: string): boolean => /^\d[\w.+~-]*$/.test(text);
