import {
  type Cause,
  type Evaluator,
  kconfigText,
  type Operand,
  type Place,
  type Probe,
  type Reason,
  spell,
  type SymbolLink,
  type Text,
} from "@kofit/core";
import { commandOf } from "./probe-words.ts";

/** `lib/Kconfig.debug:385`. */
export const placeText = ({ file, line }: Place): string => `${file}:${line}`;

/** A value in a sentence. */
export function valueText(value: string | undefined): Text {
  if (value === undefined) return { en: "not known", zh: "未知" };
  return value === "" ? { en: "empty", zh: "空" } : { en: value, zh: value };
}

/** Symbols of a condition whose values are told. */
const TOLD = 4;

/** `PAHOLE_VERSION >= 116, and PAHOLE_VERSION is 0`; the name of what is `n` or `y` itself: `USB, which is n`. */
export function causeWords({ part, probes }: Cause, world: Evaluator): Text {
  const text = spell(part, world.rules);
  const symbols = [...new Set(symbolsIn(part))].filter((name) => world.rules.symbols.has(name));
  const [probe] = probes.map((index) => world.rules.probes[index]);
  if (probe && symbols.length === 0) return probeCause(probe, part.op === "value", text);
  const values = symbols
    .slice(0, TOLD)
    .map((name) => ({ name, value: valueText(kconfigText(world.valueOf(name))) }));
  const [only] = values;
  if (!only) return { en: text, zh: text };
  if (part.op === "value")
    return { en: `${text}, which is ${only.value.en}`, zh: `${text}（值为 ${only.value.zh}）` };
  const en = values.map(({ name, value }) => `${name} is ${value.en}`).join(", ");
  const zh = values.map(({ name, value }) => `${name} 的值为 ${value.zh}`).join("，");
  return { en: `${text}, and ${en}`, zh: `${text}（${zh}）` };
}

function symbolsIn(expression: Cause["part"]): readonly string[] {
  if (expression.op === "not") return symbolsIn(expression.of);
  if (expression.op === "value") return namesOf([expression.operand]);
  if (expression.op === "compare") return namesOf([expression.left, expression.right]);
  return expression.of.flatMap((each) => symbolsIn(each));
}

function namesOf(operands: readonly Operand[]): readonly string[] {
  return operands.flatMap((operand) => (operand.kind === "symbol" ? [operand.name] : []));
}

/** A probe that stands in a condition itself; what it answered is the next arrow. */
function probeCause(probe: Probe, alone: boolean, text: string): Text {
  if (!alone)
    return { en: text.replace(probe.text, commandOf(probe)), zh: text.replace(probe.text, commandOf(probe)) };
  const command = `\`${commandOf(probe)}\``;
  return probe.outcomes
    ? { en: `the success of ${command}`, zh: `${command} 执行成功` }
    : { en: `the output of ${command}`, zh: `${command} 的输出` };
}

/** One arrow: why the symbol of `link` is what it is. */
export function linkWords(link: SymbolLink, world: Evaluator): Text {
  const { name, reason } = link;
  const value = valueText(link.value);
  const cause = link.cause && causeWords(link.cause, world);
  const place = placeOf(link);
  const at = { en: place && ` (${place})`, zh: place && `（${place}）` };
  const text = sentence(name, value, reason, cause, world);
  return { en: text.en + at.en, zh: text.zh + at.zh };
}

/** The line that tells: that of the cause, where there is one. */
function placeOf({ reason, cause }: SymbolLink): string {
  const where = cause?.where ?? ("where" in reason ? reason.where : undefined);
  return where ? placeText(where) : "";
}

