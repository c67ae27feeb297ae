/**
 * Options that guard members of types which modules of all kinds use, by type: the `#if`s inside the definitions of these
 * structs in Linux 5.10, 6.1 and 6.12. A kernel has those of its time. `CONFIG_` is left out.
 *
 * These are the types of that many modules that a difference is worth a word where nobody knows which types the module
 * uses; what a module really uses, and whether it differs, only the types of both sides tell.
 */
const guarded: Readonly<Record<string, string>> = {
  // include/linux/fs.h
  address_space: "READ_ONLY_THP_FOR_FS",
  // include/linux/blk_types.h
  bio: "BLK_CGROUP BLK_CGROUP_IOCOST BLK_DEV_INTEGRITY BLK_INLINE_ENCRYPTION",
  // include/linux/cred.h
  cred: "DEBUG_CREDENTIALS KEYS SECURITY",
  // include/linux/pm.h
  dev_pm_info: "PM PM_SLEEP",
  // include/linux/device.h
  device: `
    ARCH_HAS_DMA_OPS ARCH_HAS_SYNC_DMA_FOR_DEVICE DMA_CMA DMA_DECLARE_COHERENT DMA_NEED_SYNC DMA_OPS
    DMA_OPS_BYPASS ENERGY_MODEL GENERIC_MSI_IRQ GENERIC_MSI_IRQ_DOMAIN IOMMU_DMA NUMA PINCTRL
    PROVE_LOCKING SWIOTLB SWIOTLB_DYNAMIC
  `,
  // include/linux/fs.h
  file: "EPOLL SECURITY",
  // include/linux/genhd.h, include/linux/blkdev.h
  gendisk: "BLK_DEV_INTEGRITY BLK_DEV_ZONED BLOCK_HOLDER_DEPRECATED CDROM",
  // include/linux/gpio/driver.h
  gpio_chip: "GPIOLIB_IRQCHIP GPIO_GENERIC OF_GPIO",
  // include/linux/fs.h
  inode: "CGROUP_WRITEBACK FILE_LOCKING FSNOTIFY FS_ENCRYPTION FS_POSIX_ACL FS_VERITY IMA SECURITY",
  // include/linux/irqdesc.h
  irq_desc: "GENERIC_IRQ_DEBUGFS GENERIC_PENDING_IRQ HARDIRQS_SW_RESEND PM_SLEEP PROC_FS SMP SPARSE_IRQ",
  // include/linux/kobject.h
  kobject: "DEBUG_KOBJECT_RELEASE",
  // include/linux/mm_types.h
  mm_struct: `
    AIO ARCH_WANT_BATCHED_UNMAP_TLB_FLUSH HAVE_ARCH_COMPAT_MMAP_BASES HUGETLB_PAGE IOMMU_MM_DATA
    IOMMU_SUPPORT IOMMU_SVA KSM LRU_GEN LRU_GEN_WALKS_MMU MEMBARRIER MEMCG MMU MMU_NOTIFIER
    NUMA_BALANCING PER_VMA_LOCK PREEMPT_RT SCHED_MM_CID
  `,
  // include/linux/mutex.h, include/linux/mutex_types.h
  mutex: "DEBUG_LOCK_ALLOC DEBUG_MUTEXES MUTEX_SPIN_ON_OWNER",
  // include/net/net_namespace.h
  net: `
    CAN CRYPTO_USER IEEE802154_6LOWPAN IPV6 IP_DCCP IP_SCTP IP_VS KEYS MCTP MPLS NETFILTER
    NETFILTER_NETLINK_ACCT NF_CONNTRACK NF_CT_NETLINK_TIMEOUT NF_DEFRAG_IPV6 NF_FLOW_TABLE NF_TABLES
    SMC SYSCTL UNIX WEXT_CORE XDP_SOCKETS XFRM
  `,
  // include/linux/netdevice.h
  net_device: `
    6LOWPAN ATALK AX25 CFG80211 CGROUP_NET_PRIO DCB DPLL FCOE GARP IEEE802154 IPV6 IRDA LOCKDEP
    MACSEC MCTP MPLS_ROUTING MRP NETFILTER_EGRESS NETFILTER_INGRESS NETPOLL NET_CLS_ACT
    NET_DROP_MONITOR NET_DSA NET_L3_MASTER_DEV NET_XGRESS PAGE_POOL PCPU_DEV_REFCNT RFS_ACCEL SYSFS
    TIPC TLS_DEVICE VLAN_8021Q WIRELESS_EXT XFRM_OFFLOAD XPS
  `,
  // include/linux/mm_types.h
  page: "ARCH_WANT_HUGE_PMD_SHARE KMSAN MEMCG SLAB_OBJ_EXT",
  // include/linux/pci.h
  pci_dev: `
    HOTPLUG_PCI_PCIE PCIEAER PCIEASPM PCIEPORTBUS PCIE_DPC PCIE_PTM PCI_ATS PCI_DOE PCI_MSI PCI_NPEM
    PCI_P2PDMA PCI_PASID PCI_PRI
  `,
  // include/linux/spinlock_types_raw.h, include/linux/spinlock_types.h
  raw_spinlock: "DEBUG_LOCK_ALLOC DEBUG_SPINLOCK",
  // include/linux/blk-mq.h, include/linux/blkdev.h
  request: "BLK_DEV_INTEGRITY BLK_INLINE_ENCRYPTION BLK_RQ_ALLOC_TIME BLK_WBT",
  // include/linux/blkdev.h
  request_queue: `
    BLK_CGROUP BLK_DEBUG_FS BLK_DEV_BSG BLK_DEV_INTEGRITY BLK_DEV_IO_TRACE BLK_DEV_THROTTLING
    BLK_DEV_ZONED BLK_INLINE_ENCRYPTION LOCKDEP PM
  `,
  // include/linux/rwsem.h
  rw_semaphore: "DEBUG_LOCK_ALLOC DEBUG_RWSEMS RWSEM_SPIN_ON_OWNER",
  // include/linux/sched/signal.h
  signal_struct: "AUDIT BSD_PROCESS_ACCT NO_HZ_FULL POSIX_TIMERS SCHED_AUTOGROUP TASKSTATS",
  // include/linux/skbuff.h
  sk_buff: `
    IPV6_NDISC_NODETYPE IP_SCTP IP_VS KCOV NETFILTER_SKIP_EGRESS NETFILTER_XT_TARGET_TRACE
    NETWORK_SECMARK NET_CLS_ACT NET_REDIRECT NET_RX_BUSY_POLL NET_SCHED NET_SOCK_MSG NET_SWITCHDEV
    NET_XGRESS NF_CONNTRACK NF_TABLES SKB_DECRYPTED SKB_EXTENSIONS TLS_DEVICE WIRELESS XPS
  `,
  // include/sound/pcm.h
  snd_pcm_substream: "SND_PCM_OSS SND_PCM_XRUN_DEBUG SND_VERBOSE_PROCFS",
  // include/net/sock.h
  sock: "BPF_SYSCALL MODULES NET_RX_BUSY_POLL PROVE_LOCKING SECURITY XFRM",
  // include/linux/spinlock_types.h
  spinlock: "DEBUG_LOCK_ALLOC",
  // include/linux/fs.h
  super_block: "FSNOTIFY FS_ENCRYPTION FS_VERITY SECURITY UNICODE",
  // include/linux/sched.h
  task_struct: `
    ARCH_HAS_CPU_PASID ARCH_HAS_PARANOID_L1D_FLUSH ARCH_HAS_SCALED_CPUTIME AUDIT AUDITSYSCALL BCACHE
    BLK_CGROUP BLK_DEV_IO_TRACE BLOCK BPF_SYSCALL CGROUPS CGROUP_SCHED COMPACTION COMPAT COMPAT_BRK
    CPUSETS CPU_SUP_INTEL DEBUG_ATOMIC_SLEEP DEBUG_MUTEXES DEBUG_PREEMPT DETECT_HUNG_TASK EVENTFD
    FAULT_INJECTION FUNCTION_GRAPH_TRACER FUTEX GCC_PLUGIN_STACKLEAK IOMMU_SVA IO_URING KASAN
    KASAN_GENERIC KASAN_SW_TAGS KCOV KCSAN KCSAN_WEAK_MEMORY KEYS KMSAN KRETPROBES KUNIT LATENCYTOP
    LIVEPATCH LOCKDEP LRU_GEN MEMCG MEMCG_V1 MEM_ALLOC_PROFILING MMU NO_HZ_FULL NUMA NUMA_BALANCING
    PAGE_OWNER PERF_EVENTS POSIX_CPU_TIMERS_TASK_WORK PREEMPT_NOTIFIERS PREEMPT_RCU PREEMPT_RT PSI
    RANDOMIZE_KSTACK_OFFSET RETHOOK RSEQ RT_MUTEXES RV SCHED_CLASS_EXT SCHED_CORE SCHED_MM_CID
    SECURITY SMP STACKPROTECTOR SYSVIPC TASKS_RCU TASKS_TRACE_RCU TASK_DELAY_ACCT TASK_XACCT
    THREAD_INFO_IN_TASK TRACE_IRQFLAGS TRACING UCLAMP_TASK UPROBES USER_EVENTS
    VIRT_CPU_ACCOUNTING_GEN VMAP_STACK X86_CPU_RESCTRL X86_MCE
  `,
  // include/linux/timer_types.h, include/linux/timer.h
  timer_list: "LOCKDEP",
  // include/linux/usb.h
  usb_device: "PM",
  // include/linux/mm_types.h
  vm_area_struct: "ANON_VMA_NAME NUMA NUMA_BALANCING PER_VMA_LOCK SWAP",
  // include/linux/workqueue_types.h, include/linux/workqueue.h
  work_struct: "LOCKDEP",
  // include/linux/mmzone.h
  zone: "CMA COMPACTION MEMORY_HOTPLUG MEMORY_ISOLATION NEED_MULTIPLE_NODES NUMA UNACCEPTED_MEMORY",
};

const byOption = new Map<string, string[]>();
for (const [type, options] of Object.entries(guarded)) {
  for (const name of options.trim().split(/\s+/)) {
    const types = byOption.get(`CONFIG_${name}`);
    if (types) types.push(type);
    else byOption.set(`CONFIG_${name}`, [type]);
  }
}

/** Types of which an option guards members, `"task_struct"`; empty when it guards none that is listed here. */
export const typesGuardedBy = (option: string): readonly string[] => byOption.get(option) ?? [];
