import {
  decompressed,
  FormatError,
  InputError,
  isProprietary,
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
function taintsOf({ modinfo, license, vermagic, modversions, thisModule }: ModuleFacts): string {
  const name = thisModule.known ? thisModule.value?.name : undefined;
  const proprietary = !license.known || isProprietary(license.value, name);
  const forced = !(vermagic.known && vermagic.value !== undefined && modversions.known && modversions.value);
  const says = (tag: string): boolean => modinfo.known && modinfo.value.some(([one]) => one === tag);
  return [
    proprietary && "P",
    forced && "F",
    says("staging") && "C",
    !says("intree") && "O",
    "E",
    says("livepatch") && "K",
    says("test") && "N",
  ]
    .filter(Boolean)
    .join("");
}

const noModule = (file: string, why: string | undefined): InputError =>
  new InputError({
    en: `${why ?? `${file} has no name`}: only a whole module can be loaded before`,
    zh: `${why ?? `${file} 没有模块名`}：只有完整的模块才能先行加载`,
  });
