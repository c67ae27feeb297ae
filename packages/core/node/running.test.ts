import { expect, test } from "vitest";
import { exportsByModule, loadedModules, readRunning, taintLetters } from "./running.ts";

test("/proc/modules, in the order of loading", () => {
  const text = [
    "zfs 5894144 1 - Live 0x0000000000000000 (POE)",
    "usbcore 331776 3 ehci_hcd,xhci_hcd, Unloading 0x0000000000000000",
    "",
  ].join("\n");
  expect(loadedModules(text)).toEqual([
    { name: "usbcore", outOfTree: false, leaving: true },
    { name: "zfs", outOfTree: true },
  ]);
});

test("/proc/kallsyms, exports of modules", () => {
  const text = [
    "0000000000000000 T _printk",
    "0000000000000000 r __ksymtab__printk",
    "0000000000000000 r __ksymtab_spl_panic\t[spl]",
    "0000000000000000 t spl_init\t[spl]",
    "0000000000000000 r __ksymtab_zfs_go\t[zfs]",
  ].join("\n");
  expect([...exportsByModule(text)]).toEqual([
    ["spl", [{ symbol: "spl_panic", gplOnly: false }]],
    ["zfs", [{ symbol: "zfs_go", gplOnly: false }]],
  ]);
});

test("/proc/sys/kernel/tainted", () => {
  expect(taintLetters(0)).toBe("");
  // Seen on Debian after an unsigned out-of-tree module.
  expect(taintLetters(12288)).toBe("OE");
  expect(taintLetters(1)).toBe("P");
});

test("this system answers, or some of it is absent", () => {
  const running = readRunning();
  expect(typeof (running.commandLine ?? "")).toBe("string");
  for (const { name } of running.loaded ?? []) expect(name).toMatch(/^\w+$/);
});
