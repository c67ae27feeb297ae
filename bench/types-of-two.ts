/**
 * `node -C source bench/types-of-two.ts A.btf B.btf`: compares the types of two kernels once, in a process that has just
 * started. Prints what that took: CPU time, and in seconds how long.
 */
import { readFileSync } from "node:fs";
import { compareTypes } from "../packages/core/src/c-types/compare-types.ts";
import { openBtf } from "../packages/core/src/formats/btf/btf.ts";
import { btfTypes } from "../packages/core/src/formats/btf/btf-types.ts";

const [a = "", b = ""] = process.argv.slice(2);
const start = process.hrtime.bigint();
const cpu = process.cpuUsage();
const [mine, theirs] = [a, b].map((path) => btfTypes(openBtf(readFileSync(path), path)));
const compared = mine && theirs && compareTypes(mine, theirs);
const took = Number(process.hrtime.bigint() - start) / 1e9;
const { user, system } = process.cpuUsage(cpu);
if (!compared) throw new Error("BTF has all types");
const { changed, added, removed } = compared;
process.stdout.write(`${changed.length} changed, ${added.length} added, ${removed.length} removed\n`);
process.stdout.write(`${((user + system) / 1e6).toFixed(3)} s CPU\n${took.toFixed(4)}\n`);
