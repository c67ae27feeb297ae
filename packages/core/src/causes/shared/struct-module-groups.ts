/**
 * What include/linux/module.h says of `struct module`, Linux 5.10 to 7.3, for where no headers are at hand: which option
 * guards which members, how large they are, and in which order they stand.
 */
export interface MemberGroup {
  readonly option: string;
  readonly members: readonly KnownMember[];
  /** First release that has it; absent for one that 5.10 has. Where the members are not there, nothing in a kernel tells. */
  readonly since?: readonly [major: number, minor: number];
  /** First release that has it no more; absent for one that 7.3 has. */
  readonly until?: readonly [major: number, minor: number];
  /** Architectures that have the option; absent where all may. */
  readonly architectures?: readonly string[];
  /** Word of the vermagic that is there when the option is set: include/linux/vermagic.h. Absent for most. */
  readonly vermagic?: string;
}

export interface KnownMember {
  readonly name: string;
  /** Sizes that it may have, in words and in bytes: one, but where releases differ. */
  readonly sizes: readonly (readonly [words: number, bytes: number])[];
  /** First release that has it, where the group is older. */
  readonly since?: readonly [major: number, minor: number];
}

const word = (name: string): KnownMember => ({ name, sizes: [[1, 0]] });
const words = (count: number, name: string): KnownMember => ({ name, sizes: [[count, 0]] });
const bytes = (count: number, name: string): KnownMember => ({ name, sizes: [[0, count]] });
const count = (name: string): KnownMember => bytes(4, name);
const since = (major: number, minor: number, member: KnownMember): KnownMember => ({
  ...member,
  since: [major, minor],
});

/** Names of the members that an option (`"CONFIG_SMP"`) guards; none for one that guards none. */
export const membersGuardedBy = (option: string): readonly string[] =>
  memberGroups.flatMap((one) => (one.option === option ? one.members.map(({ name }) => name) : []));

/** In the order of the struct; names between the groups are members that are always there. */
export const structModule: readonly (MemberGroup | string)[] = [
  "name",
  { option: "CONFIG_STACKTRACE_BUILD_ID", members: [bytes(20, "build_id")], since: [5, 14] },
  "mkobj",
  "num_syms",
  { option: "CONFIG_CFI_CLANG", members: [word("cfi_check")], since: [5, 13], until: [6, 1] },
  {
    option: "CONFIG_ARCH_USES_CFI_TRAPS",
    members: [word("kcfi_traps"), word("kcfi_traps_end")],
    since: [6, 1],
    architectures: ["x86_64", "riscv64"],
  },
  {
    option: "CONFIG_SYSFS",
    // struct mutex with a queue of spinners, and without: Linux 7 has a pointer instead of a list.
    members: [
      {
        name: "param_lock",
        sizes: [
          [2, 16],
          [2, 8],
          [3, 8],
          [1, 16],
          [3, 0],
        ],
      },
    ],
  },
  "kp",
  "gpl_crcs",
  "using_gplonly_symbols",
  {
    option: "CONFIG_UNUSED_SYMBOLS",
    members: [
      word("unused_syms"),
      word("unused_crcs"),
      count("num_unused_syms"),
      count("num_unused_gpl_syms"),
      word("unused_gpl_syms"),
      word("unused_gpl_crcs"),
    ],
    until: [5, 12],
  },
  { option: "CONFIG_MODULE_SIG", members: [bytes(1, "sig_ok")] },
  "async_probe_requested",
  "init",
  "mem",
  "core_layout",
  "arch",
  "taints",
  {
    option: "CONFIG_GENERIC_BUG",
    members: [count("num_bugs"), words(2, "bug_list"), word("bug_table")],
  },
  {
    option: "CONFIG_KALLSYMS",
    members: [word("kallsyms"), words(4, "core_kallsyms"), word("sect_attrs"), word("notes_attrs")],
  },
  "args",
  { option: "CONFIG_SMP", members: [word("percpu"), count("percpu_size")], vermagic: "SMP" },
  "noinstr_text_start",
  "noinstr_text_size",
  { option: "CONFIG_TRACEPOINTS", members: [count("num_tracepoints"), word("tracepoints_ptrs")] },
  { option: "CONFIG_TREE_SRCU", members: [count("num_srcu_structs"), word("srcu_struct_ptrs")] },
  { option: "CONFIG_BPF_EVENTS", members: [count("num_bpf_raw_events"), word("bpf_raw_events")] },
  {
    option: "CONFIG_DEBUG_INFO_BTF_MODULES",
    members: [
      count("btf_data_size"),
      since(6, 11, count("btf_base_data_size")),
      word("btf_data"),
      since(6, 11, word("btf_base_data")),
    ],
    since: [5, 11],
  },
  { option: "CONFIG_JUMP_LABEL", members: [word("jump_entries"), count("num_jump_entries")] },
  { option: "CONFIG_TRACING", members: [count("num_trace_bprintk_fmt"), word("trace_bprintk_fmt_start")] },
  {
    option: "CONFIG_EVENT_TRACING",
    members: [word("trace_events"), count("num_trace_events"), word("trace_evals"), count("num_trace_evals")],
  },
  {
    option: "CONFIG_FTRACE_MCOUNT_RECORD",
    members: [count("num_ftrace_callsites"), word("ftrace_callsites")],
    until: [6, 17],
  },
  {
    option: "CONFIG_DYNAMIC_FTRACE",
    members: [count("num_ftrace_callsites"), word("ftrace_callsites")],
    since: [6, 15],
  },
  {
    option: "CONFIG_KPROBES",
    members: [
      word("kprobes_text_start"),
      count("kprobes_text_size"),
      word("kprobe_blacklist"),
      count("num_kprobe_blacklist"),
    ],
  },
  {
    option: "CONFIG_HAVE_STATIC_CALL_INLINE",
    members: [count("num_static_call_sites"), word("static_call_sites")],
    architectures: ["x86_64"],
  },
  {
    option: "CONFIG_KUNIT",
    members: [
      since(6, 8, count("num_kunit_init_suites")),
      since(6, 8, word("kunit_init_suites")),
      count("num_kunit_suites"),
      word("kunit_suites"),
    ],
    since: [6, 0],
  },
  { option: "CONFIG_LIVEPATCH", members: [bytes(1, "klp"), bytes(1, "klp_alive"), word("klp_info")] },
  {
    option: "CONFIG_PRINTK_INDEX",
    members: [count("printk_index_size"), word("printk_index_start")],
    since: [5, 15],
  },
  {
    option: "CONFIG_MODULE_UNLOAD",
    members: [words(2, "source_list"), words(2, "target_list"), word("exit"), count("refcnt")],
    vermagic: "mod_unload",
  },
  {
    option: "CONFIG_MITIGATION_ITS",
    members: [count("its_num_pages"), word("its_page_array")],
    until: [6, 15],
    architectures: ["x86_64", "i386"],
  },
  { option: "CONFIG_CONSTRUCTORS", members: [word("ctors"), count("num_ctors")] },
  { option: "CONFIG_FUNCTION_ERROR_INJECTION", members: [word("ei_funcs"), count("num_ei_funcs")] },
  {
    option: "CONFIG_DYNAMIC_DEBUG_CORE",
    members: [
      {
        name: "dyndbg_info",
        sizes: [
          [2, 8],
          [4, 8],
          [3, 8],
        ],
      },
    ],
    since: [6, 4],
  },
];

