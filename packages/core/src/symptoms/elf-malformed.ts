import { defineSymptom, type Signature } from "./define-symptom.ts";
import { moduleIn } from "./shared/words.ts";

/** Lines of elf_validity_check() and what it calls, and of check_modinfo(), in kernel/module/main.c. */
const kernelLines: readonly Signature[] = [
  {
    id: "structures",
    needle: "odule has invalid ELF structures",
    pattern: /[Mm]odule has invalid ELF structures/,
    checks: [
      "elf-too-short",
      "elf-bad-magic",
      "elf-wrong-byte-order",
      "elf-not-relocatable",
      "elf-wrong-architecture",
      "elf-wrong-class",
      "elf-section-header-size",
      "elf-section-table-bounds",
      "elf-section-name-index",
      "elf-name-table-bounds",
      "elf-name-table-unterminated",
      "elf-section-zero",
      "symtab-link",
      "elf-section-bounds",
      "elf-section-name",
    ],
    example: "Module has invalid ELF structures",
  },
  {
    id: "header",
    needle: ["Invalid ELF header len", "Invalid ELF header type"],
    pattern: /Invalid ELF header len \d+|Invalid ELF header type: \d+ != \d+/,
    checks: ["elf-too-short", "elf-not-relocatable", "elf-wrong-byte-order"],
    example: "Invalid ELF header type: 3 != 1",
  },
  {
    id: "sections",
    needle: [
      "Invalid ELF section ",
      "Invalid ELF symbol string table",
      "Invalid ELF sh_link!=",
      "ELF Spec violation: ",
    ],
    pattern:
      /Invalid ELF section |Invalid ELF symbol string table|Invalid ELF sh_link!=|ELF Spec violation: /,
    checks: [
      "elf-wrong-class",
      "elf-section-header-size",
      "elf-section-table-bounds",
      "elf-section-name-index",
      "elf-name-table-bounds",
      "elf-name-table-type",
      "elf-name-table-unterminated",
      "elf-section-zero",
      "symtab-link",
      "symbol-names-type",
      "elf-section-bounds",
      "elf-section-name",
    ],
    example: "Invalid ELF section in module (section 3 type 1)",
  },
  {
    id: "names",
    needle: [
      "empty section name table",
      "empty symbol string table",
      "symbol name out of bounds in string table",
      "symbol string table isn't NUL terminated",
      "symbol string table missing leading NUL",
    ],
    pattern:
      /empty section name table|empty symbol string table|symbol name out of bounds in string table|symbol string table isn't NUL terminated|symbol string table missing leading NUL/,
    checks: ["elf-name-table-empty", "symbol-names-damaged", "symbol-name-far"],
    example: "empty section name table",
  },
  {
    id: "stripped",
    needle: ": module has no symbols (stripped?)",
    pattern: /(?<=(?<module>[^\s:]{1,64})): module has no symbols \(stripped\?\)/,
    checks: ["symtab-missing", "symtab-twice"],
    example: "vloop: module has no symbols (stripped?)",
  },
  {
    id: "no-module",
    needle: "No module found in object",
    pattern: /(?<=(?<module>[^\s:]{1,64})): No module found in object/,
    checks: ["this-module-missing", "this-module-not-allocated"],
    example: "vloop: No module found in object",
  },
  {
    id: "this-module",
    needle: "this_module section must ",
    pattern:
      /module (?<module>[^\s:]{1,64}|\(missing [^)]*\)): (?:Only one |Exactly one |)\S*this_module section must (?:exist|have a size)/,
    checks: ["this-module-missing", "this-module-twice", "this-module-nobits"],
    example: "module vloop: Exactly one .gnu.linkonce.this_module section must exist.",
  },
  {
    id: "this-module-not-loaded",
    needle: "this_module must occupy memory",
    pattern:
      /module (?<module>[^\s:]{1,64}|\(missing [^)]*\)): \S*this_module must occupy memory during process execution/,
    checks: ["this-module-not-allocated"],
    example: "module vloop: .gnu.linkonce.this_module must occupy memory during process execution",
  },
  {
    id: "modinfo",
    needle: "Only one .modinfo section must exist",
    pattern: /Only one \.modinfo section must exist/,
    checks: ["modinfo-twice"],
    example: "Only one .modinfo section must exist.",
  },
  {
    id: "writable-code",
    needle: "has invalid WRITE|EXEC flags",
    pattern: /(?<=(?<module>[^\s:]{1,64})): section \S* \(index \d+\) has invalid WRITE\|EXEC flags/,
    checks: ["section-writable-and-executable"],
    example: "vloop: section .text.patch (index 8) has invalid WRITE|EXEC flags",
  },
  {
    id: "symbol-section",
    needle: "has an invalid section index ",
    pattern: /(?<=(?<module>[^\s:]{1,64})): Symbol (?<symbol>\S*) has an invalid section index \d+/,
    checks: ["symbol-section-missing"],
    example: "vloop: Symbol vloop_state has an invalid section index 500 (max 51)",
  },
  {
    id: "common",
    needle: ": please compile with -fno-common",
    pattern: /(?<=(?<module>[^\s:]{1,64})): please compile with -fno-common/,
    checks: ["symbol-common"],
    example: "vloop: please compile with -fno-common",
  },
  {
    id: "constructors",
    needle: ": has both .ctors and .init_array",
    pattern: /(?<=(?<module>[^\s:]{1,64})): has both \.ctors and \.init_array/,
    checks: ["constructors-twice"],
    example: "vloop: has both .ctors and .init_array.",
  },
  {
    id: "extended-versions",
    needle: "extended version crc+name presence",
    pattern: /extended version crc\+name presence does not match/,
    checks: ["extended-versions-incomplete"],
    example: "extended version crc+name presence does not match",
  },
  {
    id: "no-flags",
    needle: ": no flags for exported symbols",
    pattern: /(?<=(?<module>[^\s:]{1,64})): no flags for exported symbols/,
    checks: ["exports-without-flags"],
    example: "vloop: no flags for exported symbols",
  },
  {
    id: "section-twice",
    needle: "cannot create duplicate filename '/module/",
    pattern: /cannot create duplicate filename '\/module\/(?<module>[^/']+)\/(?:sections|notes)\//,
    checks: ["section-name-twice", "section-name-twice-overlooked"],
    example: "sysfs: cannot create duplicate filename '/module/vloop/sections/.text.unlikely'",
  },
  {
    id: "empty-name",
    needle: "attempted to be registered with empty name",
    pattern: /kobject: \(\S+\): attempted to be registered with empty name/,
    checks: ["module-name-empty"],
    example: "kobject: (00000000409342d6): attempted to be registered with empty name!",
  },
];

