/**
 * Which option of the configuration guards which members of `struct module`: the `#ifdef`s of
 * include/linux/module.h, Linux 6.4 to 7.3. A kernel has those of its time.
 */
export const structModuleOptions: Readonly<Record<string, readonly string[]>> = {
  CONFIG_STACKTRACE_BUILD_ID: ["build_id"],
  CONFIG_ARCH_USES_CFI_TRAPS: ["kcfi_traps", "kcfi_traps_end"],
  CONFIG_SYSFS: ["param_lock"],
  CONFIG_MODULE_SIG: ["sig_ok"],
  CONFIG_GENERIC_BUG: ["num_bugs", "bug_list", "bug_table"],
  CONFIG_KALLSYMS: ["kallsyms", "core_kallsyms", "sect_attrs", "notes_attrs"],
  CONFIG_SMP: ["percpu", "percpu_size"],
  CONFIG_TRACEPOINTS: ["num_tracepoints", "tracepoints_ptrs"],
  CONFIG_TREE_SRCU: ["num_srcu_structs", "srcu_struct_ptrs"],
  CONFIG_BPF_EVENTS: ["num_bpf_raw_events", "bpf_raw_events"],
  CONFIG_DEBUG_INFO_BTF_MODULES: ["btf_data_size", "btf_base_data_size", "btf_data", "btf_base_data"],
  CONFIG_JUMP_LABEL: ["jump_entries", "num_jump_entries"],
  CONFIG_TRACING: ["num_trace_bprintk_fmt", "trace_bprintk_fmt_start"],
  CONFIG_EVENT_TRACING: ["trace_events", "num_trace_events", "trace_evals", "num_trace_evals"],
  CONFIG_DYNAMIC_FTRACE: ["num_ftrace_callsites", "ftrace_callsites"],
  CONFIG_KPROBES: ["kprobes_text_start", "kprobes_text_size", "kprobe_blacklist", "num_kprobe_blacklist"],
  CONFIG_HAVE_STATIC_CALL_INLINE: ["num_static_call_sites", "static_call_sites"],
  CONFIG_KUNIT: ["num_kunit_init_suites", "kunit_init_suites", "num_kunit_suites", "kunit_suites"],
  CONFIG_LIVEPATCH: ["klp", "klp_alive", "klp_info"],
  CONFIG_PRINTK_INDEX: ["printk_index_size", "printk_index_start"],
  CONFIG_MODULE_UNLOAD: ["source_list", "target_list", "exit", "refcnt"],
  CONFIG_MITIGATION_ITS: ["its_num_pages", "its_page_array"],
  CONFIG_CONSTRUCTORS: ["ctors", "num_ctors"],
  CONFIG_FUNCTION_ERROR_INJECTION: ["ei_funcs", "num_ei_funcs"],
  CONFIG_DYNAMIC_DEBUG_CORE: ["dyndbg_info"],
};
