import type { RepairStep, Weighed } from "@kofit/build";
import type { Text } from "@kofit/core";
import { listed } from "../preflight/step.ts";
import type { RepairResult } from "./repair-json.ts";

export const titles = {
  configuration: { en: "configuration", zh: "配置" },
  symvers: { en: "Module.symvers", zh: "Module.symvers" },
  "host-tools": { en: "build programs", zh: "编译程序" },
  obstacle: { en: "not repaired", zh: "无法修复" },
} as const satisfies Readonly<Record<RepairStep["id"] | "obstacle", Text>>;

export const words = {
  heading: {
    en: (headers: string, kernel: string) => `${headers} for ${kernel}`,
    zh: (headers: string, kernel: string) => `${headers}，用于 ${kernel}`,
  },
  thisKernel: { en: "this kernel", zh: "该内核" },
  more: {
    en: (count: number) => `and ${count} more; --json lists all`,
    zh: (count: number) => `还有 ${count} 项；--json 会全部列出`,
  },
  writes: {
    en: (files: string, touched: number) =>
      `writes ${files}${touched > 0 ? `, and new times to the files of ${touched} options` : ""}`,
    zh: (files: string, touched: number) =>
      `写入 ${files}${touched > 0 ? `，并更新 ${touched} 个选项对应文件的时间` : ""}`,
  },
  overlay: {
    en: "This is done in a directory of your cache; the headers are left as they are.",
    zh: "以上内容写入缓存中的一个目录；头文件保持不变。",
  },
  inPlace: {
    en: "This changes the headers themselves; kofit repair --undo takes it back.",
    zh: "以上操作会修改头文件本身；可用 kofit repair --undo 撤销。",
  },
} as const;

/** What a step does, in one sentence. */
export function stepText(step: RepairStep): Text {
  if (step.id === "configuration") return configurationText(step);
  if (step.id === "symvers") {
    const names = listed(step.symbols);
    return {
      en: `${step.lines} lines are not what ${nameOf(step.from)} exports (${names.en}): they are written as the image has them`,
      zh: `有 ${step.lines} 行与 ${nameOf(step.from)} 导出的不符（${names.zh}）：按内核映像改写`,
    };
  }
  const names = listed(step.tools.map(({ path, machine }) => `${path} (${machine})`));
  return {
    en: `do not run on this machine, and are compiled anew: ${names.en}`,
    zh: `无法在本机运行，将重新编译：${names.zh}`,
  };
}

function configurationText({
  differences,
  contradictions,
  from,
}: Extract<RepairStep, { id: "configuration" }>): Text {
  if (differences.length > 0) {
    const count = differences.length;
    return {
      en: `is taken from ${nameOf(from)}: ${count} ${count === 1 ? "option that modules depend on differs" : "options that modules depend on differ"}`,
      zh: `取自 ${nameOf(from)}：有 ${count} 个影响模块的选项不同`,
    };
  }
  if (contradictions.length > 0) {
    const names = listed(contradictions);
    return {
      en: `is taken from ${nameOf(from)}: the files of the headers contradict each other (${names.en})`,
      zh: `取自 ${nameOf(from)}：头文件的各个配置文件互相矛盾（${names.zh}）`,
    };
  }
  return {
    en: `is taken from ${nameOf(from)}: files of it are missing or damaged`,
    zh: `取自 ${nameOf(from)}：其中的文件缺失或已损坏`,
  };
}

/** Of a member of a package, the member. */
const nameOf = (input: string): string => input.slice(input.lastIndexOf("!") + 1);

const value = (one: string | undefined): Text => ({ en: one ?? "not set", zh: one ?? "未设置" });

/** An option on both sides, and what hangs on it. */
export function differenceText({ symbol, kernel, headers, members, use }: Weighed): Text {
  const [mine, theirs] = [value(kernel), value(headers)];
  const names = listed(members);
  const place = use ? `${use.path}:${use.line}` : "";
  const [en, zh] =
    members.length > 0
      ? [`guards ${names.en} in struct module`, `控制 struct module 中的 ${names.zh}`]
      : [`${place} asks for it`, `${place} 取决于它`];
  return {
    en: `${symbol}: ${theirs.en} → ${mine.en} (${en})`,
    zh: `${symbol}：${theirs.zh} → ${mine.zh}（${zh}）`,
  };
}

export const undoText = (headers: string): Text => ({
  en: `What the last kofit repair --in-place changed in ${headers} is put back as it was.`,
  zh: `将把上一次 kofit repair --in-place 在 ${headers} 中改动的内容恢复原状。`,
});

/** The end of the report. */
export interface ResultSentences {
  /** Absent where the plan has said it all. */
  readonly sentence?: Text;
  /** What to type next. */
  readonly command?: string;
  readonly colour: "green" | "yellow" | "red";
}

/** What came of it, and what to do now. */
export function resultSentences({
  plan,
  outcome,
  inPlace,
  directory,
  undone,
}: RepairResult): ResultSentences {
  const isPart = plan.obstacles.length > 0;
  if (outcome === "fits") return isPart ? { colour: "yellow" } : { sentence: fits, colour: "green" };
  if (outcome === "planned") return { sentence: notDone, colour: "yellow" };
  if (outcome === "undone") return { sentence: putBack(undone?.length ?? 0), colour: "green" };
  if (outcome !== "repaired") return { sentence: nothing, colour: "red" };
  const [whole, command] = inPlace
    ? [doneInPlace, `kofit repair --undo --headers ${plan.headers}`]
    : [done, `make -C ${directory} M=$PWD modules`];
  return { sentence: isPart ? inPart : whole, command, colour: isPart ? "yellow" : "green" };
}

const fits: Text = {
  en: "Nothing is to be repaired: these headers fit the kernel.",
  zh: "无需修复：这些头文件与内核一致。",
};
const notDone: Text = {
  en: "Nothing was done. --yes does it without asking.",
  zh: "没有执行任何操作。使用 --yes 可不经询问直接执行。",
};
const nothing: Text = {
  en: "Nothing can be repaired here.",
  zh: "这里无法进行任何修复。",
};
const done: Text = { en: "Repaired. Build modules with:", zh: "已修复。请这样编译模块：" };
const doneInPlace: Text = { en: "Repaired. This takes it back:", zh: "已修复。如需撤销：" };
const inPart: Text = {
  en: "Repaired but for what is named above. From here:",
  zh: "除上面列出的之外均已修复。接下来：",
};
const putBack = (count: number): Text => ({
  en: `Put back: ${count} files are as they were before the repair.`,
  zh: `已恢复：${count} 个文件恢复到修复之前的内容。`,
});
