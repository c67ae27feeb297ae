/** Names that one function has had, the oldest first. A kernel exports that of its time. */
const families: readonly (readonly string[])[] = [
  // kernel/printk/printk.c, commit 337015573718 ("printk: Userspace format indexing support") (in v5.15)
  ["printk", "_printk"],
  // kernel/exit.c, kernel/kthread.c
  ["complete_and_exit", "kthread_complete_and_exit"],
  // kernel/time/timer.c
  ["del_timer", "timer_delete"],
  ["del_timer_sync", "timer_delete_sync"],
  ["init_timer_key", "timer_init_key"],
  // kernel/time/hrtimer.c
  ["hrtimer_init", "hrtimer_setup"],
  // drivers/base/class.c: the macro became a function
  ["__class_create", "class_create"],
  // mm/slab_common.c, mm/slub.c, mm/util.c, mm/vmalloc.c, mm/page_alloc.c: allocation profiling (in v6.10) and before
  ["kmem_cache_alloc_trace", "kmalloc_trace", "__kmalloc_cache_noprof"],
  ["kmem_cache_alloc_node_trace", "kmalloc_node_trace", "__kmalloc_cache_node_noprof"],
  ["__kmalloc", "__kmalloc_noprof"],
  ["kmem_cache_alloc", "kmem_cache_alloc_noprof"],
  ["krealloc", "krealloc_noprof", "krealloc_node_align_noprof"],
  ["kmemdup", "kmemdup_noprof"],
  ["kvmalloc_node", "__kvmalloc_node_noprof"],
  ["vmalloc", "vmalloc_noprof"],
  ["vzalloc", "vzalloc_noprof"],
  ["__vmalloc", "__vmalloc_noprof"],
  ["__alloc_pages_nodemask", "__alloc_pages", "__alloc_pages_noprof"],
  // net/core/dev.c
  ["netif_rx_ni", "netif_rx"],
  ["netif_rx_any_context", "netif_rx"],
  ["netif_napi_add", "netif_napi_add_weight", "netif_napi_add_weight_locked"],
  // lib/string.c
  ["strlcpy", "strscpy", "sized_strscpy"],
  // drivers/char/random.c
  ["prandom_u32", "get_random_u32"],
  // lib/string_helpers.c, lib/list_debug.c
  ["fortify_panic", "__fortify_panic"],
  ["__list_add_valid", "__list_add_valid_or_report"],
  ["__list_del_entry_valid", "__list_del_entry_valid_or_report"],
  // drivers/tty/tty_io.c
  ["put_tty_driver", "tty_driver_kref_put"],
  // block/bdev.c
  ["blkdev_get_by_path", "bdev_open_by_path", "bdev_file_open_by_path"],
];

/** Another name of the same function. */
export interface OtherName {
  readonly name: string;
  readonly is: "newer" | "older";
}

/** The names that a function has had beside this one; empty when none is known. */
export function otherNamesOf(symbol: string): readonly OtherName[] {
  return families.flatMap((family) => {
    const own = family.indexOf(symbol);
    if (own < 0) return [];
    return family.flatMap((name, at) =>
      at === own ? [] : [{ name, is: at > own ? ("newer" as const) : ("older" as const) }],
    );
  });
}

/** An export that Linux took back while the function stayed. */
export interface Unexported {
  /** The first release without it: major and minor. */
  readonly since: readonly [major: number, minor: number];
  /** First twelve digits of the commit. */
  readonly commit: string;
  /** What modules use instead; absent where there is nothing. */
  readonly instead?: string;
}

const unexported: Readonly<Record<string, Unexported>> = {
  // kernel/kallsyms.c ("kallsyms: unexport kallsyms_lookup_name() and kallsyms_on_each_symbol()")
  kallsyms_lookup_name: { since: [5, 7], commit: "0bd476e6c671" },
  kallsyms_on_each_symbol: { since: [5, 7], commit: "0bd476e6c671" },
  // kernel/sched/core.c ("sched: Remove sched_setscheduler*() EXPORTs")
  sched_setscheduler: { since: [5, 9], commit: "616d91b68cd5", instead: "sched_set_fifo" },
  sched_setscheduler_nocheck: { since: [5, 9], commit: "616d91b68cd5", instead: "sched_set_fifo" },
  // kernel/module.c ("module: unexport find_module and module_mutex")
  find_module: { since: [5, 12], commit: "089049f6c995" },
  module_mutex: { since: [5, 12], commit: "089049f6c995" },
};

/** How Linux took an export back; `undefined` when it is not known that it did. */
export const unexportedAs = (symbol: string): Unexported | undefined =>
  Object.hasOwn(unexported, symbol) ? unexported[symbol] : undefined;
