import type { Errno } from "../../analyse/define-check.ts";
import type { Verdict } from "../../analyse/verdict.ts";
import type { Language } from "../../model/fact.ts";

type Outcome = Verdict["outcome"];

/** What the text report says around the texts of the checks. */
export interface Words {
  /** The answer for one module: its first line. `errno` is `""` when there is none. */
  answer(outcome: Outcome, subject: string, release: string, errno: string): string;
  /** The first line for many modules. */
  summary(counts: Readonly<Record<Outcome | "damaged", number>>, all: number, release: string): string;
  /** `hello.ko` and `count` others. */
  andOthers(file: string, count: number): string;
  /** Ends a list that was cut. */
  andMore(count: number): string;
  /** Above the details of one module that stands for a group. */
  example(file: string): string;
  readonly thisKernel: string;
  /** Below the answers, where no image was at hand. */
  readonly loaderByRelease: string;
  readonly labels: {
    readonly kernel: string;
    readonly what: string;
    readonly why: string;
    readonly cause: string;
    readonly fix: string;
  };
  readonly headings: {
    readonly also: string;
    readonly notes: string;
    /** Above what is to be known of the kernel itself. */
    readonly ofKernel: string;
    readonly notJudged: string;
    readonly loading: string;
  };
  /** Which checks a missing fact leaves open. */
  leavesOpen(checks: readonly string[], more: number): string;
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

const en: Words = {
  answer: (outcome, subject, release, errno) =>
    ({
      loads: `${subject}: loads on ${release}`,
      refused: `${subject}: refused by ${release}${errno && `: ${errno}`}`,
      unsafe: `${subject}: unsafe on ${release}: the kernel would load it, and then crash or corrupt memory`,
      unknown: `${subject}: unknown on ${release}: a fact is missing`,
    })[outcome],
  summary(counts, all, release) {
    const parts = [
      counts.loads && `${counts.loads} ${counts.loads === 1 ? "loads" : "load"}`,
      counts.refused && `${counts.refused} refused`,
      counts.unsafe && `${counts.unsafe} unsafe`,
      counts.unknown && `${counts.unknown} unknown`,
      counts.damaged && `${counts.damaged} damaged`,
    ];
    return `${plural(all, "module")} on ${release}: ${parts.filter(Boolean).join(", ")}`;
  },
  andOthers: (file, count) => `${file} and ${plural(count, "other")}`,
  andMore: (count) => `and ${count} more`,
  example: (file) => `Of ${file}:`,
  thisKernel: "this kernel",
  loaderByRelease:
    "What this kernel's loader checks was judged by its release alone; its image tells for sure: --kernel /boot/vmlinuz-<release>",
  labels: { kernel: "kernel", what: "what", why: "why", cause: "cause", fix: "fix" },
  headings: {
    also: "Also wrong:",
    notes: "Worth knowing:",
    ofKernel: "Worth knowing of this kernel:",
    notJudged: "Could not be judged, because a fact is missing:",
    loading: "These load:",
  },
  leavesOpen: (checks, more) =>
    `Checks left open by this: ${checks.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`,
};

const zh: Words = {
  answer: (outcome, subject, release, errno) =>
    ({
      loads: `${subject}：可以在 ${release} 上加载`,
      refused: `${subject}：被 ${release} 拒绝加载${errno && `：${errno}`}`,
      unsafe: `${subject}：在 ${release} 上不安全：内核会加载它，但随后会崩溃或破坏内存`,
      unknown: `${subject}：无法判断能否在 ${release} 上加载：缺少必要的信息`,
    })[outcome],
  summary(counts, all, release) {
    const parts = [
      counts.loads && `${counts.loads} 个可以加载`,
      counts.refused && `${counts.refused} 个被拒绝`,
      counts.unsafe && `${counts.unsafe} 个不安全`,
      counts.unknown && `${counts.unknown} 个无法判断`,
      counts.damaged && `${counts.damaged} 个文件已损坏`,
    ];
    return `在 ${release} 上检查了 ${all} 个模块：${parts.filter(Boolean).join("，")}`;
  },
  andOthers: (file, count) => `${file} 等 ${count + 1} 个模块`,
  andMore: (count) => `另有 ${count} 个`,
  example: (file) => `以 ${file} 为例：`,
  thisKernel: "该内核",
  loaderByRelease:
    "该内核的加载器做哪些检查，这里仅按版本号判断；内核映像才能确定：--kernel /boot/vmlinuz-<release>",
  labels: { kernel: "内核", what: "问题", why: "原因", cause: "由来", fix: "解决" },
  headings: {
    also: "其他问题：",
    notes: "请留意：",
    ofKernel: "关于该内核请留意：",
    notJudged: "因缺少信息而无法判断：",
    loading: "以下模块可以加载：",
  },
  leavesOpen: (checks, more) =>
    `因此未能进行的检查：${checks.join("、")}${more > 0 ? `，另有 ${more} 项` : ""}。`,
};

export const words: Readonly<Record<Language, Words>> = { en, zh };

/** What `insmod` prints for an errno: strerror() of glibc, which kmod leaves in English. */
const messages: Readonly<Record<Errno, string>> = {
  ENOEXEC: "Exec format error",
  EINVAL: "Invalid argument",
  ENOENT: "No such file or directory",
  EPERM: "Operation not permitted",
  EEXIST: "File exists",
  ENOSPC: "No space left on device",
  ERANGE: "Numerical result out of range",
  EBUSY: "Device or resource busy",
  EKEYREJECTED: "Key was rejected by service",
  EBADMSG: "Bad message",
  ENOMEM: "Cannot allocate memory",
  ENOSYS: "Function not implemented",
  EMSGSIZE: "Message too long",
  EOPNOTSUPP: "Operation not supported",
  E2BIG: "Argument list too long",
  ENOTSUPP: "Unknown error 524",
};

/** `ENOEXEC (Exec format error)`, so that a person finds again what `insmod` said; `""` for none. */
export function errnoText(errno: Errno | null): string {
  return errno === null ? "" : `${errno} (${messages[errno]})`;
}
