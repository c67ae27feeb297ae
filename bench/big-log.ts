import { closeSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { needles } from "../packages/core/src/explain-log/catalogue.ts";
import type { Candidate } from "./measure.ts";

const SIZE = 200_000_000;
/** Lines of every kind that a journal is full of; every hundredth names a module's directory, or taints. */
const kinds: readonly ((i: number) => string)[] = [
  (i) => `systemd[1]: Started session-${i}.scope - Session ${i} of User root.`,
  (i) => `kernel: [${i}.123456] usb ${i % 9}-1: new high-speed USB device number ${i % 127} using xhci_hcd`,
  (i) =>
    `kernel: [${i}.123456] audit: type=1400 audit(1708512345.${i}:42): apparmor="STATUS" operation="profile_load" pid=${i}`,
  (i) => `sshd[${i}]: Failed password for invalid user admin from 192.0.2.${i % 255} port ${i % 65536} ssh2`,
  (i) =>
    `NetworkManager[612]: <info>  [1708512345.${i}] device (wlp2s0): state change: config -> ip-config (reason 'none')`,
];
const rare = (i: number): string =>
  i % 200 === 0
    ? `kernel: [${i}.123456] vloop: loading out-of-tree module taints kernel.`
    : "dkms[812]: running auto installation service for /lib/modules/6.1.0-18-amd64";

/** A journal of 200 MB with one failure at its end. */
function writeLog(path: string): void {
  const file = openSync(path, "w");
  let size = 0;
  for (let i = 0; size < SIZE; i += 1000) {
    const lines = Array.from({ length: 1000 }, (_, k) => {
      const message = k % 100 === 0 ? rare(i + k) : kinds[(i + k) % kinds.length]?.(i + k);
      return `Feb 21 10:45:45 debian ${message ?? ""}\n`;
    });
    size += writeSync(file, lines.join(""));
  }
  writeSync(file, "Feb 21 10:45:45 debian kernel: vloop: disagrees about version of symbol module_layout\n");
  closeSync(file);
}

/** `kofit explain` beside grep, which looks for the same texts and does nothing with what it finds. */
export function explainBigLog(kofit: string, scratch: string): readonly Candidate[] {
  const log = join(scratch, "journal.log");
  writeLog(log);
  const texts = join(scratch, "needles");
  writeFileSync(texts, `${needles.join("\n")}\n`);
  return [
    { name: "kofit explain", command: [kofit, "explain", log], succeeds: [1] },
    // Where it writes to /dev/null itself, grep stops at the first line that it finds.
    {
      name: "grep -c -F -f",
      command: ["sh", "-c", 'grep -c -F -f "$0" "$1" | cat', texts, log],
      env: { LC_ALL: "C" },
    },
    { name: "wc -l", command: ["wc", "-l", log] },
  ];
}
