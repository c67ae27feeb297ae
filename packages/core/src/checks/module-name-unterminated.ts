import { defineCheck } from "../analyse/define-check.ts";
import { linkedByHand } from "./shared/damaged.ts";

export default defineCheck({
  id: "module-name-unterminated",
  title: { en: "The module's name has no end", zh: "模块名没有结束符" },
  effect: "unsafe",
  needs: { module: ["thisModule", "vermagic"] },
  // MODULE_NAME_LEN in include/linux/module.h: 6.1 with CONFIG_FORTIFY_SOURCE panics, later ones cannot unload it by name.
  run: ({ module }) => {
    const { thisModule } = module;
    if (!thisModule?.unterminatedName || module.vermagic?.includes("RANDSTRUCT") === true) return [];
    return [{ name: thisModule.name ?? "" }];
  },

  example: { name: "a_name_of_fifty_six_letters_and_not_a_single_one_too_few" },
  explain: {
    en: ({ name }) => ({
      what: `The member \`name\` of \`struct module\` is full to its last byte (\`${name}\`) and has no NUL at its end: kernels read on behind it, some of them crash, and such a module cannot be unloaded.`,
      why: "The kernel's build refuses such names; the file was linked by hand or changed after it was built.",
      fix: linkedByHand.en.fix,
    }),
    zh: ({ name }) => ({
      what: `\`struct module\` 的 \`name\` 成员被完全占满（\`${name}\`），末尾没有 NUL：内核会继续向后读取，有的内核会崩溃，这样的模块也无法卸载。`,
      why: "内核的构建系统不接受这样的名字；该文件可能是手工链接的，或在编译之后被改动过。",
      fix: linkedByHand.zh.fix,
    }),
  },
});