function sentence(
  name: string,
  value: Text,
  reason: Reason,
  cause: Text | undefined,
  world: Evaluator,
): Text {
  switch (reason.kind) {
    case "asked":
      return {
        en: `${name} is ${value.en}: the configuration says so where "${reason.prompt}" is asked`,
        zh: `${name} 的值为 ${value.zh}：对于“${reason.prompt}”，配置文件是这样回答的`,
      };
    case "selected":
      return {
        en: `${name} is ${value.en}: ${reason.by} selects it`,
        zh: `${name} 的值为 ${value.zh}：由 ${reason.by} 选中（select）`,
      };
    case "implied":
      return {
        en: `${name} is ${value.en}: ${reason.by} implies it`,
        zh: `${name} 的值为 ${value.zh}：由 ${reason.by} 暗示（imply）`,
      };
    case "choice":
      return choiceSentence(name, value, reason.chosen);
    case "nothing-sets-it":
      return nothingSentence(name, value, reason);
    case "undefined":
      return {
        en: `no Kconfig file that was read defines ${name}`,
        zh: `所读取的 Kconfig 文件都没有定义 ${name}`,
      };
    case "elsewhere":
      return {
        en: `${name} is ${value.en} in the configuration; the Kconfig files that were read do not make it so`,
        zh: `${name} 在配置文件中为 ${value.zh}；仅凭所读取的 Kconfig 文件得不出这个值`,
      };
    case "default":
      return defaultSentence(name, value, reason, cause, world);
    case "default-unmet":
    case "dependency":
    case "unknown":
    default:
      return needing(name, value, reason.kind === "default-unmet", cause ?? notKnown);
  }
}

const notKnown: Text = { en: "what is not known", zh: "未知的内容" };

function needing(name: string, value: Text, isDefault: boolean, cause: Text): Text {
  return isDefault
    ? {
        en: `${name} is ${value.en}: nobody is asked, and its default needs ${cause.en}`,
        zh: `${name} 的值为 ${value.zh}：它没有可见的提示，而其默认值要求 ${cause.zh}`,
      }
    : { en: `${name} depends on ${cause.en}`, zh: `${name} 依赖 ${cause.zh}` };
}

function defaultSentence(
  name: string,
  value: Text,
  { expression }: Extract<Reason, { readonly kind: "default" }>,
  cause: Text | undefined,
  world: Evaluator,
): Text {
  const probe = expression.op === "value" && expression.operand.kind === "template";
  const spelled = spell(expression, world.rules);
  if (probe && cause)
    return {
      en: `${name} is ${value.en}: by default ${cause.en}`,
      zh: `${name} 的值为 ${value.zh}：默认为 ${cause.zh}`,
    };
  return cause
    ? { en: `${name} is ${value.en} by default: ${cause.en}`, zh: `${name} 默认为 ${value.zh}：${cause.zh}` }
    : {
        en: `${name} is ${value.en}: \`default ${spelled}\``,
        zh: `${name} 的值为 ${value.zh}：\`default ${spelled}\``,
      };
}

function choiceSentence(name: string, value: Text, chosen: string | undefined): Text {
  if (chosen === name)
    return {
      en: `${name} is ${value.en}: the default of its choice`,
      zh: `${name} 的值为 ${value.zh}：它是所在选择项的默认值`,
    };
  return chosen === undefined
    ? {
        en: `${name} is ${value.en}: of its choice nothing is chosen`,
        zh: `${name} 的值为 ${value.zh}：所在的选择项没有选中任何成员`,
      }
    : {
        en: `${name} is ${value.en}: of its choice ${chosen} is chosen`,
        zh: `${name} 的值为 ${value.zh}：所在的选择项选中了 ${chosen}`,
      };
}

/** Selectors that are named, of many. */
const NAMED = 4;

function nothingSentence(
  name: string,
  value: Text,
  { selectors }: Extract<Reason, { readonly kind: "nothing-sets-it" }>,
): Text {
  const more = selectors.length > NAMED ? ", …" : "";
  const names = selectors.slice(0, NAMED).join(", ") + more;
  return selectors.length === 0
    ? {
        en: `${name} is ${value.en}: nobody is asked, and nothing sets it`,
        zh: `${name} 的值为 ${value.zh}：它没有可见的提示，也没有任何设置它的规则`,
      }
    : {
        en: `${name} is ${value.en}: nobody is asked, and nothing that selects it is on (${names})`,
        zh: `${name} 的值为 ${value.zh}：它没有可见的提示，而会选中它的符号都未启用（${names}）`,
      };
}
