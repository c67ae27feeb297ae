/** `node -C source bench/btf-struct.ts VMLINUX STRUCT`: prints what one struct of BTF takes in a process that runs, in seconds. */
import { fileSource } from "../packages/core/node/file-source.ts";
import { layoutOf } from "../packages/core/src/c-types/layout.ts";
import { recordNamed } from "../packages/core/src/c-types/record-named.ts";
import { vmlinuxBtf } from "../packages/core/src/facts/kernel/kernel-btf.ts";
import { btfTypes } from "../packages/core/src/formats/btf/btf-types.ts";

const [path = "", name = ""] = process.argv.slice(2);
const ROUNDS = 21;

/** From the file to the layout: nothing is kept from one round to the next. */
async function once(): Promise<number> {
  const start = process.hrtime.bigint();
  const vmlinux = fileSource(path);
  const found = await vmlinuxBtf({ inputs: [], vmlinux });
  const types = found && btfTypes(found.btf);
  const record = types && recordNamed(types, name);
  const rows = record && layoutOf(types, record).rows;
  vmlinux.close();
  if (!rows) throw new Error(`${path} has no struct ${name}`);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

const times: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) times.push(await once());
process.stdout.write(`first: ${times[0]?.toFixed(4)}\n`);
process.stdout.write(`${times.toSorted((a, b) => a - b)[ROUNDS >> 1]?.toFixed(4)}\n`);
