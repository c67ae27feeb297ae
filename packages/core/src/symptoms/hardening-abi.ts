import { defineSymptom } from "./define-symptom.ts";
import { moduleIn, rebuild, symbolsIn } from "./shared/words.ts";

export default defineSymptom({
  id: "hardening-abi",
  title: {
    en: "Hardening or instrumentation differs between module and kernel",
    zh: "模块与内核的安全加固或插桩方式不同",
  },
  strength: "defect",
  during: "load",
  insteadOf: ["unknown-symbol", "modpost-undefined"],
  signatures: [
    {
      id: "symbol",
      needle: ": Unknown symbol ",
      // what compilers call when an option of the kernel says so
      pattern:
        /(?<=(?<module>[^\s:]{1,64})): Unknown symbol (?<symbol>__stack_chk_guard|__stack_chk_fail|__x86_return_thunk|__x86_indirect_\w+|_mcount|mcount|__fentry__|__gnu_mcount_nc|__asan_\w+|__ubsan_\w+|__sanitizer_cov_\w+|__cfi_slowpath\w*|__gcov_\w+) \(err (?:0|-2)\)/,
      checks: ["unknown-symbol"],
      example: "lime: Unknown symbol __stack_chk_guard (err -2)",
    },
    {
      id: "modpost-symbol",
      needle: "] undefined!",
      pattern:
        /"(?<symbol>__stack_chk_guard|__stack_chk_fail|__x86_return_thunk|__x86_indirect_\w+|_mcount|mcount|__fentry__|__gnu_mcount_nc|__asan_\w+|__ubsan_\w+|__sanitizer_cov_\w+|__cfi_slowpath\w*|__gcov_\w+)" \[(?<module>[^\]]+)\] undefined!/,
      example: 'ERROR: modpost: "__stack_chk_guard" [/var/lib/dkms/gasket/1.0/build/apex.ko] undefined!',
    },
    {
      id: "endbr",
      needle: "Missing ENDBR: ",
      pattern: /Missing ENDBR: (?<symbol>[^\s+]+)/,
      example: "Missing ENDBR: _portMemAllocatorAllocNonPagedWrapper+0x0/0x10 [nvidia]",
    },
    {
      id: "cfi",
      needle: "CFI failure at ",
      pattern: /CFI failure at (?<symbol>[^\s+]+)/,
      example:
        "CFI failure at do_one_initcall+0xac/0x2b4 (target: vloop_init+0x0/0xfe8 [vloop]; expected type: 0x36b1c5a6)",
    },
    {
      id: "return-thunk",
      needle: "npatched return thunk in use",
      pattern: /[Uu]npatched return thunk in use/,
      example: "Unpatched return thunk in use. This should not happen!",
    },
    {
      id: "retpoline",
      needle: ": loading module not compiled with retpoline",
      pattern: /(?<=(?<module>[^\s:]{1,64})): loading module not compiled with retpoline compiler/,
      strength: "sign",
      checks: ["retpoline-missing"],
      example: "vloop: loading module not compiled with retpoline compiler.",
    },
  ],
  next: ["check", "preflight"],
  explain: {
    en: (seen) => ({
      what: `The code of ${moduleIn(seen, "en")} does not do what this kernel's protection or tracing takes for granted${seen.symbols.length > 0 ? ` (${symbolsIn(seen, "en")})` : ""}.`,
      why: "Options such as stack protector, IBT, CFI, retpolines, return thunks or KASAN change what the compiler writes. The module was compiled with other flags: headers with another configuration, another compiler, a Makefile with flags of its own, or an object that came as a binary.",
      fix: `Build with the compiler and the configuration of the kernel. ${rebuild(seen).en} For a binary object only its maker's newer version helps; \`ibt=off\` or \`cfi=permissive\` on the command line are for finding out.`,
    }),
    zh: (seen) => ({
      what: `${moduleIn(seen, "zh")} 的代码不符合该内核的保护或跟踪机制的要求${seen.symbols.length > 0 ? `（${symbolsIn(seen, "zh")}）` : ""}。`,
      why: "栈保护、IBT、CFI、retpoline、返回跳板、KASAN 等选项会改变编译器生成的代码。模块是用不同的参数编译的：头文件配置不同、编译器不同、Makefile 自带参数，或包含现成的二进制目标文件。",
      fix: `请使用与内核一致的编译器和配置。${rebuild(seen).zh}二进制目标文件只能等待其作者更新；命令行参数 \`ibt=off\`、\`cfi=permissive\` 只用于排查。`,
    }),
  },
});
