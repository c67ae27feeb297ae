import { statSync } from "node:fs";
import { release } from "../src/facts/kernel/release.ts";
import {
  readKernelTypes,
  readTypesBesideHeaders,
  type TypesBesideHeaders,
  type WantedType,
} from "../src/facts/kernel/types.ts";
import { readModuleTypes } from "../src/facts/module/types.ts";
import type { CTypes } from "../src/model/c-type.ts";
import { type Fact, known } from "../src/model/fact.ts";
import { fileSource } from "./file-source.ts";
import { useNodeDecoders } from "./node-decoders.ts";
import { localPaths } from "./local-paths.ts";
import { withArtifacts } from "./open-artifacts.ts";
import type { OpenOptions } from "./open-kernel.ts";

/** The C types of a kernel, or of a module. */
export interface KernelTypes {
  /** Of a module its path. */
  readonly release: Fact<string>;
  readonly types: Fact<CTypes>;
  /** What they were looked for in. */
  readonly inputs: readonly string[];
}

/**
 * The types of the kernel that `targets` mean together, as `openKernel` takes them, or of one module. They are read anew
 * each time: finding them in a kernel takes less than decoding what a cache would keep.
 *
 * @param wanted is in them, if the target has it; absent, all are
 * @throws {InputError} if a target is not there, is no kernel, or the targets are different kernels.
 * @throws {FormatError} if a target is damaged.
 * @throws {AptError} if packages cannot be got.
 */
export async function openTypes(
  targets: readonly string[],
  wanted?: WantedType,
  options: OpenOptions = {},
): Promise<KernelTypes> {
  const paths = await localPaths(targets, options);
  const [path, ...more] = paths;
  const module = path !== undefined && more.length === 0 ? await ofModule(path, wanted) : undefined;
  if (module) return module;
  return withArtifacts(
    paths,
    () => {},
    async (artifacts) => ({
      release: await release(artifacts),
      types: await readKernelTypes(artifacts, wanted),
      inputs: artifacts.inputs,
    }),
  );
}

/**
 * All types of the kernel that `targets` mean together, and those of its headers, where these are a side of their own.
 *
 * @throws as {@link openTypes}.
 */
export async function openTypesBeside(
  targets: readonly string[],
  options: OpenOptions = {},
): Promise<TypesBesideHeaders> {
  return withArtifacts(await localPaths(targets, options), () => {}, readTypesBesideHeaders);
}

/** `undefined` when the file is no module. */
async function ofModule(path: string, wanted: WantedType | undefined): Promise<KernelTypes | undefined> {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
  useNodeDecoders();
  const file = fileSource(path);
  try {
    const types = await readModuleTypes(file, wanted);
    return types && { release: known(path, { input: path }), types, inputs: [path] };
  } finally {
    file.close();
  }
}
