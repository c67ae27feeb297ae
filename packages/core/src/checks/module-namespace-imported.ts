import { defineCheck } from "../analyse/define-check.ts";
import { bytesOfText } from "../model/byte-text.ts";

export default defineCheck({
  id: "module-namespace-imported",
  title: { en: "The module imports a `module:` namespace", zh: "模块导入了 `module:` 命名空间" },
  effect: "refused",
  needs: { kernel: ["features"], module: ["importedNamespaces"] },
  run: ({ kernel, module }) => {
    const namespaces = [...module.importedNamespaces].filter((name) => name.startsWith("module:"));
    return namespaces.length > 0 && kernel.features.has("module-namespaces")
      ? namespaces.map((namespace) => ({ namespace }))
      : [];
  },
  // setup_modinfo() in kernel/module/main.c
  kernelSays: ({ namespace }, { module }) => ({
    errno: "EPERM",
    log: [`${module}: module tries to import module namespace: ${bytesOfText(namespace)}`],
  }),

  example: { namespace: "module:kvm" },
  explain: {
    en: ({ namespace }) => ({
      what: `The module imports the namespace \`${namespace}\`.`,
      why: "Namespaces that begin with `module:` name the modules that may use their symbols; the kernel lets those in by their names and refuses every module that imports one.",
      fix: `Remove \`MODULE_IMPORT_NS("${namespace}")\`; a module that is not named there has to do without these symbols.`,
    }),
    zh: ({ namespace }) => ({
      what: `模块导入了命名空间 \`${namespace}\`。`,
      why: "以 `module:` 开头的命名空间列出了可以使用其符号的模块；内核按模块名放行，并拒绝任何显式导入它的模块。",
      fix: `请删除 \`MODULE_IMPORT_NS("${namespace}")\`；未被列出的模块不能使用这些符号。`,
    }),
  },
});
