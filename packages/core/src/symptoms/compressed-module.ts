import { defineSymptom } from "./define-symptom.ts";

export default defineSymptom({
  id: "compressed-module",
  title: { en: "The file cannot be unpacked by whoever loads it", zh: "加载方无法解压该模块文件" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "failed",
      needle: "decompression failed with status",
      // kernel/module/decompress.c
      pattern: /decompression failed with status (?<number>-?\d+)/,
      checks: ["xz-check-unsupported", "xz-filter-unsupported", "compressed-file-damaged"],
      example: "decompression failed with status 6",
    },
    {
      id: "not-expected",
      needle: " compressed module",
      pattern: /\bnot an? (?<wanted>gzip|xz|zstd|zstandard) compressed module/,
      checks: ["compression-unexpected"],
      example: "not an xz compressed module",
    },
    {
      id: "zstd",
      needle: ["ZSTD-compressed data", "ZSTD-decompression"],
      pattern: /ZSTD-compressed data has|ZSTD-decompression failed/,
      checks: ["compressed-file-damaged"],
      example: "ZSTD-compressed data has too large a window size",
    },
    {
      id: "magic",
      needle: "Invalid ELF header magic",
      // elf_validity_ehdr() in kernel/module/main.c: the loader was handed the packed file
      pattern: /Invalid ELF header magic: !=/,
      checks: ["elf-bad-magic"],
      example: "Invalid ELF header magic: != \\x7fELF",
    },
  ],
  next: ["check"],
  explain: {
    en: ({ signatures, first }) => ({
      what: signatures.includes("not-expected")
        ? `The kernel unpacks ${first.wanted ?? "one format"} only, and the module is packed by something else, or not at all.`
        : signatures.includes("magic")
          ? "The kernel was given a file that does not begin as a module does: one that is still packed, or no module at all."
          : "The kernel could not unpack the module's file.",
      why: "Kernels unpack `.xz` with a CRC32 check and a small dictionary only; `xz` writes CRC64 unless told otherwise. A tool without a decoder (BusyBox, a small initramfs) hands the packed file to the kernel. And a download that went wrong is a page of text under the module's name.",
      fix: "Unpack it (`unxz MODULE.ko.xz`) and load the plain file, or pack it as the kernel reads it: `xz --check=crc32 --lzma2=dict=1MiB MODULE.ko`; then `sudo depmod -a`. `file MODULE.ko` tells what it really is.",
    }),
    zh: ({ signatures, first }) => ({
      what: signatures.includes("not-expected")
        ? `该内核只会解压 ${first.wanted ?? "一种格式"}，而模块使用了其他压缩方式或没有压缩。`
        : signatures.includes("magic")
          ? "交给内核的文件开头不是模块：它仍处于压缩状态，或者根本不是模块。"
          : "内核无法解压该模块文件。",
      why: "内核只能解压使用 CRC32 校验和较小字典的 `.xz`，而 `xz` 默认写入 CRC64。没有解压能力的工具（BusyBox、精简的 initramfs）会把压缩文件原样交给内核。下载出错时，文件内容可能只是一页文本。",
      fix: "请先解压（`unxz MODULE.ko.xz`）再加载，或按内核能读的方式压缩：`xz --check=crc32 --lzma2=dict=1MiB MODULE.ko`，然后运行 `sudo depmod -a`。`file MODULE.ko` 会显示它究竟是什么。",
    }),
  },
});
