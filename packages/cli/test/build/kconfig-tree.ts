/** A kernel's source in small: what `kofit why` follows, with the names and macros of the real one. */
export const kconfigTree: Readonly<Record<string, string>> = {
  Makefile: "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 95\nPAHOLE = pahole\n",
  Kconfig: `mainmenu "Linux/$(ARCH) $(KERNELVERSION) Kernel Configuration"
source "scripts/Kconfig.include"
source "init/Kconfig"
source "arch/$(SRCARCH)/Kconfig"
source "lib/Kconfig.debug"
source "drivers/Kconfig"
`,
  "scripts/Kconfig.include": `if-success = $(shell,{ $(1); } >/dev/null 2>&1 && echo "$(2)" || echo "$(3)")
success = $(if-success,$(1),y,n)
cc-option = $(success,trap "rm -rf .tmp_$$" EXIT; mkdir .tmp_$$; $(CC) -Werror $(CLANG_FLAGS) $(1) -c -x c /dev/null -o .tmp_$$/tmp.o)
`,
  "init/Kconfig": `config PAHOLE_VERSION
	int
	default $(shell,$(srctree)/scripts/pahole-version.sh $(PAHOLE))
config CC_HAS_COUNTED_BY
	def_bool $(cc-option,-fcounted-by)
config MODULES
	bool "Enable loadable module support"
	modules
config BPF_SYSCALL
	bool "Enable bpf() system call"
config SCHED_CLASS_EXT
	bool "Extensible Scheduling Class"
	depends on BPF_SYSCALL && DEBUG_INFO_BTF
`,
  "arch/arm64/Kconfig": `config ARM64
	def_bool y
	select CRC32 if MODULES
config HARDENED
	bool "Harden bounds"
	depends on CC_HAS_COUNTED_BY
config EDEN
	bool
	default y if ARM64 && !PPC_EDEN
`,
  "lib/Kconfig.debug": `config DEBUG_INFO
	bool "Debug information"
choice
	prompt "Format"
	depends on DEBUG_INFO
	default DWARF5
config DWARF4
	bool "DWARF 4"
config DWARF5
	bool "DWARF 5"
endchoice
config DEBUG_INFO_BTF
	bool "Generate BTF type information"
	depends on DEBUG_INFO && BPF_SYSCALL
	depends on PAHOLE_VERSION >= 116
	depends on DWARF4 || PAHOLE_VERSION >= 121
config PAHOLE_HAS_SPLIT_BTF
	def_bool PAHOLE_VERSION >= 119
config DEBUG_INFO_BTF_MODULES
	bool "Generate BTF type information for kernel modules"
	default y
	depends on DEBUG_INFO_BTF && MODULES && PAHOLE_HAS_SPLIT_BTF
`,
  "drivers/Kconfig": `config CRC32
	tristate
config NET
	bool "Networking"
config SLOW_NET
	tristate "Slow network"
	depends on PPC && NET
config LONELY
	bool
`,
};

const HEADER =
  "#\n# Automatically generated file; DO NOT EDIT.\n# Linux/arm64 6.12.95 Kernel Configuration\n#\n";
const COMMON = [
  "CONFIG_MODULES=y",
  "CONFIG_BPF_SYSCALL=y",
  "CONFIG_ARM64=y",
  "CONFIG_CRC32=y",
  "CONFIG_EDEN=y",
  "CONFIG_DEBUG_INFO=y",
  "# CONFIG_DWARF4 is not set",
  "CONFIG_DWARF5=y",
  "# CONFIG_NET is not set",
];

const lines = (all: readonly string[]): string => `${HEADER}${all.join("\n")}\n`;

/** What Kconfig makes of {@link kconfigTree} without pahole, and with a compiler that is too old. */
export const withoutPahole = lines(["CONFIG_PAHOLE_VERSION=0", ...COMMON]);
/** And with pahole 1.24. */
export const withPahole = lines([
  "CONFIG_PAHOLE_VERSION=124",
  ...COMMON,
  "CONFIG_SCHED_CLASS_EXT=y",
  "CONFIG_DEBUG_INFO_BTF=y",
  "CONFIG_PAHOLE_HAS_SPLIT_BTF=y",
  "CONFIG_DEBUG_INFO_BTF_MODULES=y",
]);
/** And with a pahole that writes no BTF yet. */
export const withOldPahole = withoutPahole.replace("VERSION=0", "VERSION=115");