export const memberGroups: readonly MemberGroup[] = structModule.filter((one) => typeof one !== "string");

/** Where each member stands among all, those that are always there included. */
export const memberOrder: ReadonlyMap<string, number> = new Map(
  structModule
    .flatMap((one) => (typeof one === "string" ? [one] : one.members.map(({ name }) => name)))
    .map((name, i) => [name, i]),
);

/** An option that makes a member of `struct module` larger, which is there with it and without. */
export interface ResizingOption {
  readonly option: string;
  readonly member: string;
  /** By how many words, for each of `times` parts; several where releases differ. */
  readonly words: readonly number[];
  readonly times: number;
  /** With it the member starts a cache line. */
  readonly aligns?: true;
  /** First release in which it does; absent for what 5.10 has. */
  readonly since?: readonly [major: number, minor: number];
  /** First release in which it does not any more; absent for what 7.3 has. */
  readonly until?: readonly [major: number, minor: number];
  readonly architectures?: readonly string[];
}

/** `struct mod_tree_node`: a pointer and two nodes of trees, of three words each. */
const TREE_NODE = [7];

export const resizingOptions: readonly ResizingOption[] = [
  // What debugging adds to a mutex (`magic`), and to a kobject (`struct delayed_work`,
  // in Linux 6.1 between two halves of a word).
  { option: "CONFIG_DEBUG_MUTEXES", member: "param_lock", words: [1], times: 1 },
  // The queue of spinners is half a word of 64 bits, and fills one with wait_lock.
  {
    option: "CONFIG_MUTEX_SPIN_ON_OWNER",
    member: "param_lock",
    words: [1],
    times: 1,
    architectures: ["arm", "armeb", "i386"],
  },
  { option: "CONFIG_DEBUG_KOBJECT_RELEASE", member: "mkobj", words: [11, 12], times: 1 },
  { option: "CONFIG_MODULES_TREE_LOOKUP", member: "mem", words: TREE_NODE, times: 7, aligns: true },
  // core_layout and init_layout, which follow each other.
  { option: "CONFIG_MODULES_TREE_LOOKUP", member: "core_layout", words: TREE_NODE, times: 1, aligns: true },
  { option: "CONFIG_MODULES_TREE_LOOKUP", member: "init_layout", words: TREE_NODE, times: 1 },
  {
    option: "CONFIG_UNWINDER_ORC",
    member: "arch",
    words: [3],
    times: 1,
    architectures: ["x86_64", "loongarch64"],
  },
  // struct its_array, where these members of struct module went.
  {
    option: "CONFIG_MITIGATION_ITS",
    member: "arch",
    words: [2],
    times: 1,
    since: [6, 15],
    architectures: ["x86_64", "i386"],
  },
  // Two pointers for each of some sections, then a list and a pointer: it changed between 5.12 and 5.19.
  {
    option: "CONFIG_ARM_UNWIND",
    member: "arch",
    words: [3, 7],
    times: 1,
    until: [5, 19],
    architectures: ["arm", "armeb"],
  },
  {
    option: "CONFIG_ARM_UNWIND",
    member: "arch",
    words: [3],
    times: 1,
    since: [5, 19],
    architectures: ["arm", "armeb"],
  },
  { option: "CONFIG_ARM_MODULE_PLTS", member: "arch", words: [6], times: 1, architectures: ["arm", "armeb"] },
];
