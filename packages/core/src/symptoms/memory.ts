import { defineSymptom } from "./define-symptom.ts";
import { moduleFirst } from "./shared/words.ts";

export default defineSymptom({
  id: "memory",
  title: { en: "There is no room for the module", zh: "没有足够的空间放置模块" },
  strength: "defect",
  during: "load",
  signatures: [
    {
      id: "vmap",
      needle: "vmap allocation for size ",
      pattern: /vmap allocation for size (?<number>\d+) failed/,
      example: "vmap allocation for size 13467648 failed: use vmalloc=<size> to increase size",
    },
    {
      id: "percpu",
      needle: "bytes percpu data",
      // percpu_modalloc() in kernel/module/main.c
      pattern: /(?<=(?<module>[^\s:]{1,64})): Could not allocate (?<number>\d+) bytes percpu data/,
      checks: ["percpu-too-large", "percpu-without-room"],
      example: "vloop: Could not allocate 61440 bytes percpu data",
    },
    {
      id: "percpu-allocator",
      needle: ["for percpu allocation", "alloc from reserved chunk failed"],
      pattern:
        /illegal size \(\d+\) or align \(\d+\) for percpu allocation|percpu: allocation failed, .*, alloc from reserved chunk failed/,
      checks: ["percpu-too-large"],
      example: "percpu: allocation failed, size=9216 align=4 atomic=0, alloc from reserved chunk failed",
    },
    {
      id: "enomem",
      needle: ": Cannot allocate memory",
      pattern: /\binsert(?: module)? '?(?<module>[^\s:']+)'?: Cannot allocate memory/,
      strength: "errno",
      example: "insmod: ERROR: could not insert module ./8852au.ko: Cannot allocate memory",
    },
  ],
  next: ["check"],
  explain: {
    en: (seen) => ({
      what: `${moduleFirst(seen, "en")} does not fit into the memory that the kernel keeps for modules${seen.first.number ? ` (${seen.first.number} bytes wanted)` : ""}.`,
      why: "Modules live in an area of their own: 16 MiB on 32-bit ARM, 8 KiB for per-CPU data by default. A module that still carries debug information in loaded sections, or a large driver, fills it; free memory has nothing to do with that.",
      fix: "`strip --strip-debug MODULE.ko` (and sign again), switch features of the driver off, or unload modules that are not needed. On 32-bit ARM `CONFIG_ARM_MODULE_PLTS` and `vmalloc=` on the command line make more room, for per-CPU data `percpu_alloc=`.",
    }),
    zh: (seen) => ({
      what: `${moduleFirst(seen, "zh")} 放不进内核为模块保留的内存${seen.first.number ? `（需要 ${seen.first.number} 字节）` : ""}。`,
      why: "模块位于专门的区域：32 位 ARM 上为 16 MiB，每 CPU 数据默认只有 8 KiB。带有调试信息的模块或大型驱动会占满它；这与空闲内存的多少无关。",
      fix: "请运行 `strip --strip-debug MODULE.ko`（然后重新签名）、关闭驱动的部分功能，或卸载不需要的模块。32 位 ARM 可用 `CONFIG_ARM_MODULE_PLTS` 和命令行参数 `vmalloc=` 扩大空间，每 CPU 数据可用 `percpu_alloc=`。",
    }),
  },
});
