import {
  decompressed,
  FormatError,
  InputError,
  isGplCompatible,
  type LoadedModule,
  type ModuleFacts,
  readModuleFacts,
} from "@kofit/core";
import { fileSource, useNodeDecoders } from "@kofit/core/node";
import { MAX_MODULE } from "./read-module.ts";

/**
 * A module that is loaded already, as its file tells: its name and what it exports.
 *
 * @throws {InputError} if the file cannot be read, or does not tell.
 */
export async function loadedModule(file: string): Promise<LoadedModule> {
  useNodeDecoders();
  const source = fileSource(file);
  try {
    const facts = await readModuleFacts(await decompressed(source, MAX_MODULE));
    const { name, thisModule, exports } = facts;
    const called =
      (name.known ? name.value : undefined) ?? (thisModule.known ? thisModule.value?.name : undefined);
    if (called !== undefined && exports.known) {
      return { name: called, exports: exports.value, taints: taintsOf(facts) };
    }
    throw noModule(file, exports.known ? undefined : exports.why.en);
  } catch (error) {
    if (error instanceof FormatError) throw noModule(file, error.message);
    throw error;
  } finally {
    source.close();
  }
}

/** The taints that a module sets, or may set: whether its signature holds is not looked at. */
function taintsOf({ modinfo, license, vermagic, modversions }: ModuleFacts): string {
  const inTree = modinfo.known && modinfo.value.some(([tag]) => tag === "intree");
  const proprietary = !license.known || !isGplCompatible(license.value);
  const forced = !(vermagic.known && vermagic.value !== undefined && modversions.known && modversions.value);
  return [proprietary && "P", forced && "F", !inTree && "O", "E"].filter(Boolean).join("");
}

const noModule = (file: string, why: string | undefined): InputError =>
  new InputError({
    en: `${why ?? `${file} has no name`}: only a whole module can be loaded before`,
    zh: `${why ?? `${file} 没有模块名`}：只有完整的模块才能先行加载`,
  });
