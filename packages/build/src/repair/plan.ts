import type { KernelFacts, Text } from "@kofit/core";
import { type Headers, openHeaders } from "../headers/open-headers.ts";
import type { Weighed } from "../headers/weighed-drift.ts";
import { configurationRepair } from "./configuration.ts";
import { hostToolsRepair } from "./host-tools.ts";
import { missingFiles, unfit } from "./obstacles.ts";
import { symversRepair } from "./symvers.ts";

/** A program that is compiled from sources that the headers have. */
export interface Compiled {
  /** Absolute paths, in the order in which they are given to the compiler. */
  readonly sources: readonly string[];
  /** Directories that are searched for headers, absolute. */
  readonly includes: readonly string[];
  /** `"-lcrypto"` */
  readonly libraries: readonly string[];
}

/** A file that a repair writes. */
export interface PlannedFile {
  /** Relative to the headers: `"include/config/auto.conf"`. */
  readonly path: string;
  /** What it will hold, or how that is made. */
  readonly content: Uint8Array | Compiled;
  /** Milliseconds since 1970; absent: the time of writing. Of `.config`, which make compares with what was made from it. */
  readonly modified?: number;
}

/** One thing that is put right. Plain data. */
export type RepairStep =
  | {
      readonly id: "configuration";
      /** What the headers set otherwise than the kernel and modules depend on; empty when only the files of the headers disagree. */
      readonly differences: readonly Weighed[];
      /** Symbols on which the files of the headers disagree. */
      readonly contradictions: readonly string[];
      /** Name of what the kernel's configuration was read from. */
      readonly from: string;
      /** Files that are written whole. */
      readonly files: readonly string[];
      /** Files of single options that get a new time, so that what was built with the old value is built anew. */
      readonly touched: number;
    }
  | {
      readonly id: "symvers";
      /** Lines that are not what the image says. */
      readonly lines: number;
      /** Some of the symbols. */
      readonly symbols: readonly string[];
      /** Name of the image. */
      readonly from: string;
    }
  | {
      readonly id: "host-tools";
      readonly tools: readonly {
        readonly path: string;
        /** What it was compiled for: `"arm64"`. */
        readonly machine: string;
        readonly why: "foreign" | "newer-library";
      }[];
    };

/** Something that is wrong, and that a repair cannot put right. */
export interface Obstacle {
  readonly what: Text;
  readonly remedy: Text;
  /** Nothing at all can be repaired, or even judged. */
  readonly stops?: "unfit" | "unknown";
}

/** What is to be done with headers to bring them in step with their kernel. */
export interface RepairPlan {
  /** Their configured directory, as it was given. */
  readonly headers: string;
  /** Of the kernel; absent when it is not known. */
  readonly release?: string;
  /** Empty when nothing is to be done, or can be. */
  readonly steps: readonly RepairStep[];
  readonly files: readonly PlannedFile[];
  readonly obstacles: readonly Obstacle[];
}

/** What one part of a plan comes to. */
export interface PartOfPlan {
  readonly step?: RepairStep;
  readonly files?: readonly PlannedFile[];
  readonly obstacles?: readonly Obstacle[];
}

/**
 * Compares headers with their kernel, and plans what makes them fit. Nothing is written, and nothing is run.
 *
 * @param kernel read without what any headers say of it, but for the `Module.symvers` of these, and with its image:
 *   `openKernel(targets, { headers, withImageBeside: true })`.
 */
export async function planRepair(directory: string, kernel: KernelFacts): Promise<RepairPlan> {
  const headers = await openHeaders(directory, false);
  const release = kernel.release.known ? kernel.release.value : undefined;
  const plan = { headers: directory, ...(release !== undefined && { release }) };
  const stopping = unfit(headers, kernel);
  if (stopping) return { ...plan, steps: [], files: [], obstacles: [stopping] };
  const parts = await partsOf(headers, kernel);
  return {
    ...plan,
    steps: parts.flatMap(({ step }) => step ?? []),
    files: parts.flatMap(({ files = [] }) => files),
    obstacles: parts.flatMap(({ obstacles = [] }) => obstacles),
  };
}

async function partsOf(headers: Headers, kernel: KernelFacts): Promise<readonly PartOfPlan[]> {
  const configuration = await configurationRepair(headers, kernel);
  const parts = [configuration, await symversRepair(headers, kernel), await hostToolsRepair(headers)];
  const written = new Set(parts.flatMap(({ files = [] }) => files.map(({ path }) => path)));
  return [...parts, await missingFiles(headers, kernel, written)];
}
