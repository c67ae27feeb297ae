import { configuration } from "./configuration.ts";
import { exported } from "./exports.ts";
import { loader } from "./loader.ts";
import type { Outcome, Section } from "./section.ts";
import type { Side } from "./side.ts";
import { structModule } from "./struct-module.ts";
import { toolchain } from "./toolchain.ts";
import { types } from "./types.ts";
import { vermagic } from "./vermagic.ts";

/** What is compared, in the order of what matters to modules: what refuses every module comes first. */
export const sections: readonly Section[] = [
  vermagic,
  structModule,
  configuration,
  exported,
  types,
  toolchain,
  loader,
];

/** A subject, and what became of it. */
export interface Compared {
  readonly section: Section;
  readonly outcome: Outcome;
}

/** Compares two kernels in everything that matters to modules. @throws {FormatError} if the types of one are damaged. */
export const compareSides = (a: Side, b: Side): readonly Compared[] =>
  sections.map((section) => ({ section, outcome: section.compare(a, b) }));
