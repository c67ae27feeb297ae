/**
 * Symbols that exist where an option is set, and that only code wants which was compiled where it is set: calls that the
 * compiler makes, or inline functions of headers that have another body then. `CONFIG_` is left out; of several options
 * any one suffices.
 */
const calledBecauseOf: readonly (readonly [symbols: RegExp, ...options: string[]])[] = [
  // mm/kasan/, kernel/kcsan/core.c, mm/kmsan/instrumentation.c, kernel/kcov.c, kernel/gcov/, lib/ubsan.c
  [/^__asan_|^__kasan_|^kasan_/, "KASAN"],
  [/^__hwasan_/, "KASAN_SW_TAGS"],
  [/^__tsan_|^__kcsan_|^kcsan_/, "KCSAN"],
  [/^__msan_|^kmsan_/, "KMSAN"],
  [/^__sanitizer_cov_trace_/, "KCOV"],
  [/^__gcov_|^llvm_gcov_|^llvm_gcda_/, "GCOV_KERNEL"],
  [/^__ubsan_handle_/, "UBSAN"],
  [/^latent_entropy$/, "GCC_PLUGIN_LATENT_ENTROPY"],
  [/^__cfi_slowpath/, "CFI_CLANG"],
  // arch/x86/lib/retpoline.S
  [/^__x86_indirect_thunk_|^__x86_indirect_alt_/, "MITIGATION_RETPOLINE", "RETPOLINE"],
  [/^__x86_return_thunk$/, "MITIGATION_RETHUNK", "RETHUNK"],
  // arch/*/kernel/*ftrace*.S, kernel/trace/trace_branch.c
  [/^(?:__fentry__|_?mcount|__gnu_mcount_nc)$/, "FUNCTION_TRACER"],
  [/^ftrace_likely_update$/, "TRACE_BRANCH_PROFILING"],
  // kernel/locking/lockdep.c, mutex.c, spinlock.c, spinlock_debug.c, include/linux/lockdep.h
  [/^lock_(?:acquire|release|is_held_type|acquired|contended)$/, "LOCKDEP", "DEBUG_LOCK_ALLOC"],
  [/^lockdep_(?:init_map|rcu_suspicious|set_lock_cmp_fn)|^rcu_(?:lock|bh_lock|sched_lock)_map$/, "LOCKDEP"],
  [
    /^(?:mutex_lock(?:_\w+)?_nested|_raw_spin_lock(?:_\w+)?_nested|down_(?:read|write)_nested)$/,
    "DEBUG_LOCK_ALLOC",
  ],
  [/^__raw_spin_lock_init$|^do_raw_(?:spin|read|write)_/, "DEBUG_SPINLOCK"],
  [/^preempt_count_(?:add|sub)$/, "DEBUG_PREEMPT", "TRACE_PREEMPT_TOGGLE"],
  [/^trace_hardirqs_(?:on|off)$/, "TRACE_IRQFLAGS"],
  // kernel/locking/spinlock_rt.c, rtmutex_api.c; kernel/sched/core.c
  [/^rt_(?:spin|read|write)_|^__rt_spin_lock_init$|^__mutex_rt_init$/, "PREEMPT_RT"],
  [/^preempt_schedule(?:_notrace)?(?:_thunk)?$|^__SCT__preempt_schedule/, "PREEMPTION"],
  [/^__rcu_read_(?:un)?lock$/, "PREEMPT_RCU"],
  // lib/list_debug.c
  [/^__list_(?:add|del_entry)_valid(?:_or_report)?$/, "DEBUG_LIST", "LIST_HARDENED"],
];

/** Options, `"CONFIG_KASAN"`, any one of which makes compiled code want `symbol`; empty when none is known to. */
export function optionsThatCall(symbol: string): readonly string[] {
  const [, ...options] = calledBecauseOf.find(([symbols]) => symbols.test(symbol)) ?? [];
  return options.map((option) => `CONFIG_${option}`);
}

/** A module of the kernel that exports everything whose name begins with a prefix. */
export interface ExportingModule {
  /** `"cfg80211_"` */
  readonly prefix: string;
  /** `"CONFIG_CFG80211"`, by which it is built. */
  readonly option: string;
  /** As `Module.symvers` names it: `"net/wireless/cfg80211"`. */
  readonly owner: string;
}

const exporting: readonly (readonly [prefix: string, option: string, owner: string])[] = [
  ["ata_", "ATA", "drivers/ata/libata"],
  ["sata_", "ATA", "drivers/ata/libata"],
  ["bt_", "BT", "net/bluetooth/bluetooth"],
  ["l2cap_", "BT", "net/bluetooth/bluetooth"],
  ["cdrom_", "CDROM", "drivers/cdrom/cdrom"],
  ["cec_", "CEC_CORE", "drivers/media/cec/core/cec"],
  ["cfg80211_", "CFG80211", "net/wireless/cfg80211"],
  ["configfs_", "CONFIGFS_FS", "fs/configfs/configfs"],
  ["coresight_", "CORESIGHT", "drivers/hwtracing/coresight/coresight"],
  ["fat_", "FAT_FS", "fs/fat/fat"],
  ["media_", "MEDIA_CONTROLLER", "drivers/media/mc/mc"],
  ["mii_", "MII", "drivers/net/mii"],
  ["ppp_", "PPP", "drivers/net/ppp/ppp_generic"],
  ["rfkill_", "RFKILL", "net/rfkill/rfkill"],
  ["rpc_", "SUNRPC", "net/sunrpc/sunrpc"],
  ["ssb_", "SSB", "drivers/ssb/ssb"],
  ["bcma_", "BCMA", "drivers/bcma/bcma"],
  ["target_", "TARGET_CORE", "drivers/target/target_core_mod"],
  ["tee_", "TEE", "drivers/tee/tee"],
  ["ttm_", "DRM_TTM", "drivers/gpu/drm/ttm/ttm"],
  ["typec_", "TYPEC", "drivers/usb/typec/typec"],
  ["tcpm_", "TYPEC_TCPM", "drivers/usb/typec/tcpm/tcpm"],
  ["ubi_", "MTD_UBI", "drivers/mtd/ubi/ubi"],
  ["usb_serial_", "USB_SERIAL", "drivers/usb/serial/usbserial"],
  ["dm_bufio_", "DM_BUFIO", "drivers/md/dm-bufio"],
  ["vid_from_", "HWMON_VID", "drivers/hwmon/hwmon-vid"],
  ["can_rx_register", "CAN", "net/can/can"],
  ["can_proto_", "CAN", "net/can/can"],
  ["vsock_", "VSOCKETS", "net/vmw_vsock/vsock"],
  ["wwan_", "WWAN", "drivers/net/wwan/wwan"],
];

/** The module of the kernel that exports a symbol of this name, if any does; `undefined` when that is not known. */
export function exporterOf(symbol: string): ExportingModule | undefined {
  const found = exporting.find(([prefix]) => symbol.startsWith(prefix));
  if (!found) return undefined;
  const [prefix, option, owner] = found;
  return { prefix, option: `CONFIG_${option}`, owner };
}

/** All that {@link exporterOf} knows. */
export const exportingModules: readonly ExportingModule[] = exporting.map(([prefix, option, owner]) => ({
  prefix,
  option: `CONFIG_${option}`,
  owner,
}));
