/**
 * `node -C source bench/crc-reasons.ts A.btf B.btf MODULE B.symvers`: which types are behind the CRCs of a module of kernel A
 * that kernel B has not. Prints what that took from the files to the answer, in seconds.
 */
import { readFileSync } from "node:fs";
import { fileSource } from "../packages/core/node/file-source.ts";
import { compareTypes } from "../packages/core/src/c-types/compare-types.ts";
import { readModuleFacts } from "../packages/core/src/facts/module/index.ts";
import { openBtf } from "../packages/core/src/formats/btf/btf.ts";
import { btfTypes } from "../packages/core/src/formats/btf/btf-types.ts";
import { parseModuleSymvers } from "../packages/core/src/formats/module-symvers/module-symvers.ts";
import type { CTypes } from "../packages/core/src/model/c-type.ts";
import { findString, nameOf } from "../packages/core/src/model/names.ts";

const [a = "", b = "", module = "", symvers = ""] = process.argv.slice(2);
const typesOf = (path: string): CTypes => btfTypes(openBtf(readFileSync(path), path));

/** Symbols of which the module has another CRC than the kernel. */
async function changedSymbols(): Promise<readonly string[]> {
  const { modversions } = await readModuleFacts(fileSource(module));
  const kernel = parseModuleSymvers(readFileSync(symvers), symvers);
  if (!modversions.known || !modversions.value) throw new Error(`${module} has no CRCs`);
  const { names, crcs } = modversions.value;
  return Array.from({ length: names.count }, (_, row) => [nameOf(names, row), crcs[row]] as const).flatMap(
    ([symbol, crc]) => {
      const row = findString(kernel.names, symbol);
      return row < 0 || kernel.crcs[row] === crc ? [] : symbol;
    },
  );
}

const start = process.hrtime.bigint();
const cpu = process.cpuUsage();
const symbols = await changedSymbols();
const reasons = compareTypes(typesOf(a), typesOf(b))?.reached(symbols);
const took = Number(process.hrtime.bigint() - start) / 1e9;
const { user, system } = process.cpuUsage(cpu);
process.stdout.write(`${symbols.length} CRCs differ, behind ${reasons?.size} of them is a type that does\n`);
process.stdout.write(`${((user + system) / 1e6).toFixed(3)} s CPU\n${took.toFixed(4)}\n`);
