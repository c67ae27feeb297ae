/**
 * What stands around one line in logs as they are pasted: shapes of boot logs, journals, terminals, builds, DKMS, package
 * managers and issues. Written after such logs, without a look at what the product searches for.
 */

/** Where a line comes from. */
export type Where = "dmesg" | "insmod" | "modprobe" | "make" | "dkms";

/** Puts lines into a log, with lines of noise in their usual places. */
export interface Surrounding {
  readonly name: string;
  readonly places: readonly Where[];
  log(lines: readonly string[], noise: readonly string[]): string;
}

const RELEASE = "6.1.0-18-amd64";

const boot = [
  `Linux version ${RELEASE} (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40) #1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01)`,
  `Command line: BOOT_IMAGE=/boot/vmlinuz-${RELEASE} root=UUID=4f3c ro quiet`,
  "x86/fpu: Supporting XSAVE feature 0x001: 'x87 floating point registers'",
  "BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable",
  "ACPI Error: No handler for Region [ECRM] (00000000b1a5d3e1) [EmbeddedControl] (20220331/evregion-130)",
  "ACPI BIOS Error (bug): Could not resolve symbol [\\_SB.PCI0.RP05.PXSX], AE_NOT_FOUND (20220331/psargs-330)",
  "pci 0000:00:1f.0: [8086:a30c] type 00 class 0x060100",
  "usb 1-4: new high-speed USB device number 3 using xhci_hcd",
  "usb 1-4: New USB device found, idVendor=0bda, idProduct=8812, bcdDevice= 0.00",
  "EXT4-fs (nvme0n1p2): mounted filesystem with ordered data mode. Quota mode: none.",
  "systemd[1]: Inserted module 'autofs4'",
  "iwlwifi 0000:00:14.3: firmware: failed to load iwl-debug-yoyo.bin (-2)",
  "firmware_class: See https://wiki.debian.org/Firmware for information about missing firmware",
  "mei_me 0000:00:16.0: hbm: dma setup response: failure = 3 REJECTED",
  "blacklisted: sysctl hooks not loaded",
  "Bluetooth: hci0: Opcode 0x c03 failed: -110",
];
const after = [
  "usb 1-4: USB disconnect, device number 3",
  'audit: type=1400 audit(1708512345.123:42): apparmor="STATUS" operation="profile_load" profile="unconfined" name="lsb_release" pid=612 comm="apparmor_parser"',
  "IPv6: ADDRCONF(NETDEV_CHANGE): enp0s31f6: link becomes ready",
  "rfkill: input handler disabled",
];

const stamped = (lines: readonly string[]): readonly string[] =>
  lines.map((line, i) => `[${(i * 0.731 + 2).toFixed(6).padStart(12)}] ${line}`);
const kernelLog = (lines: readonly string[], noise: readonly string[]): readonly string[] => [
  ...boot,
  ...noise,
  ...lines,
  ...after,
];
const text = (lines: readonly string[]): string => `${lines.join("\n")}\n`;

const compiled = (prefix: string): readonly string[] => [
  `  CC [M]  ${prefix}core.o`,
  `  CC [M]  ${prefix}os_dep.o`,
  `${prefix}core.c: In function ‘vloop_probe’:`,
  `${prefix}core.c:214:13: warning: variable ‘ret’ set but not used [-Wunused-but-set-variable]`,
  "  214 |         int ret = 0;",
  "      |             ^~~",
  `${prefix}core.c:300:9: note: in expansion of macro ‘pr_debug’`,
  "In file included from ./include/linux/kernel.h:20,",
  `                 from ${prefix}os_dep.c:12:`,
];

const ended = (prefix: string): readonly string[] => [
  `make[2]: *** [/usr/src/linux-headers-${RELEASE}-common/scripts/Makefile.build:255: ${prefix}core.o] Error 1`,
  `make[1]: *** [/usr/src/linux-headers-${RELEASE}-common/Makefile:2034: ${prefix}] Error 2`,
  `make[1]: Leaving directory '/usr/src/linux-headers-${RELEASE}'`,
  "make: *** [Makefile:31: all] Error 2",
];

