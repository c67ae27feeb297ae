import { defineCheck } from "../analyse/define-check.ts";
import { hex32 } from "../model/hex.ts";
import type { ExportClaim, SymversDifference } from "../model/symvers-differences.ts";

/** Lines that the evidence has. */
const MAX_LINES = 64;
/** Lines that the texts name. */
const SHOWN = 3;

const claim = ({ crc, gplOnly, namespace }: ExportClaim): string =>
  `${hex32(crc)} EXPORT_SYMBOL${gplOnly ? "_GPL" : ""}${namespace === undefined ? "" : ` ${namespace}`}`;

const shownIn = {
  en: (lines: readonly SymversDifference[], count: number): string => {
    const each = lines.slice(0, SHOWN).map(({ symbol, symvers, image }) => {
      const file = symvers ? `it says ${claim(symvers)}` : "it does not list it";
      return `\`${symbol}\` (${file}, the image ${image ? `says ${claim(image)}` : "does not export it"})`;
    });
    return each.join("; ") + (count > SHOWN ? "; …" : "");
  },
  zh: (lines: readonly SymversDifference[], count: number): string => {
    const each = lines.slice(0, SHOWN).map(({ symbol, symvers, image }) => {
      const file = symvers ? `文件中为 ${claim(symvers)}` : "文件中没有列出";
      return `\`${symbol}\`（${file}，${image ? `映像中为 ${claim(image)}` : "映像没有导出"}）`;
    });
    return each.join("；") + (count > SHOWN ? "；……" : "");
  },
};

export default defineCheck({
  id: "module-symvers-differs",
  title: {
    en: "`Module.symvers` is not what the kernel image says",
    zh: "`Module.symvers` 与内核映像不一致",
  },
  effect: "note",
  needs: { kernel: ["symversDifferences"] },
  run: ({ kernel: { symversDifferences } }) =>
    symversDifferences
      ? [{ ...symversDifferences, lines: symversDifferences.lines.slice(0, MAX_LINES) }]
      : [],

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
      what: `${symvers} differs from ${image} in ${count === 1 ? "one export" : `${count} exports`} of the image: ${shownIn.en(lines, count)}.`,
      why: "It was changed, or it belongs to another build of this kernel; the kernel goes by its own tables, and so does kofit, while modules that are built with this file take its CRCs and are refused where these are wrong.",
      fix: "Install the headers of exactly this kernel again and rebuild modules that were built with these.",
    }),
    zh: ({ symvers, image, count, lines }) => ({
      what: `${symvers} 与 ${image} 有 ${count} 个映像导出的符号不一致：${shownIn.zh(lines, count)}。`,
      why: "该文件被改动过，或属于该内核的另一次编译；内核以自己的符号表为准，kofit 也是如此，而用这个文件编译的模块会带上其中的 CRC，凡有错误之处都会被拒绝。",
      fix: "请重新安装与该内核完全对应的头文件，并重新编译用这些头文件编译过的模块。",
    }),
  },
});
