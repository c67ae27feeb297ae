import { defineCheck } from "../analyse/define-check.ts";
import { headerSize } from "./shared/elf.ts";
import { elfSays } from "./shared/says.ts";

export default defineCheck({
  id: "elf-bad-magic",
  title: { en: "The file is not an ELF file", zh: "不是 ELF 文件" },
  effect: "refused",
  needs: { kernel: ["architecture"], module: ["elf"] },
  run: ({ kernel, module }) => {
    const { size, hasHeader } = module.elf;
    return !hasHeader && size >= headerSize(kernel.architecture.bits) ? [{ size }] : [];
  },

  kernelSays: (_, context) => elfSays(context, "Invalid ELF header magic: != \x7fELF"),

  example: { size: 8192 },
  explain: {
    en: () => ({
      what: "The file does not begin with `\\x7fELF`, so it is not a module.",
      why: "It is something else: a text, an error page that was saved under this name, or a compressed module that this kernel does not unpack by itself.",
      fix: "Look what it is with `file FILE`; unpack a compressed module (`unxz`, `gunzip`, `unzstd`) or load it with `modprobe`, which does so.",
    }),
    zh: () => ({
      what: "文件开头不是 `\\x7fELF`，因此它不是内核模块。",
      why: "它是别的东西：文本、以该名字保存下来的错误页面，或者该内核不会自行解压的压缩模块。",
      fix: "请用 `file FILE` 查看它是什么；压缩的模块请先解压（`unxz`、`gunzip`、`unzstd`），或用会自动解压的 `modprobe` 加载。",
    }),
  },
});
