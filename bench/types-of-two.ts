/**
 * `node -C source bench/types-of-two.ts A B`: compares the types of two kernels, given by their BTF, once in this process, and
 * prints what that took: milliseconds, and the highest resident memory of the process in MiB.
 */
import { readFileSync } from "node:fs";
import { compareTypes } from "../packages/core/src/c-types/compare-types.ts";
import { openBtf } from "../packages/core/src/formats/btf/btf.ts";
import { btfTypes } from "../packages/core/src/formats/btf/btf-types.ts";

const [a = "", b = ""] = process.argv.slice(2);
const [mine, theirs] = [readFileSync(a), readFileSync(b)];
const cpu = process.cpuUsage();
const start = performance.now();
const compared = compareTypes(btfTypes(openBtf(mine, a)), btfTypes(openBtf(theirs, b)));
const took = performance.now() - start;
const used = process.cpuUsage(cpu);
if (!compared) throw new Error("BTF has all types");
const reaching = performance.now();
const functions = compared.changed.filter(({ kind }) => kind === "function").length;
const names = [
  "__alloc_skb",
  "register_netdev",
  "pci_enable_device",
  "kmem_cache_alloc",
  "alloc_etherdev_mqs",
];
const reached = compared.reached(names).size;
const { maxRSS } = process.resourceUsage();
process.stdout.write(
  `${took.toFixed(0)} ms, ${((used.user + used.system) / 1000).toFixed(0)} ms CPU, ${(maxRSS / 1024).toFixed(0)} MiB: ${compared.changed.length} changed, ${functions} of them functions; ` +
    `${reached} of ${names.length} functions and what they get at: ${(performance.now() - reaching).toFixed(0)} ms\n`,
);
