import { defineSymptom, type Seen } from "./define-symptom.ts";

/** Quotes as compilers write them: by language, by encoding, and as Latin-1 keeps those of Windows. */
const missing = ({ first: { symbol, found } }: Seen): string | undefined =>
  symbol !== undefined ? `\`${symbol}\`` : found !== undefined ? `\`${found}\`` : undefined;

export default defineSymptom({
  id: "api-change",
  title: {
    en: "The module's source does not fit this kernel's interfaces",
    zh: "模块源代码与该内核的接口不符",
  },
  strength: "defect",
  during: "build",
  signatures: [
    {
      id: "implicit-declaration",
      needle: "implicit declaration of function",
      pattern: /implicit declaration of function [^\w\s]*(?<symbol>\w+)/,
      example:
        "drivers/gamepad.c:210:9: error: implicit declaration of function ‘del_timer_sync’; did you mean ‘timer_delete_sync’? [-Wimplicit-function-declaration]",
    },
    {
      id: "implicit-declaration-translated",
      needle: [
        "mplizite Deklaration der Funktion",
        "déclaration implicite de la fonction",
        "declaración implícita de la función",
        "隐式声明函数",
      ],
      // GCC's translations
      pattern:
        /(?:mplizite Deklaration der Funktion|déclaration implicite de la fonction|declaración implícita de la función|隐式声明函数)[^\w]{1,4}(?<symbol>\w{1,128})/,
      example:
        "gamepad.c:210:9: 错误：隐式声明函数‘del_timer_sync’；您是指‘timer_delete_sync’吗？ [-Wimplicit-function-declaration]",
    },
    {
      id: "undeclared-function",
      needle: "call to undeclared function ",
      pattern: /call to undeclared function [^\w\s]*(?<symbol>\w+)/,
      example:
        "inode.c:415:9: error: call to undeclared function 'generic_drop_inode'; ISO C99 and later do not support implicit function declarations [-Wimplicit-function-declaration]",
    },
    {
      id: "incompatible-pointer",
      needle: "incompatible ",
      pattern:
        /(?:error|warning): (?:initiali[sz]ation|initiali[sz]ing|passing|assignment|assigning|return(?:ing)?)\b.{0,600}incompatible (?:pointer )?type/,
      example:
        "xmm.c:1322:16: error: initialization of 'unsigned int (*)(struct tty_struct *)' from incompatible pointer type 'int (*)(struct tty_struct *)' [-Wincompatible-pointer-types]",
    },
    {
      id: "pointers-clang",
      needle: [
        "incompatible function pointer types ",
        "incompatible pointer types ",
        "incompatible integer to pointer conversion ",
      ],
      pattern:
        /(?:error|warning): (?:incompatible function pointer types |incompatible pointer types |incompatible integer to pointer conversion )(?:initializing|passing|assigning|returning)/,
      example:
        "xmm.c:1322:16: error: incompatible function pointer types initializing 'unsigned int (*)(struct tty_struct *)' with an expression of type 'int (struct tty_struct *)' [-Wincompatible-function-pointer-types]",
    },
    {
      id: "arguments",
      needle: "arguments to function",
      pattern: /too (?:many|few) arguments to function(?: call)?(?: [^\w\s]*(?<symbol>[\w.>-]+))?/,
      example: "psys.c:638:23: error: too few arguments to function ‘dma_buf_vmap’",
    },
    {
      id: "macro-arguments",
      needle: " arguments, but takes ",
      pattern: /macro [^\w\s]*(?<symbol>\w+)[^\w\s]* (?:passed|requires) \d+ arguments, but takes/,
      example: 'class.c:40:38: error: macro "class_create" passed 2 arguments, but takes just 1',
    },
    {
      id: "no-member",
      needle: "member named ",
      pattern: /no member named [^\w\s]*(?<symbol>\w+)/,
      example: "dev.c:77:12: error: ‘struct net_device’ has no member named ‘trans_start’",
    },
    {
      id: "unknown-field",
      needle: "unknown field ",
      pattern: /error: unknown field [^\w\s]*(?<symbol>\w+)/,
      example: "fops.c:31:10: error: unknown field ‘ioctl’ specified in initializer",
    },
    {
      id: "undeclared",
      needle: " undeclared ",
      pattern: /[‘'`´"]?(?<symbol>\w{1,128})[’'`´"]? undeclared (?:\(|here)/,
      example: "dma.c:90:41: error: ‘PCI_DMA_BIDIRECTIONAL’ undeclared (first use in this function)",
    },
    {
      id: "undeclared-identifier",
      needle: "use of undeclared identifier ",
      pattern: /use of undeclared identifier [^\w\s]*(?<symbol>\w+)/,
      example: "dma.c:90:41: error: use of undeclared identifier 'PCI_DMA_BIDIRECTIONAL'",
    },
    {
      id: "unknown-type",
      needle: "unknown type name ",
      pattern: /error: unknown type name [^\w\s]*(?<symbol>\w+)/,
      example: "time.c:14:1: error: unknown type name ‘timespec’; did you mean ‘timespec64’?",
    },
    {
      id: "incomplete-type",
      needle: "incomplete type",
      pattern: /error: .*incomplete type(?: [^\w\s]*(?<symbol>struct \w+|\w+))?/,
      example: "proc.c:55:30: error: invalid use of undefined or incomplete type ‘struct proc_dir_entry’",
    },
    {
      id: "namespace-as-text",
      needle: " before ",
      // MODULE_IMPORT_NS() takes a string since Linux commit cdd30ebb1b9f (in v6.13)
      pattern: /expected [‘'`´"]?[,;][’'`´"]? or [‘'`´"]?[;,][’'`´"]? before [‘'`´"]?(?<symbol>[A-Z]\w+)/,
      example: "gasket_page_table.c:57:18: error: expected ‘,’ or ‘;’ before ‘DMA_BUF’",
    },
    {
      id: "no-interface",
      needle: "None of the expected ",
      pattern: /None of the expected "?(?<symbol>[^"]*?)"? interfaces? (?:was|were) detected/,
      example: '*** None of the expected "iops->get_acl()" interfaces were detected.',
    },
    {
      id: "no-license",
      needle: "missing MODULE_LICENSE()",
      pattern: /missing MODULE_LICENSE\(\) in (?<file>\S+)/,
      example: "ERROR: modpost: missing MODULE_LICENSE() in /home/pi/vloop/vloop.o",
    },
  ],
  explains: ["werror", "conftest-misdiagnosis"],
  next: ["preflight"],
  explain: {
    en: (seen) => ({
      what: missing(seen)
        ? `The source uses ${missing(seen)} in a way that this kernel does not have${seen.release ? ` (release ${seen.release})` : ""}.`
        : "The source calls or fills in something that has another type in this kernel.",
      why: "Interfaces inside the kernel change from release to release: functions are renamed, callbacks get other arguments, members go away. The source was written for an older kernel, or for a newer one.",
      fix: "Look for a version of the module that names this release, or a driver that has come into the kernel meanwhile; else an older kernel. Do not silence the compiler (`-Wno-…`): a callback of another type corrupts calls.",
    }),
    zh: (seen) => ({
      what: missing(seen)
        ? `源代码使用 ${missing(seen)} 的方式与该内核${seen.release ? `（${seen.release}）` : ""}不符。`
        : "源代码调用或填写的某处在该内核中类型不同。",
      why: "内核内部接口随版本变化：函数改名、回调的参数改变、成员被删除。源代码是为更旧或更新的内核编写的。",
      fix: "请寻找声明支持该内核版本的模块源代码，或者改用已进入内核的驱动；否则使用较旧的内核。不要用 `-Wno-…` 让编译器闭嘴：类型不符的回调会破坏调用。",
    }),
  },
});