const plainBuild = (lines: readonly string[], noise: readonly string[]): readonly string[] => [
  "$ make",
  `make -C /lib/modules/${RELEASE}/build M=/home/pi/vloop modules`,
  `make[1]: Entering directory '/usr/src/linux-headers-${RELEASE}'`,
  ...noise,
  ...compiled("/home/pi/vloop/"),
  ...lines,
  ...ended("/home/pi/vloop/"),
];

const dkmsBuild = (lines: readonly string[], noise: readonly string[]): readonly string[] => [
  `DKMS make.log for vloop-1.2.0 for kernel ${RELEASE} (x86_64)`,
  "Wed Feb 21 10:45:45 AM CET 2024",
  `make: Entering directory '/usr/src/linux-headers-${RELEASE}'`,
  ...noise,
  ...compiled("/var/lib/dkms/vloop/1.2.0/build/"),
  ...lines,
  ...ended("/var/lib/dkms/vloop/1.2.0/build/"),
];

const issue = (body: readonly string[]): readonly string[] => [
  "**Describe the bug**",
  "Hi, after the last update the driver does not work any more, it says there is an error and the module will not load. It used to work with the previous kernel!",
  "",
  "- [x] I have searched the existing issues",
  `- kernel: \`${RELEASE}\``,
  "",
  "<details><summary>log</summary>",
  "",
  "```",
  ...body,
  "```",
  "",
  "</details>",
  "",
  "Thanks in advance, any help is welcome. Is the module not signed, or is the format wrong?",
];

