import type { HeadersConfiguration, HeadersTrees } from "@kofit/core";
import { readConfigurations, releaseOf, sourceArch } from "@kofit/core";
import { directoryTree } from "@kofit/core/node";
import { sourceTreeOf } from "./source-tree.ts";

/** The headers that are looked at. */
export interface Headers {
  /** The configured directory. */
  readonly directory: string;
  readonly trees: HeadersTrees;
  readonly configuration: HeadersConfiguration;
  /** SRCARCH, their directory below `arch`; absent where no configuration tells it. */
  readonly arch?: string;
  /** What modules that are built here will carry; absent where no file tells it. */
  readonly release?: string;
  /** They were unpacked from packages: what is missing may be in another. */
  readonly unpacked: boolean;
}

/** Opens the headers in `directory`; what of them is damaged or missing is told by what was read. */
export async function openHeaders(directory: string, unpacked: boolean): Promise<Headers> {
  const source = await sourceTreeOf(directory);
  const trees: HeadersTrees = {
    output: directoryTree(directory, { links: "system" }),
    source: directoryTree(source, { links: "system" }),
  };
  const configuration = await readConfigurations(trees);
  const { output } = trees;
  const release = await releaseOf(
    await output.open("include/generated/utsrelease.h"),
    await output.open("include/config/kernel.release"),
  );
  const arch = configuration.arch === undefined ? undefined : sourceArch(configuration.arch);
  return {
    directory,
    trees,
    configuration,
    ...(arch !== undefined && { arch }),
    ...(release && { release: release.value }),
    unpacked,
  };
}
