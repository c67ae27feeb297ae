import { defineCheck } from "../analyse/define-check.ts";
import { bytesOfText } from "../model/byte-text.ts";

export default defineCheck({
  id: "parameters-after-dashes",
  title: { en: "Parameters behind -- are ignored", zh: "-- 之后的参数被忽略" },
  effect: "note",
  needs: { state: ["loading"] },
  run: ({ state }) => {
    const { afterDashes } = state.loading.parameters;
    return afterDashes === undefined ? [] : [{ ignored: afterDashes }];
  },
  // load_module() in kernel/module/main.c
  kernelSays: ({ ignored }, { module }) => ({
    errno: null,
    log: [`${module}: parameters '${bytesOfText(ignored)}' after \`--' ignored`],
  }),

  example: { ignored: "debug=1" },
  explain: {
    en: ({ ignored }) => ({
      what: `\`${ignored || " "}\` stands behind \`--\` and sets nothing.`,
      why: "Two dashes end the parameters, as they do on the kernel's command line.",
      fix: "Leave the two dashes out.",
    }),
    zh: ({ ignored }) => ({
      what: `\`${ignored || " "}\` 位于 \`--\` 之后，不起任何作用。`,
      why: "与内核命令行一样，两个短横线表示参数到此结束。",
      fix: "请去掉这两个短横线。",
    }),
  },
});
