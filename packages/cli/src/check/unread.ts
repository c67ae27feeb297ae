import { type ModuleFacts, type Text, unknown } from "@kofit/core";

/** The facts of a module that could not be read at all: each is unknown, for the same reason. */
export function unreadModule(why: Text): ModuleFacts {
  const fact = unknown(why, {
    en: "Copy or build the module again: the file is damaged or incomplete.",
    zh: "请重新复制或编译该模块：文件已损坏或不完整。",
  });
  return {
    elf: fact,
    name: fact,
    vermagic: fact,
    license: fact,
    importedNamespaces: fact,
    modinfo: fact,
    thisModule: fact,
    modversions: fact,
    imports: fact,
    relocations: fact,
    patchSites: fact,
    code: fact,
    btf: fact,
    exports: fact,
    signature: fact,
  };
}
