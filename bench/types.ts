import { buildSync } from "esbuild";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Corpus, corpus, debugCorpus, neighbourOf } from "../packages/core/test/oracle/corpus.ts";
import { type Benchmark, oneModule } from "./benchmark.ts";
import { btfOf } from "./kernel-btf.ts";
import type { Candidate } from "./measure.ts";

/** A script of this directory, bundled as kofit itself is, in the Node that runs this. */
function script(scratch: string, name: string, ...args: readonly string[]): Candidate["command"] {
  const outfile = join(scratch, `${name}.mjs`);
  buildSync({
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: ["source"],
    logLevel: "warning",
  });
  return [process.execPath, outfile, ...args];
}

/** One struct of a vmlinux with debug information. */
async function structOf(scratch: string, name: string): Promise<readonly Candidate[]> {
  const { vmlinux } = await debugCorpus("apt:linux-image-cloud-amd64-dbg/bookworm");
  return [
    { name: "kofit's reader", command: script(scratch, "dwarf-struct", vmlinux, name) },
    { name: "pahole -F dwarf -C", command: ["pahole", "-F", "dwarf", "-C", name, vmlinux] },
  ];
}

type Two = readonly [older: Corpus, newer: Corpus];

async function twoBuilds(): Promise<Two> {
  const newer = await corpus("apt:linux-image-amd64/bookworm");
  return [await neighbourOf(newer, ["/bookworm", "/bookworm-security"]), newer];
}

const twoSeries = async (): Promise<Two> => [
  await corpus("apt:linux-image-amd64/bookworm"),
  await corpus("apt:linux-image-amd64/trixie"),
];

/** A script that is given the types of two kernels, a module of the first and the symbols of the second. */
async function ofTypes(name: string, two: Two, scratch: string): Promise<readonly Candidate[]> {
  const [older, newer] = two;
  const [a, b] = [join(scratch, "a.btf"), join(scratch, "b.btf")];
  writeFileSync(a, await btfOf(older));
  writeFileSync(b, await btfOf(newer));
  const command = script(scratch, name, a, b, oneModule(older), newer.symvers);
  return [{ name: "kofit's comparison", command, printsTime: true }];
}

/** What is measured of C types: one struct, and all of two kernels. */
export const typeBenchmarks: Readonly<Record<string, Benchmark>> = {
  "btf-struct": {
    title: "struct module from BTF, in a process that runs (limit: 15 ms), beside pahole's whole process",
    limit: Infinity,
    rounds: 5,
    async candidates(scratch) {
      const { headers } = await corpus("apt:linux-image-cloud-amd64:amd64/bookworm-backports");
      const vmlinux = join(headers, "vmlinux");
      return [
        {
          name: "kofit's reader",
          command: script(scratch, "btf-struct", vmlinux, "module"),
          printsTime: true,
        },
        { name: "pahole -F btf -C", command: ["pahole", "-F", "btf", "-C", "module", vmlinux] },
      ];
    },
  },
  "types-near": {
    title: "all types of two builds of 6.1, by BTF (limit: 0.4 s, 150 MiB)",
    limit: Infinity,
    rounds: 9,
    candidates: async (scratch) => ofTypes("types-of-two", await twoBuilds(), scratch),
  },
  "types-far": {
    title: "all types of 6.1 and 6.12, by BTF (limit: 0.4 s, 150 MiB)",
    limit: Infinity,
    rounds: 9,
    candidates: async (scratch) => ofTypes("types-of-two", await twoSeries(), scratch),
  },
  "crcs-near": {
    title: "types behind the CRCs that a module of an older build of 6.1 has (limit: 0.6 s)",
    limit: Infinity,
    rounds: 9,
    candidates: async (scratch) => ofTypes("crc-reasons", await twoBuilds(), scratch),
  },
  "crcs-far": {
    title: "types behind the CRCs that a module of 6.1 has, on 6.12 (limit: 0.6 s)",
    limit: Infinity,
    rounds: 9,
    candidates: async (scratch) => ofTypes("crc-reasons", await twoSeries(), scratch),
  },
  dwarf: {
    title: "struct module from a vmlinux of 590 MB with debug information (limit: 3 s, 400 MiB)",
    limit: Infinity,
    rounds: 5,
    candidates: (scratch) => structOf(scratch, "module"),
  },
  "dwarf-none": {
    title: "a struct that no unit of it defines (limit: 3 s, 400 MiB)",
    limit: Infinity,
    rounds: 3,
    candidates: (scratch) => structOf(scratch, "no_such_struct"),
  },
  "dwarf-common": {
    title:
      "a struct that no unit of it defines, with a name that 2,000 others end with (limit: 3 s, 400 MiB)",
    limit: Infinity,
    rounds: 3,
    candidates: (scratch) => structOf(scratch, "id"),
  },
};
