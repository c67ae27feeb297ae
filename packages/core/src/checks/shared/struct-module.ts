import type { ArchitectureName } from "../../model/architecture.ts";
import type { StructModule } from "../../model/kernel.ts";
import type { ThisModule } from "../../model/module.ts";
import { hex } from "../../model/hex.ts";

// SMP_CACHE_BYTES, to which struct module is rounded up (____cacheline_aligned in include/linux/module.h); where it
// follows from the architecture alone. arch/*/include/asm/cache.h
const cacheLines: Partial<Readonly<Record<ArchitectureName, number>>> = {
  x86_64: 64,
  arm64: 64,
  riscv64: 64,
  riscv32: 64,
  loongarch64: 64,
  ppc64le: 128,
  ppc64: 128,
  s390x: 256,
};

/** Bytes of a cache line; absent where the processor type decides. */
export const cacheLineOf = (name: ArchitectureName): { cacheLine?: number } => {
  const cacheLine = cacheLines[name];
  return cacheLine === undefined ? {} : { cacheLine };
};

/** `64 bytes, one cache line` */
export function inCacheLines(
  bytes: number,
  cacheLine: number | undefined,
): { readonly en: string; readonly zh: string } {
  const lines = cacheLine === undefined ? 0 : bytes / cacheLine;
  if (!Number.isInteger(lines) || lines === 0) return { en: `${bytes} bytes`, zh: `${bytes} 字节` };
  return {
    en: `${bytes} bytes, ${lines === 1 ? "one cache line" : `${lines} cache lines`}`,
    zh: `${bytes} 字节，即 ${lines} 个缓存行`,
  };
}

/** A size in both notations: `0x500 (1280) bytes`. */
export const bytesOf = (size: number): string => `${hex(size)} (${size})`;

/** A member that is not where the kernel looks for it. Offsets in bytes. */
export interface Misplaced {
  readonly member: "init" | "exit";
  readonly moduleOffset: number;
  readonly kernelOffset: number;
}

/** `init` and `exit` where both sides tell their offset and it differs. A module without such a function has none. */
export function misplaced(module: ThisModule, kernel: StructModule): readonly Misplaced[] {
  const found: Misplaced[] = [];
  for (const member of ["init", "exit"] as const) {
    const moduleOffset = module[member];
    const kernelOffset = kernel[member];
    if (moduleOffset !== undefined && kernelOffset !== undefined && moduleOffset !== kernelOffset) {
      found.push({ member, moduleOffset, kernelOffset });
    }
  }
  return found;
}

/** L1_CACHE_BYTES of x86_64. */
const CACHE_LINE = 64;

/**
 * Whether [offset, offset + word) holds something that an x86_64 kernel has filled before it applies relocations.
 * `false` where the kernel's own offsets are not known.
 */
export function landsOnFilled(offset: number, { init, exit }: StructModule): boolean {
  const word = 8;
  const overlaps = (start: number, end: number): boolean => offset < end && offset + word > start;
  // What follows init on its own cache line begins with a base address: mem[], core_layout up to 6.3.
  const memory = init === undefined ? -1 : Math.ceil((init + word) / CACHE_LINE) * CACHE_LINE;
  if (memory >= 0 && overlaps(memory, memory + word)) return true;
  // source_list and target_list stand before exit, refcnt (an int) after it; module_unload_init() fills all three.
  return exit !== undefined && (overlaps(exit - 4 * word, exit) || overlaps(exit + word, exit + word + 4));
}
