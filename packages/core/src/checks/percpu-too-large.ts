import { type Context, defineCheck, type KernelSays } from "../analyse/define-check.ts";
import type { ArchitectureName } from "../model/architecture.ts";
import { configured } from "../model/config.ts";
import { vermagicOf } from "../model/vermagic.ts";
import { named } from "./shared/sections.ts";

/** PCPU_MIN_UNIT_SIZE of include/linux/percpu.h: more is no size for the allocator at all. */
const MOST = 32 << 10;

// Where setup_per_cpu_areas() sets PERCPU_MODULE_RESERVE apart; on others modules share what all have.
const reserves: ReadonlySet<ArchitectureName> = new Set([
  "x86_64",
  "arm64",
  "arm",
  "riscv64",
  "riscv32",
] as const);

function says(size: number, module: string): KernelSays {
  const line =
    size > MOST
      ? `illegal size (${size}) or align (…) for percpu allocation`
      : `percpu: allocation failed, size=${size} align=… atomic=0, alloc from reserved chunk failed`;
  return { errno: "ENOMEM", log: [line, `${module}: Could not allocate ${size} bytes percpu data`] };
}

export default defineCheck({
  id: "percpu-too-large",
  title: {
    en: "Per-CPU data is larger than what the kernel sets apart",
    zh: "每 CPU 数据超出内核的预留空间",
  },
  effect: "refused",
  needs: { kernel: ["architecture", "vermagic", "config"], module: ["elf"] },
  // percpu_modalloc() in kernel/module/main.c, pcpu_alloc() in mm/percpu.c. How much is left only the running kernel knows.
  run: ({ kernel, module: { elf } }) => {
    const size = named(elf, ".data..percpu")?.firstAllocated?.sh_size ?? 0;
    // Nothing that came with a kernel comes near.
    if (size <= 8 << 10 || !vermagicOf(kernel.vermagic).flags.includes("SMP")) return [];
    const profiling = configured(kernel.config, "CONFIG_MEM_ALLOC_PROFILING");
    const reserve = reserves.has(kernel.architecture.name) ? 8 << (profiling ? 13 : 10) : MOST;
    const room = Math.min(reserve, MOST);
    return size > room ? [{ size, room }] : [];
  },
  kernelSays: ({ size }, { module }: Context) => says(size, module),

  example: { size: 1 << 20, room: 8192 },
  explain: {
    en: ({ size, room }) => ({
      what: `The module's per-CPU data (\`.data..percpu\`) takes ${size} bytes, and this kernel has at most ${room} for it.`,
      why: "The kernel sets a small area apart for the per-CPU variables of all modules together (`PERCPU_MODULE_RESERVE`).",
      fix: "Change the source: allocate large per-CPU data at run time with `alloc_percpu()` instead of `DEFINE_PER_CPU`.",
    }),
    zh: ({ size, room }) => ({
      what: `模块的每 CPU 数据（\`.data..percpu\`）占 ${size} 字节，而该内核最多只能为它提供 ${room} 字节。`,
      why: "内核只为所有模块的每 CPU 变量预留了一小块区域（`PERCPU_MODULE_RESERVE`）。",
      fix: "请修改源代码：较大的每 CPU 数据应在运行时用 `alloc_percpu()` 分配，而不是使用 `DEFINE_PER_CPU`。",
    }),
  },
});
