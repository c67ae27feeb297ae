import { explainLog, explainSymptom, type LogExplanation, type Text } from "@kofit/core";
import { errorsIn, type PlanFailed } from "@kofit/build";
import { readFile, statfs } from "node:fs/promises";
import type { Failure, FailureCause } from "./report.ts";

/** So many explanations are shown: what follows from the first says little. */
const SHOWN = 2;

/** The copy that was built in, which is gone when somebody reads of it, and the source that it is a copy of. */
export interface CopyOf {
  readonly copy: string;
  readonly source: string;
}

/** Why a build failed, by its log. */
export async function failureOf(
  { stopped, command, output }: PlanFailed,
  log: string,
  { copy, source }: CopyOf,
): Promise<Failure> {
  const readable = (text: string): string => withoutCommands(text).replaceAll(copy, () => source);
  const explained = stopped === "failed" ? explainLog(readable(await readFile(log, "utf8"))) : undefined;
  const causes = causesIn(explained);
  const lines = causes.length > 0 ? [] : errorsIn(readable(output)).split(" | ");
  const full = stopped === "failed" && (await isFull(copy));
  return {
    stopped,
    what: full ? noSpace(copy) : whatHappened[stopped],
    command,
    causes,
    lines: lines.filter((line) => line !== ""),
  };
}

/** Bytes. What is left when a program found no room for its last file. */
const NEARLY_NOTHING = 1 << 20;

/** Programs of kbuild fail without a word, or with another, where there is no room. */
async function isFull(directory: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize < NEARLY_NOTHING;
}

const noSpace = (directory: string): Text => ({
  en: `the build failed: there is no space left where it was built, ${directory}; make room there, or set XDG_CACHE_HOME to a directory elsewhere`,
  zh: `编译失败：编译目录 ${directory} 所在的设备已没有剩余空间；请腾出空间，或将 XDG_CACHE_HOME 设为其他位置的目录`,
});

const whatHappened: Readonly<Record<PlanFailed["stopped"], Text>> = {
  failed: { en: "the build failed", zh: "编译失败" },
  "too-long": {
    en: "make did not come to an end in time, and was stopped with all that it had started; --timeout gives it longer",
    zh: "make 未能在限定时间内结束，已连同其启动的所有程序一起终止；可用 --timeout 延长时间",
  },
  killed: {
    en: "make was killed from outside: by the system, which was out of memory, or by somebody",
    zh: "make 被外部终止：可能是系统内存不足，或被人为终止",
  },
  "not-started": {
    en: "the program could not be started: it is not installed",
    zh: "无法启动该程序：尚未安装",
  },
  circle: {
    en: "its Makefile calls make, which reads the same Makefile, and so on without end; it was stopped",
    zh: "其 Makefile 调用 make，而 make 又读取同一个 Makefile，如此无限循环；已被终止",
  },
};

/** make ended well, and left nothing, or not all that was to come of it. */
export const noModule = (missing: readonly string[], command: string, output: string): Failure => ({
  stopped: "no-module",
  what:
    missing.length > 0
      ? {
          en: `make reported no error, and yet ${missing.join(", ")} is not there`,
          zh: `make 没有报告错误，但 ${missing.join("、")} 并不存在`,
        }
      : {
          en: "make reported no error, and yet built no module: what obj-m names may hang on an option that is not set",
          zh: "make 没有报告错误，但没有编译出任何模块：obj-m 的内容可能取决于某个未设置的选项",
        },
  command,
  causes: [],
  lines: output
    .trimEnd()
    .split("\n")
    .slice(-LAST)
    .filter((line) => line !== ""),
});

const LAST = 3;

function causesIn(explained: LogExplanation | undefined): readonly FailureCause[] {
  const causes = (explained?.causes ?? []).filter(({ strength }) => strength !== "aftermath");
  return causes.slice(0, SHOWN).map((cause) => ({
    symptom: cause.symptom,
    explanation: { en: explainSymptom(cause, "en"), zh: explainSymptom(cause, "zh") },
    lines: cause.lines,
  }));
}

/** With V=1, kbuild prints commands that would print an error if something were not there. */
const withoutCommands = (log: string): string =>
  log
    .split("\n")
    .map((line) => (/echo >&2|^\s*(?:set -e;|\S*gcc\S*\s+-Wp,|\S*clang\S*\s+-Wp,)/.test(line) ? "" : line))
    .join("\n");
