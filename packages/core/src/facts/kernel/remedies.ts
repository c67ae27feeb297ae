import type { Text } from "../../model/fact.ts";

/** What to give so that a fact becomes known. */
export const giveHeaders: Text = {
  en: "give the headers of exactly this kernel too: --kernel /usr/src/linux-headers-<release>, or their .deb package, or their Module.symvers",
  zh: "请同时给出与该内核完全对应的头文件：--kernel /usr/src/linux-headers-<release>，或头文件的 .deb 软件包，或其中的 Module.symvers",
};

export const giveModules: Text = {
  en: "give the modules that came with this kernel too: --kernel /lib/modules/<release>, or the kernel's .deb package, or one of its .ko files",
  zh: "请同时给出该内核自带的模块：--kernel /lib/modules/<release>，或内核的 .deb 软件包，或其中任意一个 .ko 文件",
};

export const giveConfig: Text = {
  en: "give the configuration of this kernel too: --kernel /boot/config-<release>, or a copy of /proc/config.gz",
  zh: "请同时给出该内核的配置：--kernel /boot/config-<release>，或 /proc/config.gz 的副本",
};

export const giveImage: Text = {
  en: "give the image of this kernel too: --kernel /boot/vmlinuz-<release>",
  zh: "请同时给出该内核的映像：--kernel /boot/vmlinuz-<release>",
};

export const giveTypes: Text = {
  en: "give one of these too: a copy of /sys/kernel/btf/vmlinux from the machine, a .ko file that came with this kernel, or the kernel's .deb package",
  zh: "请再给出以下任意一项：目标机器上 /sys/kernel/btf/vmlinux 的副本、该内核自带的任意 .ko 文件，或内核的 .deb 软件包",
};

export const giveAllTypes: Text = {
  en: "give the image of this kernel too: --kernel /boot/vmlinuz-<release>, or its .deb package, or a copy of /sys/kernel/btf/vmlinux from the machine",
  zh: "请同时给出该内核的映像：--kernel /boot/vmlinuz-<release>，或内核的 .deb 软件包，或目标机器上 /sys/kernel/btf/vmlinux 的副本",
};

export const giveModulesDirectory: Text = {
  en: "give the directory /lib/modules/<release> of this kernel, or its .deb package",
  zh: "请给出该内核的 /lib/modules/<release> 目录或 .deb 软件包",
};