export default defineSymptom({
  id: "elf-malformed",
  title: { en: "The file is no whole module", zh: "文件不是完整的模块" },
  strength: "defect",
  during: "load",
  signatures: [
    ...kernelLines,
    {
      id: "depmod",
      needle: "failed to load symbols from ",
      pattern: /depmod: (?:ERROR|WARNING): failed to load symbols from (?<module>\S+?): /,
      example:
        "depmod: ERROR: failed to load symbols from /lib/modules/5.15.0-91-generic/extra/vloop.ko: Invalid argument",
    },
    {
      id: "object",
      needle: ".o: Invalid argument",
      pattern: /(?<file>\S{1,256})\.o: Invalid argument/,
      example: "/home/u/mt7630e/rt2x00/mt7630e.o: Invalid argument",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: seen.signatures.includes("stripped")
        ? `${moduleIn(seen, "en")} has no table of symbols: \`strip\` took it away.`
        : `The file of ${moduleIn(seen, "en")} is not built as a module is, or was damaged afterwards.`,
      why: "A copy that broke off, a plain `.o` under the name of a `.ko`, objects linked by hand, `strip` without `--strip-debug`, or a linker that this kernel's build does not know.",
      fix: "Build it through kbuild (`make -C /lib/modules/$(uname -r)/build M=$PWD modules`) and copy it again; make it smaller with `strip --strip-debug` only, before it is signed. `kofit check` names the section or symbol.",
    }),
    zh: (seen) => ({
      what: seen.signatures.includes("stripped")
        ? `${moduleIn(seen, "zh")} 没有符号表：被 \`strip\` 删除了。`
        : `${moduleIn(seen, "zh")} 的文件不是按模块的方式生成的，或之后被损坏。`,
      why: "复制中断、把普通的 `.o` 改名为 `.ko`、手工链接目标文件、`strip` 没有使用 `--strip-debug`，或使用了该内核构建系统不支持的链接器。",
      fix: "请通过 kbuild 编译（`make -C /lib/modules/$(uname -r)/build M=$PWD modules`）并重新复制；减小体积只能用 `strip --strip-debug`，且要在签名之前。`kofit check` 会指出具体的节或符号。",
    }),
  },
});
