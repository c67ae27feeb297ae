import { type ArchitectureName, byVersion, type HostTool } from "@kofit/core";
import { machineOfNode, runsOn } from "./machines.ts";

/** The machine that builds. */
export interface BuildMachine {
  /** Absent where kofit has no name for it. */
  readonly architecture?: ArchitectureName;
  /** The version of its GNU C library: `"2.36"`; absent where it has another one. */
  readonly library?: string;
}

/** What Node knows of the machine that it runs on. */
export function thisMachine(): BuildMachine {
  const architecture = machineOfNode(process.arch)?.architecture;
  const library = libraryHere();
  return {
    ...(architecture && { architecture }),
    ...(library !== undefined && { library }),
  };
}

function libraryHere(): string | undefined {
  const report: unknown = process.report.getReport();
  if (typeof report !== "object" || report === null || !("header" in report)) return undefined;
  const { header } = report;
  if (typeof header !== "object" || header === null || !("glibcVersionRuntime" in header)) return undefined;
  const { glibcVersionRuntime } = header;
  return typeof glibcVersionRuntime === "string" ? glibcVersionRuntime : undefined;
}

/** Why a program does not run on a machine; `undefined` when it does, or when that is not known. */
export function cannotRun(
  { machine: made, library }: HostTool,
  { architecture, library: here }: BuildMachine,
): "foreign" | "newer-library" | undefined {
  if (architecture !== undefined && made && !runsOn(made.architecture, architecture)) return "foreign";
  const isNewer = library !== undefined && here !== undefined && byVersion(library, here) > 0;
  return isNewer ? "newer-library" : undefined;
}
