import type { ArchitectureName } from "../../model/architecture.ts";
import type { Text } from "../../model/fact.ts";
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
const cacheLineOf = (name: ArchitectureName): { cacheLine?: number } => {
  const cacheLine = cacheLines[name];
  return cacheLine === undefined ? {} : { cacheLine };
};

/** `64 bytes, one cache line` */
function inCacheLines(
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

/** Two sizes of `struct module` that are not the same. In bytes. */
export interface SizeDifference {
  readonly moduleSize: number;
  readonly kernelSize: number;
  /** Negative when the module's is smaller. */
  readonly difference: number;
  /** Absent where the processor type decides. */
  readonly cacheLine?: number;
}

/**
 * How the module's `struct module` differs in size from the kernel's; `undefined` when it does not, or there is none.
 * The kernel's facts are read one by one, as far as they are needed: where the sizes are the same, the architecture is
 * not asked for.
 */
export function sizeDifference(
  module: ThisModule | undefined,
  kernel: { readonly structModule: StructModule; readonly architecture: { readonly name: ArchitectureName } },
): SizeDifference | undefined {
  if (!module) return undefined;
  const { size: moduleSize } = module;
  const { size: kernelSize } = kernel.structModule;
  if (moduleSize === kernelSize) return undefined;
  const difference = moduleSize - kernelSize;
  return { moduleSize, kernelSize, difference, ...cacheLineOf(kernel.architecture.name) };
}

/** Both sizes, which side has which, and by how much they differ. */
export function sizesDiffer({ moduleSize, kernelSize, difference, cacheLine }: SizeDifference): Text {
  const by = inCacheLines(Math.abs(difference), cacheLine);
  return {
    en: `\`struct module\` takes ${bytesOf(moduleSize)} bytes in the module and ${bytesOf(kernelSize)} bytes in the kernel: the module's is ${difference < 0 ? "smaller" : "larger"} by ${by.en}.`,
    zh: `\`struct module\` 在模块中占 ${bytesOf(moduleSize)} 字节，在内核中占 ${bytesOf(kernelSize)} 字节：模块${difference < 0 ? "小" : "大"}了 ${by.zh}。`,
  };
}

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
  // What follows init on its own cache line is filled by move_module() and mod_tree_insert(): the base and the size of
  // mem[0] and, since 6.4, a pointer to the module; up to 6.3 the base and four sizes of core_layout.
  const memory = init === undefined ? -1 : Math.ceil((init + word) / CACHE_LINE) * CACHE_LINE;
  if (memory >= 0 && overlaps(memory, memory + 3 * word)) return true;
  // source_list and target_list stand before exit, refcnt (an int) after it; module_unload_init() fills all three.
  return exit !== undefined && (overlaps(exit - 4 * word, exit) || overlaps(exit + word, exit + word + 4));
}
