import { type Text, type Unknown, unknown } from "../../model/fact.ts";
import type { Unread } from "./variables.ts";

/** A value that shell code decides, as an unknown fact. */
export function unreadFact(unread: Unread): Unknown {
  const { source: input, line } = unread;
  const { en, zh } = reasonOf(unread);
  return unknown(
    { en: `${input}, line ${line}: ${en}`, zh: `${input} 第 ${line} 行：${zh}` },
    {
      en: `Look at line ${line} of ${input}; kofit runs nothing that is written there.`,
      zh: `请查看 ${input} 的第 ${line} 行；kofit 不会运行其中的任何代码。`,
    },
  );
}

function reasonOf({ reason, name }: Unread): Text {
  switch (reason) {
    case "command-substitution":
      return { en: "the value is what a program prints", zh: "该值取决于某个程序的输出" };
    case "conditional":
      return {
        en: "whether it is set depends on shell code (if, case, a loop, && or ||)",
        zh: "是否赋值取决于 shell 代码（if、case、循环、&& 或 ||）",
      };
    case "expansion":
      return { en: "the value needs a shell to be computed", zh: "该值需要由 shell 计算得出" };
    case "code":
      return { en: "shell code may have set it", zh: "shell 代码可能对其赋过值" };
    case "not-set":
      return {
        en: `the value depends on $${name}, which is set elsewhere`,
        zh: `该值取决于在别处设置的 $${name}`,
      };
    case "too-long":
      return { en: "the value is too long", zh: "该值过长" };
    default:
      return reason satisfies never;
  }
}
