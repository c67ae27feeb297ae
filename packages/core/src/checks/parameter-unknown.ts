import { defineCheck } from "../analyse/define-check.ts";
import { bytesOfText } from "../model/byte-text.ts";
import { matched } from "./shared/parameters.ts";

/** Names that unknown_module_param_cb() in kernel/module/main.c knows for every module. */
const KNOWN: ReadonlySet<string> = new Set(["async_probe", "dyndbg"]);

export default defineCheck({
  id: "parameter-unknown",
  title: { en: "The module has no such parameter", zh: "模块没有这个参数" },
  effect: "note",
  needs: { module: ["parameters"], state: ["loading"] },
  run: ({ module, state }) => {
    if (state.loading.parameters.list.length === 0) return [];
    const known = module.parameters;
    return matched(state.loading, known)
      .filter(({ argument, parameter }) => !parameter && !KNOWN.has(argument.name))
      .map(({ argument, index }) => ({
        name: argument.name,
        argument: index,
        known: known.map(({ name }) => name),
      }));
  },
  kernelSays: ({ name }, { module }) => ({
    errno: null,
    log: [`${module}: unknown parameter '${bytesOfText(name)}' ignored`],
  }),

  example: { name: "nunber", argument: 0, known: ["number", "label"] },
  explain: {
    en: ({ name, known }) => ({
      what: `The module has no parameter \`${name}\`; ${known.length === 0 ? "it has none at all" : `it has ${known.map((one) => `\`${one}\``).join(", ")}`}.`,
      why: "The name is misspelt, or belongs to another version of the module: the kernel loads the module all the same and ignores the word.",
      fix: "See `modinfo -p FILE` for the names; look in `/etc/modprobe.d` for where it is set.",
    }),
    zh: ({ name, known }) => ({
      what: `模块没有名为 \`${name}\` 的参数；${known.length === 0 ? "它没有任何参数" : `它的参数有 ${known.map((one) => `\`${one}\``).join("、")}`}。`,
      why: "名字写错了，或者属于该模块的另一个版本：内核仍会加载模块，并忽略这个词。",
      fix: "请用 `modinfo -p FILE` 查看参数名；并在 `/etc/modprobe.d` 中查找设置它的位置。",
    }),
  },
});
