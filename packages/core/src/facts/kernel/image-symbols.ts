import { type BuiltinParams, readBuiltinParams } from "../../formats/builtin-params/builtin-params.ts";
import { type KernelSymbols, openKernelSymbols } from "../../formats/kallsyms/kernel-symbols.ts";
import { readKernelExports } from "../../formats/kernel-exports/kernel-exports.ts";
import type { KernelSymbol } from "../../formats/ksymtab/ksymtab.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { imageOf } from "./image.ts";
import { once } from "./once.ts";
import { giveHeaders } from "./remedies.ts";

/** The unpacked image with its symbols; `undefined` when there is none. @throws {FormatError} if the image is damaged. */
export const imageSymbols: (artifacts: Artifacts) => Promise<KernelSymbols | undefined> = once(
  async (artifacts) => {
    const image = await imageOf(artifacts);
    return image && openKernelSymbols(image);
  },
);

/** The parameters of what is built into the image; `undefined` when there is none. @throws {FormatError} if it is damaged. */
export const imageParams: (artifacts: Artifacts) => Promise<BuiltinParams | undefined> = once(
  async (artifacts) => {
    const symbols = await imageSymbols(artifacts);
    return symbols && readBuiltinParams(symbols);
  },
);

/** What the image exports; `undefined` when there is none. @throws {FormatError} if it is damaged. */
export const imageExports: (artifacts: Artifacts) => Promise<Fact<readonly KernelSymbol[]> | undefined> =
  once(async (artifacts) => {
    const symbols = await imageSymbols(artifacts);
    if (!symbols) return undefined;
    const found = await readKernelExports(symbols);
    const { kernel, elf, damage } = symbols;
    if (!found) return noTables(kernel.name, damage?.what);
    return known(found, { input: kernel.name, part: elf ? "__ksymtab" : "exports" });
  });

const noTables = (name: string, damage: string | undefined): Fact<readonly KernelSymbol[]> =>
  unknown(
    {
      en: `no tables of exports were found in ${name}: it was built without CONFIG_MODULES, or is of a kind that kofit cannot read${damage === undefined ? "" : ` (${damage})`}`,
      zh: `在 ${name} 中没有找到导出符号表：该内核编译时未启用 CONFIG_MODULES，或属于 kofit 无法读取的类型${damage === undefined ? "" : `（${damage}）`}`,
    },
    giveHeaders,
  );
