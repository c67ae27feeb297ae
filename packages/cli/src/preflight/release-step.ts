import type { KernelFacts } from "@kofit/core";
import { type Headers, installHeaders } from "@kofit/build";
import { notKnown, notOk, ok, type Step } from "./step.ts";

/** Whether the headers are those of this kernel, by what both call themselves. */
export function releaseStep({ release }: KernelFacts, headers: Headers): Step {
  const theirs = headers.release;
  if (!release.known) {
    return notKnown(
      "release",
      { en: "the kernel's release is not known", zh: "内核的版本号（release）未知" },
      [{ what: release.why, remedy: release.remedy }],
    );
  }
  const mine = release.value;
  if (theirs === undefined) {
    return notKnown(
      "release",
      { en: "the headers do not say which release they are of", zh: "头文件没有说明它们属于哪个版本" },
      [
        {
          what: {
            en: "include/generated/utsrelease.h is not there",
            zh: "没有 include/generated/utsrelease.h",
          },
          remedy: {
            en: `install the headers of ${mine}`,
            zh: `请安装 ${mine} 的头文件`,
          },
        },
      ],
    );
  }
  if (mine === theirs) return ok("release", { en: mine, zh: mine });
  return notOk(
    "release",
    { en: "the headers are of another kernel", zh: "头文件属于另一个内核" },
    [
      {
        what: {
          en: `the headers are of ${theirs}, the kernel is ${mine}`,
          zh: `头文件属于 ${theirs}，而内核是 ${mine}`,
        },
        remedy: installHeaders(mine),
      },
    ],
    { evidence: { kernel: mine, headers: theirs } },
  );
}
