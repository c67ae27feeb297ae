import type { Probe, Text } from "@kofit/core";

/** `$(if-success,…)` of scripts/Kconfig.include after expansion. */
const SUCCESS = /^\{ (.*); \} >\/dev\/null 2>&1 && echo "[^"]*" \|\| echo "[^"]*"$/;
/** What `$(cc-option,…)` does around its command. */
const TEMPORARY = /^trap "rm -rf \.tmp_\$\$" EXIT; mkdir \.tmp_\$\$; /;

/** The command of a probe without what Kconfig's macros put around it. */
export function commandOf({ kind, text }: Probe): string {
  if (kind === "environment") return text;
  return (SUCCESS.exec(text)?.[1] ?? text).replace(TEMPORARY, "");
}

/** What a probe answered, in words. */
export function probeWords(probe: Probe, answer: string | undefined): Text {
  const command = `\`${commandOf(probe)}\``;
  if (probe.kind === "environment") return variableWords(probe.text, answer);
  if (SUCCESS.test(probe.text) && probe.outcomes) return outcomeWords(command, answer, probe.outcomes);
  return answer === undefined
    ? { en: `what ${command} printed is not known`, zh: `${command} 的输出未知` }
    : {
        en: `${command} printed ${answer || "nothing"}`,
        zh: `${command} 的输出为${answer ? ` ${answer}` : "空"}`,
      };
}

function outcomeWords(command: string, answer: string | undefined, [success]: readonly string[]): Text {
  if (answer === undefined) {
    return { en: `whether ${command} succeeded is not known`, zh: `${command} 是否成功未知` };
  }
  return answer === success
    ? { en: `${command} succeeded`, zh: `${command} 执行成功` }
    : { en: `${command} failed`, zh: `${command} 执行失败` };
}

function variableWords(name: string, answer: string | undefined): Text {
  if (answer === undefined) {
    return { en: `the value of the variable ${name} of make is not known`, zh: `make 变量 ${name} 的值未知` };
  }
  return answer === ""
    ? { en: `the variable ${name} of make was empty`, zh: `make 变量 ${name} 为空` }
    : { en: `the variable ${name} of make was \`${answer}\``, zh: `make 变量 ${name} 的值为 \`${answer}\`` };
}
