import { defineCheck } from "../analyse/define-check.ts";
import { hex32 } from "../model/hex.ts";
import type { ExportClaim, SymversDifference } from "../model/symvers-differences.ts";

/** Lines that the texts name. */
const SHOWN = 3;

const claim = (said: ExportClaim | undefined, absent: string): string =>
  said
    ? `${hex32(said.crc)} EXPORT_SYMBOL${said.gplOnly ? "_GPL" : ""}${said.namespace === undefined ? "" : ` ${said.namespace}`}`
    : absent;

const shown = (lines: readonly SymversDifference[], absent: string, [is, not]: [string, string]): string =>
  lines
    .slice(0, SHOWN)
    .map(
      ({ symbol, symvers, image }) =>
        `\`${symbol}\` (${is} ${claim(symvers, absent)}${not} ${claim(image, absent)})`,
    )
    .join("; ");

export default defineCheck({
  id: "module-symvers-differs",
  title: {
    en: "`Module.symvers` is not what the kernel image says",
    zh: "`Module.symvers` 与内核映像不一致",
  },
  effect: "note",
  needs: { kernel: ["symversDifferences"] },
  run: ({ kernel: { symversDifferences } }) => (symversDifferences ? [symversDifferences] : []),

  example: {
    symvers: "/usr/src/linux-headers-6.12/Module.symvers",
    image: "/boot/vmlinuz-6.12",
    count: 1,
    lines: [
      {
        symbol: "kfree",
        symvers: { crc: 0x11111111, gplOnly: false },
        image: { crc: 0x037a0cba, gplOnly: false },
      },
    ],
  },
  explain: {
    en: ({ symvers, image, count, lines }) => ({
      what: `${symvers} differs from ${image} in ${count === 1 ? "one export" : `${count} exports`} of the image: ${shown(lines, "nothing", ["it says", ", the image says"])}${count > SHOWN ? "; …" : ""}.`,
      why: "It was changed, or it belongs to another build of this kernel; the kernel goes by its own tables, and so does kofit, while modules that are built with this file take its CRCs and are refused where these are wrong.",
      fix: "Install the headers of exactly this kernel again and rebuild modules that were built with these.",
    }),
    zh: ({ symvers, image, count, lines }) => ({
      what: `${symvers} 与 ${image} 有 ${count} 个映像导出的符号不一致：${shown(lines, "没有", ["文件中为", "，映像中为"])}${count > SHOWN ? "；……" : ""}。`,
      why: "该文件被改动过，或属于该内核的另一次编译；内核以自己的符号表为准，kofit 也是如此，而用这个文件编译的模块会带上其中的 CRC，凡有错误之处都会被拒绝。",
      fix: "请重新安装与该内核完全对应的头文件，并重新编译用这些头文件编译过的模块。",
    }),
  },
});
