import { defineCheck } from "../analyse/define-check.ts";
import { hex } from "../model/hex.ts";

export default defineCheck({
  id: "percpu-data-misplaced",
  title: {
    en: "Per-CPU variables are not in the per-CPU section",
    zh: "每 CPU 变量不在每 CPU 节中",
  },
  effect: "unsafe",
  // A processor's offset leads from the kernel's per-CPU data to its copy of it; from elsewhere it leads anywhere.
  strayAccess: true,
  needs: { module: ["code"] },
  // find_pcpusec() in kernel/module/main.c finds `.data..percpu` by its name, and percpu_modcopy() copies nothing else.
  run: ({ module }) => (module.code.perCpu ? [module.code.perCpu] : []),

  example: { section: ".text", offset: 0x24, data: ".data..percpu..read_mostly" },
  explain: {
    en: ({ section, offset, data }) => ({
      what: `The code at ${hex(offset)} of \`${section}\` adds the offset of a processor to the address of a variable in \`${data}\`, and the kernel has a copy for each processor of what is in \`.data..percpu\` only: the code reads or writes where something else stands, or nothing.`,
      why: "The section got another name, or was put into another one, by a linker script or an `objcopy` that is not part of the kernel's build, or the variable is defined by `DEFINE_PER_CPU_READ_MOSTLY()` or the like, which a module cannot have.",
      fix: "Define the variable by `DEFINE_PER_CPU()` and build the module with the kernel's build system: `make -C /lib/modules/$(uname -r)/build M=$PWD modules`.",
    }),
    zh: ({ section, offset, data }) => ({
      what: `\`${section}\` 中 ${hex(offset)} 处的代码把某个处理器的偏移加到 \`${data}\` 中一个变量的地址上，而内核只为 \`.data..percpu\` 中的内容给每个处理器各备一份副本：代码会读写属于别处的内存，或者根本不存在的内存。`,
      why: "该节被改了名或并入了别的节（使用了并非内核自带的链接脚本，或用 `objcopy` 处理过），或者变量是用 `DEFINE_PER_CPU_READ_MOSTLY()` 之类的宏定义的，而模块不能使用这些宏。",
      fix: "请用 `DEFINE_PER_CPU()` 定义该变量，并用内核的构建系统编译模块：`make -C /lib/modules/$(uname -r)/build M=$PWD modules`。",
    }),
  },
});
