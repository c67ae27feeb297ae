import { defineCheck } from "../analyse/define-check.ts";
import { hasCome } from "../model/generation.ts";
import { SHT_NOBITS, THIS_MODULE } from "./shared/elf.ts";
import { named } from "./shared/sections.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "this-module-nobits",
  title: { en: "`.gnu.linkonce.this_module` has no content", zh: "`.gnu.linkonce.this_module` 没有内容" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module: { elf } }) => {
    const first = named(elf, THIS_MODULE)?.first;
    return first?.sh_type === SHT_NOBITS ? [{ size: first.sh_size }] : [];
  },
  // 6.4 to 6.12 leave such sections out when they count: elf_validity_cache_copy() in kernel/module/main.c
  kernelSays: (_, { generation, moduleInElfChecks }) =>
    noExec(
      hasCome(generation, "6.13")
        ? `module ${moduleInElfChecks}: ${THIS_MODULE} section must have a size set`
        : `module ${moduleInElfChecks}: Only one ${THIS_MODULE} section must exist.`,
    ),

  example: { size: 1280 },
  explain: {
    en: () => ({
      what: `\`${THIS_MODULE}\` is of type SHT_NOBITS: the file holds no bytes for it.`,
      why: "A tool kept the debug information and took out all content (`objcopy --only-keep-debug`).",
      fix: "Load the module itself, not the file with its debug information (`x.ko.debug`).",
    }),
    zh: () => ({
      what: `\`${THIS_MODULE}\` 的类型是 SHT_NOBITS，文件中没有它的内容。`,
      why: "某个工具只保留了调试信息而删除了全部内容（`objcopy --only-keep-debug`）。",
      fix: "请加载模块本身，而不是它的调试信息文件（`x.ko.debug`）。",
    }),
  },
});
