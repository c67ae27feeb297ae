import { defineCheck, type KernelSays } from "../analyse/define-check.ts";
import { bytesOfText } from "../model/byte-text.ts";
import type { ModuleParameter } from "../model/module.ts";
import { errnoOf, matched, type Reason, refusalOf, type Refusal } from "./shared/parameters.ts";

/** See `refusalOf()`. */
export interface Evidence extends Refusal {
  /** As it was written. */
  readonly name: string;
  /** Position among the arguments. */
  readonly argument: number;
  /** `null` without an `=`. */
  readonly value: string | null;
  readonly parameter: ModuleParameter;
}

/** What the setter itself says before parse_args() does. kernel/params.c */
function setterSays({ reason, limit, parameter }: Evidence): string[] {
  if (reason === "too-many") return [`${parameter.name}: can only take ${limit} arguments`];
  if (reason === "locked-down") {
    return ["Lockdown: …: unsafe module parameters is restricted; see man kernel_lockdown.7"];
  }
  if (reason !== "too-long") return [];
  return parameter.type === "string"
    ? [`${parameter.name}: string doesn't fit in ${limit} chars.`]
    : [`${parameter.name}: string parameter too long`];
}

/** A record of the kernel's log has no room for more than about 1,000 bytes. */
const MAX_SHOWN = 900;

function kernelSays(evidence: Evidence, module: string): KernelSays {
  const { name, value, reason, parameter } = evidence;
  // param_array() ends the text at the first comma, and does not restore it.
  const text = bytesOfText(value ?? "");
  const shown = parameter.elements === undefined ? text : (text.split(",")[0] ?? "");
  const said = reason === "too-long" ? "too large" : "invalid";
  const line =
    shown.length > MAX_SHOWN
      ? `${module}: \`${shown.slice(0, MAX_SHOWN)}…`
      : `${module}: \`${shown}' ${said} for parameter \`${bytesOfText(name)}'`;
  return { errno: errnoOf[reason], log: [...setterSays(evidence), line] };
}

const typeName = ({ type, elements }: ModuleParameter): string =>
  `${type}${elements === undefined ? "" : `[${elements}]`}`;

const shortened = (value: string | null): string =>
  value === null ? "" : value.length > 40 ? `${value.slice(0, 40)}…` : value;

const because: Readonly<Record<Reason, { en: (e: Evidence) => string; zh: (e: Evidence) => string }>> = {
  "no-value": {
    en: () => "Only parameters that are switched on and off may stand without a value",
    zh: () => "只有开关型参数可以不带值",
  },
  "not-a-number": {
    en: () =>
      "The value is not a whole number as the kernel reads it: decimal, `0x…` hexadecimal, or `0…` octal",
    zh: () => "该值不是内核能识别的整数：十进制、`0x…` 十六进制或 `0…` 八进制",
  },
  "out-of-range": {
    en: () => "The number does not fit the type",
    zh: () => "该数值超出了类型的范围",
  },
  "not-a-bool": {
    en: () => "The value has to be `1`, `y`, `on`, `0`, `n` or `off`",
    zh: () => "取值应为 `1`、`y`、`on`、`0`、`n` 或 `off`",
  },
  "too-many": {
    en: ({ limit }) => `The parameter takes ${limit} values separated by commas, and not more`,
    zh: ({ limit }) => `该参数最多接受 ${limit} 个以逗号分隔的值`,
  },
  "too-long": {
    en: ({ limit }) => `The parameter takes ${limit} bytes at most`,
    zh: ({ limit }) => `该参数最多 ${limit} 字节`,
  },
  "locked-down": {
    en: () => "It tells the driver where its hardware is, which a kernel that is locked down lets nobody do",
    zh: () => "它告诉驱动硬件的位置，而处于 lockdown 状态的内核不允许这样做",
  },
};

export default defineCheck({
  id: "parameter-invalid",
  title: { en: "A parameter cannot be set to this value", zh: "参数不能设为这个值" },
  effect: "refused",
  needs: {
    kernel: ["architecture", "release", "signaturePolicy"],
    module: ["parameters"],
    state: ["loading"],
  },
  *run({ kernel, module, state }): Iterable<Evidence> {
    if (state.loading.parameters.list.length === 0) return;
    for (const { argument, index, parameter } of matched(state.loading, module.parameters)) {
      if (!parameter) continue;
      const refusal = refusalOf(parameter, argument.value, {
        bits: kernel.architecture.bits,
        release: kernel.release,
        // A policy that enforces signatures does not tell whether the kernel is locked down besides.
        lockedDown: parameter.hardware === true && kernel.signaturePolicy === "lockdown",
      });
      const { name, value = null } = argument;
      if (refusal) yield { name, argument: index, value, parameter, ...refusal };
    }
  },
  kernelSays: (evidence, { module }) => kernelSays(evidence, module),

  example: {
    name: "number",
    argument: 0,
    value: "seven",
    parameter: { name: "number", type: "int" },
    reason: "not-a-number",
  },
  explain: {
    en: (evidence) => ({
      what: `The parameter \`${evidence.name}\` has the type \`${typeName(evidence.parameter)}\` and cannot be set to \`${shortened(evidence.value) || " "}\`.`,
      why: `${because[evidence.reason].en(evidence)}.`,
      fix: `Correct the value, where it is set: on the command line of \`insmod\` or \`modprobe\`, in \`/etc/modprobe.d\`, or as \`MODULE.${evidence.name}=\` on the kernel's.`,
    }),
    zh: (evidence) => ({
      what: `参数 \`${evidence.name}\` 的类型是 \`${typeName(evidence.parameter)}\`，不能设为 \`${shortened(evidence.value) || " "}\`。`,
      why: `${because[evidence.reason].zh(evidence)}。`,
      fix: `请在设置该值的地方改正：\`insmod\` 或 \`modprobe\` 的命令行、\`/etc/modprobe.d\`，或内核命令行中的 \`MODULE.${evidence.name}=\`。`,
    }),
  },
});
