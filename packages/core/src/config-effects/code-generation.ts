/**
 * Options that decide what a module is compiled to: flags of the compiler (the Makefile, scripts/Makefile.*,
 * arch/*\/Makefile), inline functions of another body, and constants that end up in instructions. `CONFIG_` is left out.
 */
const patterns: readonly RegExp[] = [
  // Control flow: arch/Kconfig, arch/x86/Kconfig, arch/arm64/Kconfig
  /^(?:CFI|CFI_CLANG|CFI_PERMISSIVE|CFI_ICALL_NORMALIZE_INTEGERS|FINEIBT|SHADOW_CALL_STACK)$/,
  /^(?:X86_KERNEL_IBT|ARM64_(?:PTR_AUTH|BTI)_KERNEL|UNWIND_PATCH_PAC_INTO_SCS)$/,
  // Speculation: arch/x86/Kconfig
  /^(?:MITIGATION_\w+|RETPOLINE|RETHUNK|SLS|CALL_THUNKS|CALL_DEPTH_TRACKING|CALL_PADDING|HARDEN_BRANCH_PREDICTOR)$/,
  // Instrumentation: lib/Kconfig.{kasan,kcsan,kmsan,ubsan}, lib/Kconfig.debug, kernel/gcov/Kconfig
  /^(?:KASAN|KCSAN|KMSAN|UBSAN|KCOV|GCOV)(?:_\w+)?$/,
  /^(?:FORTIFY_SOURCE|TRACE_BRANCH_PROFILING|PROFILE_ALL_BRANCHES|BUG_ON_DATA_CORRUPTION|LIST_HARDENED|DEBUG_LIST)$/,
  // Stack, registers: arch/Kconfig, security/Kconfig.hardening
  /^(?:STACKPROTECTOR\w*|INIT_STACK_\w+|ZERO_CALL_USED_REGS|VMAP_STACK|RANDSTRUCT\w*)$/,
  /^GCC_PLUGIN_\w+$/,
  // Tracing: kernel/trace/Kconfig
  /^(?:FUNCTION_TRACER|FTRACE_MCOUNT_\w+|DYNAMIC_FTRACE\w*|FUNCTION_ALIGNMENT\w*|FUNCTION_PADDING_\w+)$/,
  // Locks and preemption, as inline functions have them: kernel/Kconfig.preempt, lib/Kconfig.debug
  /^PREEMPT\w*$/,
  /^(?:SMP|DEBUG_(?:SPINLOCK|MUTEXES|RWSEMS|LOCK_ALLOC|PREEMPT|ATOMIC_SLEEP)|LOCKDEP|PROVE_LOCKING|LOCK_STAT)$/,
  /^(?:TRACE_IRQFLAGS|QUEUED_SPINLOCKS|QUEUED_RWLOCKS|INLINE_\w+)$/,
  // Unwinding, branches that are patched: arch/*/Kconfig.debug, arch/Kconfig
  /^(?:FRAME_POINTER|UNWINDER_\w+|ARM_UNWIND|JUMP_LABEL|STATIC_CALL\w*|HAVE_STATIC_CALL_INLINE|PARAVIRT\w*)$/,
  // The whole build: init/Kconfig, arch/Kconfig
  /^(?:LTO\w*|CC_OPTIMIZE_\w+|DEBUG_BUGVERBOSE|GENERIC_BUG_RELATIVE_POINTERS|CPU_BIG_ENDIAN|THUMB2_KERNEL)$/,
  /^(?:ARM64_LSE_ATOMICS|ARM64_USE_LSE_ATOMICS|RISCV_ISA_\w+|CPU_32v\w+|ARCH_USING_PATCHABLE_FUNCTION_ENTRY|MPROFILE_KERNEL)$/,
  // Constants in instructions, and in the sizes of arrays
  /^(?:NR_CPUS|NODES_SHIFT|HZ|PGTABLE_LEVELS|PAGE_SHIFT|PAGE_SIZE_\w+|ARM64_(?:4K|16K|64K)_PAGES|ARM64_(?:VA|PA)_BITS)$/,
  /^(?:X86_L1_CACHE_SHIFT|ARM_L1_CACHE_SHIFT|PAGE_OFFSET|PHYS_OFFSET|THREAD_SIZE_ORDER|BASE_SMALL|SLUB_TINY|SLAB|SLOB)$/,
];

/** Whether an option decides what modules are compiled to. */
export function decidesCode(option: string): boolean {
  const name = option.replace(/^CONFIG_/, "");
  return patterns.some((pattern) => pattern.test(name));
}
