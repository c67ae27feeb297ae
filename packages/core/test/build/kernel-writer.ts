import { btf, btfInt, btfStruct } from "./btf-writer.ts";
import { text } from "./byte-writer.ts";
import { elf } from "./elf-writer.ts";
import { moduleFile, type ModuleSpec } from "./module-writer.ts";

const EM_AARCH64 = 183;
const ET_DYN = 3;

export const RELEASE = "6.12.95-board";
export const VERMAGIC = `${RELEASE} SMP preempt mod_unload modversions aarch64`;
/** Bytes. */
export const STRUCT_MODULE = { size: 0x500, init: 0x138, exit: 0x4a8 } as const;

/** A module of the kernel, with changes. */
export const ownModule = (name: string, changes: ModuleSpec = {}): Uint8Array =>
  moduleFile({
    machine: EM_AARCH64,
    modinfo: [`name=${name}`, "license=GPL", `vermagic=${VERMAGIC}`],
    imports: ["_printk"],
    versions: { module_layout: 0x11, _printk: 0x22 },
    thisModule: { ...STRUCT_MODULE, name },
    ...changes,
  });

const config = [
  "#",
  "# Automatically generated file; DO NOT EDIT.",
  "# Linux/arm64 6.12.95 Kernel Configuration",
  "#",
  "CONFIG_ARM64=y",
  "CONFIG_64BIT=y",
  "CONFIG_MODULES=y",
  "CONFIG_MODVERSIONS=y",
  "# CONFIG_MODULE_SIG is not set",
  "",
].join("\n");

/** What `auto.conf` and `autoconf.h` are made of. */
const setLines = config.split("\n").filter((line) => line.endsWith("=y"));

const symvers = [
  ["0x00000011", "module_layout", "vmlinux", "EXPORT_SYMBOL", ""],
  ["0x00000022", "_printk", "vmlinux", "EXPORT_SYMBOL", ""],
  ["0x00000033", "mii_check_link", "drivers/net/mii", "EXPORT_SYMBOL_GPL", "MII"],
]
  .map((columns) => `${columns.join("\t")}\n`)
  .join("");

/** `struct module` with what is asked of it, in BTF. */
export const structModuleBtf = (size: number = STRUCT_MODULE.size): Uint8Array =>
  btf([
    btfInt("long unsigned int", 8),
    btfStruct("module", size, [
      { name: "init", type: 1, at: STRUCT_MODULE.init * 8 },
      { name: "exit", type: 1, at: STRUCT_MODULE.exit * 8 },
    ]),
  ]);

/** What a headers package ships: an ELF file that holds nothing but `.BTF`. */
export const btfVmlinux = (types: Uint8Array = structModuleBtf()): Uint8Array =>
  elf({ machine: EM_AARCH64, type: ET_DYN, sections: [{ name: ".BTF", bytes: types }] });

/** The build directory of the kernel: path to content. */
export const headersFiles: Readonly<Record<string, Uint8Array>> = {
  ".config": text(config),
  "Module.symvers": text(symvers),
  vmlinux: btfVmlinux(),
  "include/config/auto.conf": text(setLines.map((line) => `${line}\n`).join("")),
  "include/config/kernel.release": text("6.12.95\n"),
  "include/generated/autoconf.h": text(
    setLines.map((line) => `#define ${line.replace("=y", " 1")}\n`).join(""),
  ),
  "include/generated/utsrelease.h": text(`#define UTS_RELEASE "${RELEASE}"\n`),
};

/** `lib/modules/<release>` of the kernel, without its build directory. */
export const modulesFiles: Readonly<Record<string, Uint8Array>> = {
  "kernel/drivers/net/mii.ko": ownModule("mii", {
    // A library of functions: nothing to do when it is loaded.
    thisModule: { size: STRUCT_MODULE.size, name: "mii" },
  }),
  "kernel/drivers/net/usbnet.ko": ownModule("usbnet"),
  "kernel/fs/fuse/fuse.ko": ownModule("fuse"),
  // Built by somebody against something else.
  "updates/dkms/foreign.ko": ownModule("foreign", { thisModule: { size: 0x4c0, init: 0x138, exit: 0x468 } }),
  "modules.dep": text(
    "kernel/drivers/net/mii.ko:\nkernel/drivers/net/usbnet.ko: kernel/drivers/net/mii.ko\nkernel/fs/fuse/fuse.ko:\nupdates/dkms/foreign.ko:\n",
  ),
  "modules.order": text("kernel/drivers/net/mii.ko\nkernel/drivers/net/usbnet.ko\nkernel/fs/fuse/fuse.ko\n"),
  "modules.builtin": text("kernel/drivers/net/loopback.ko\n"),
  "modules.builtin.modinfo": text("loopback.license=GPL\0loopback.parmtype=numdummies:int\0"),
};

export const bootConfig = text(config);

/** `files` below `directory`. */
export const under = (
  directory: string,
  files: Readonly<Record<string, Uint8Array>>,
): Record<string, Uint8Array> =>
  Object.fromEntries(Object.entries(files).map(([path, bytes]) => [`${directory}/${path}`, bytes]));

/** The root file system that the kernel is installed in; the build directory stands where its link leads to. */
export const rootFiles: Readonly<Record<string, Uint8Array>> = {
  [`boot/config-${RELEASE}`]: bootConfig,
  ...under(`lib/modules/${RELEASE}`, modulesFiles),
  ...under(`lib/modules/${RELEASE}/build`, headersFiles),
};