/** Every place where one line may stand. */
export const surroundings: readonly Surrounding[] = [
  { name: "dmesg", places: ["dmesg"], log: (lines, noise) => text(stamped(kernelLog(lines, noise))) },
  {
    name: "dmesg -T",
    places: ["dmesg"],
    log: (lines, noise) => text(kernelLog(lines, noise).map((line) => `[Wed Feb 21 10:45:45 2024] ${line}`)),
  },
  {
    name: "dmesg -x, with the caller",
    places: ["dmesg"],
    log: (lines, noise) =>
      text(kernelLog(lines, noise).map((line) => `kern  :warn  : [   12.345678] [   T412] ${line}`)),
  },
  {
    name: "a serial console",
    places: ["dmesg"],
    log: (lines, noise) =>
      kernelLog(lines, noise)
        .map((line) => `<4>[   12.345678] ${line}\r\n`)
        .join(""),
  },
  {
    name: "journalctl",
    places: ["dmesg", "insmod", "modprobe"],
    log: (lines, noise) =>
      text([
        "-- Boot 5f0c1d6d7a4e4c0f9d0b8f4f4a5b6c7d --",
        ...boot.map((line) => `Feb 21 10:45:45 debian kernel: ${line}`),
        ...noise.map((line) => `Feb 21 10:45:45 debian kernel: ${line}`),
        ...lines.map(
          (line) =>
            `Feb 21 10:45:46 debian ${/^(?:insmod|modprobe|depmod)/.test(line) ? "sh[412]" : "kernel"}: ${line}`,
        ),
        "Feb 21 10:45:46 debian systemd[1]: systemd-modules-load.service: Failed with result 'exit-code'.",
        "Feb 21 10:45:46 debian systemd[1]: Failed to start Load Kernel Modules.",
      ]),
  },
  {
    name: "syslog with the kernel's own time",
    places: ["dmesg"],
    log: (lines, noise) =>
      text(
        stamped(kernelLog(lines, noise)).map(
          (line) => `2024-02-21T10:45:45.123456+01:00 debian kernel: ${line}`,
        ),
      ),
  },
  {
    name: "journalctl -o json",
    places: ["dmesg", "modprobe"],
    log: (lines, noise) =>
      text(
        kernelLog(lines, noise).map((line) =>
          JSON.stringify({
            __REALTIME_TIMESTAMP: "1708508745123456",
            PRIORITY: "4",
            SYSLOG_IDENTIFIER: "kernel",
            MESSAGE: line,
            _HOSTNAME: "debian",
          }),
        ),
      ),
  },
  {
    name: "a terminal, with insmod before",
    places: ["dmesg"],
    log: (lines, noise) =>
      text([
        "pi@box:~/vloop $ sudo dmesg | tail",
        ...stamped([...boot.slice(-4), ...noise, ...lines]),
        "pi@box:~/vloop $ uname -a",
        `Linux box ${RELEASE} #1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01) x86_64 GNU/Linux`,
      ]),
  },
  {
    name: "an issue",
    places: ["dmesg"],
    log: (lines, noise) => text(issue(stamped([...noise, ...lines]))),
  },
  {
    name: "colours of a terminal",
    places: ["dmesg"],
    log: (lines, noise) =>
      text(
        kernelLog(lines, noise).map((line) => `\u001B[32m[   12.345678] \u001B[0m\u001B[1m${line}\u001B[0m`),
      ),
  },
  {
    name: "a terminal",
    places: ["insmod", "modprobe"],
    log: (lines, noise) =>
      text([
        "root@box:/home/pi/vloop# ls",
        "Makefile  README.md  vloop.c  vloop.ko  vloop.mod.c",
        "root@box:/home/pi/vloop# insmod ./vloop.ko",
        ...noise,
        ...lines,
        "root@box:/home/pi/vloop# echo $?",
        "1",
      ]),
  },
  {
    name: "an issue, one line in backticks",
    places: ["insmod", "modprobe"],
    log: (lines) =>
      text(["When I load it I get:", "", ...lines.map((line) => `\`${line}\``), "", "Any idea?"]),
  },
  {
    name: "a reply to an issue",
    places: ["dmesg", "insmod", "modprobe", "make", "dkms"],
    log: (lines) =>
      text([
        "> It does not work here:",
        ...lines.map((line) => `> ${line}`),
        "",
        "Please post the whole log.",
      ]),
  },
  { name: "make", places: ["make"], log: (lines, noise) => text(plainBuild(lines, noise)) },
  { name: "make.log of DKMS", places: ["make"], log: (lines, noise) => text(dkmsBuild(lines, noise)) },
  {
    name: "make.log of DKMS 3.2, CRLF",
    places: ["make"],
    log: (lines, noise) =>
      [
        `DKMS (dkms-3.2.2) make.log for vloop/1.2.0 for kernel ${RELEASE} (x86_64)`,
        "Wed Feb 21 10:45:45 AM CET 2024",
        "",
        "Building module(s)",
        `# command: make -j8 KERNELRELEASE=${RELEASE} -C /lib/modules/${RELEASE}/build M=/var/lib/dkms/vloop/1.2.0/build`,
        ...dkmsBuild(lines, noise).slice(2),
        "",
        "# exit code: 2",
        "# elapsed time: 00:00:07",
      ]
        .map((line) => `${line}\r\n`)
        .join(""),
  },
  {
    name: "a workflow's log",
    places: ["make"],
    log: (lines, noise) =>
      text(plainBuild(lines, noise).map((line) => `2024-02-21T10:45:45.1234567Z ${line}`)),
  },
  {
    name: "an issue with a build",
    places: ["make"],
    log: (lines, noise) => text(issue(plainBuild(lines, noise))),
  },
  {
    name: "dkms install",
    places: ["dkms"],
    log: (lines, noise) =>
      text([
        "$ sudo dkms install vloop/1.2.0",
        "Creating symlink /var/lib/dkms/vloop/1.2.0/source -> /usr/src/vloop-1.2.0",
        "Sign command: /lib/modules/6.1.0-18-amd64/build/scripts/sign-file",
        "Signing key: /var/lib/dkms/mok.key",
        ...noise,
        "Building module:",
        "Cleaning build area...",
        ...lines,
      ]),
  },
  {
    name: "an upgrade by apt",
    places: ["dkms"],
    log: (lines, noise) =>
      text([
        "Reading package lists... 99%\rReading package lists... Done\r",
        "Setting up linux-image-6.1.0-18-amd64 (6.1.76-1) ...",
        "/etc/kernel/postinst.d/dkms:",
        "dkms: running auto installation service for kernel 6.1.0-18-amd64.",
        ...noise,
        ...lines,
        "Processing triggers for initramfs-tools (0.142) ...",
        "update-initramfs: Generating /boot/initrd.img-6.1.0-18-amd64",
      ]),
  },
  {
    name: "an issue with dkms",
    places: ["dkms"],
    log: (lines, noise) => text(issue([...noise, ...lines])),
  },
];
