import { configurationFiles, type Contradiction, sameInAll } from "@kofit/core";
import type { Headers } from "@kofit/build";
import { repairable } from "./repairable.ts";
import { listed, notOk, ok, type Problem, type Step } from "./step.ts";

/** Whether the three files in which headers keep their configuration are there, and say the same. */
export function configurationStep(headers: Headers): Step {
  const { configuration, directory } = headers;
  const { found, damaged, contradictions } = configuration;
  const remedy = repairable(headers, {
    en: `install the headers package again; do not run make oldconfig in ${directory}, which takes away what this machine has no tools for`,
    zh: `请重新安装头文件软件包；不要在 ${directory} 中运行 make oldconfig，那会去掉本机缺少工具支持的选项`,
  });
  const evidence = { files: found, contradictions };
  if (!configuration.config || damaged.length > 0) {
    const problems: readonly Problem[] = [
      ...damaged.map((message) => ({ what: sameInAll(message), remedy })),
      ...(configuration.config
        ? []
        : [
            {
              what: {
                en: "neither include/config/auto.conf nor .config can be read",
                zh: "include/config/auto.conf 和 .config 都无法读取",
              },
              remedy,
            },
          ]),
    ];
    const what = { en: "it is missing or damaged", zh: "缺失或已损坏" };
    return notOk("configuration", what, problems, { stopsBuild: true, evidence });
  }
  if (contradictions.length > 0) {
    const symbols = listed(contradictions.map(({ symbol }) => symbol));
    const what = {
      en: `its files contradict each other: ${symbols.en}`,
      zh: `其各个文件互相矛盾：${symbols.zh}`,
    };
    return notOk(
      "configuration",
      what,
      contradictions.map((one) => ({ what: contradiction(one, found), remedy })),
      {
        evidence,
      },
    );
  }
  const names = { en: found.join(", "), zh: found.join("、") };
  return ok("configuration", { en: `${names.en} say the same`, zh: `${names.zh} 内容一致` }, { evidence });
}

function contradiction(one: Contradiction, found: readonly string[]): Problem["what"] {
  const values = (["config", "forMake", "forCompiler"] as const).flatMap((key) => {
    const file = configurationFiles[key];
    return found.includes(file) ? [{ file, value: one[key] }] : [];
  });
  return {
    en: `${one.symbol} is ${values.map(({ file, value }) => `${value ?? "not set"} in ${file}`).join(", ")}`,
    zh: `${one.symbol} ${values.map(({ file, value }) => `在 ${file} 中为 ${value ?? "未设置"}`).join("，")}`,
  };
}
