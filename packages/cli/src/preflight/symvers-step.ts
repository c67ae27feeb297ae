import type { KernelFacts, Text } from "@kofit/core";
import { listed, notKnown, notOk, ok, type Step } from "./step.ts";

/** Whether the list of exports says what the kernel's image exports. */
export function symversStep({ symversDifferences, banner, exports }: KernelFacts, hasSymvers: boolean): Step {
  if (!hasSymvers) {
    const found = { en: "there is no Module.symvers to compare", zh: "没有可供比较的 Module.symvers" };
    return notKnown("symvers", found, [{ what: found, remedy: giveSymvers }]);
  }
  const differences = symversDifferences.known ? symversDifferences.value : undefined;
  if (differences) {
    const { count, lines } = differences;
    const names = listed(lines.map(({ symbol }) => symbol));
    const found = {
      en: `${count} of its lines are not what the image says`,
      zh: `其中有 ${count} 行与内核映像不符`,
    };
    const what = { en: `they differ in ${names.en}`, zh: `不符的有 ${names.zh}` };
    return notOk("symvers", found, [{ what, remedy: giveSymvers }], { evidence: differences });
  }
  // Compared, and nothing found: only where the exports were really read from an image.
  if (banner?.known && exports.known && exports.origin.input === banner.origin.input) {
    return ok("symvers", { en: "it lists what the image exports", zh: "它列出的正是内核映像导出的符号" });
  }
  const found = { en: "there is no image to compare it with", zh: "没有可与之比较的内核映像" };
  return notKnown("symvers", found, [
    {
      what: {
        en: "only the kernel's image tells what it exports, and none could be read",
        zh: "只有内核映像能说明它导出了什么，但没有可读取的映像",
      },
      remedy: {
        en: "give it with --kernel /boot/vmlinuz-RELEASE; where only root may read it, run this as root",
        zh: "请用 --kernel /boot/vmlinuz-RELEASE 给出；若只有 root 可读取，请以 root 运行",
      },
    },
  ]);
}

const giveSymvers: Text = {
  en: "take Module.symvers from the build that the image comes from: install the headers package of the same version",
  zh: "请使用与内核映像同一次编译产生的 Module.symvers：安装同一版本的头文件软件包",
};
