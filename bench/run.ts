/**
 * `npm run bench [NAME…]`: kofit beside its peers, in turns in one run, on real kernels of the archive. Prints a table
 * with the ratios; the figures of the last honest run are in bench/README.md.
 */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheDirectory, fetchApt } from "@kofit/core/node";
import { type Corpus, corpus } from "../packages/core/test/oracle/corpus.ts";
import { type Benchmark, oneModule } from "./benchmark.ts";
import { explainBigLog } from "./big-log.ts";
import { type Candidate, compare, type Measured } from "./measure.ts";
import { typeBenchmarks } from "./types.ts";

const root = join(import.meta.dirname, "..");
const kofit = join(root, "kofit");
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** kmod 34: the depmod that is measured against. */
function depmod(): string {
  const directory = join(cacheDirectory(), "peers/kmod");
  const packages = ["kmod", "libc6", "liblzma5", "libzstd1", "libssl3t64", "zlib1g"];
  execFileSync(join(root, "scripts/peer-program.sh"), [directory, "depmod", "bin/kmod", ...packages], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return join(directory, "depmod");
}

/** depmod wants lib/modules below a directory; trixie has usr/lib/modules. */
function depmodOver(kernel: Corpus, scratch: string): Candidate {
  const base = join(scratch, kernel.release);
  mkdirSync(join(base, "lib/modules"), { recursive: true });
  execFileSync("ln", ["-sfn", kernel.modulesDirectory, join(base, "lib/modules", kernel.release)]);
  return {
    name: "depmod -n -e -E (kmod 34)",
    command: [depmod(), "-b", base, "-n", "-e", "-E", kernel.symvers, kernel.release],
  };
}

const targets = (kernel: Corpus): string[] => [
  "--kernel",
  kernel.modulesDirectory,
  "--kernel",
  kernel.headers,
];

function checkOf(modules: string, kernel: Corpus, ...more: readonly string[]): Candidate {
  return { name: "kofit check", command: [kofit, "check", modules, ...targets(kernel), ...more] };
}

/** Node doing nothing: the system's, and the one that npm brings and ./kofit starts. */
function nothing(): readonly Candidate[] {
  return [
    { name: "node -e 0, the system's", command: [systemNode(), "-e", "0"] },
    { name: "node -e 0, kofit's own", command: [join(root, "packages/cli/dist/node"), "-e", "0"] },
  ];
}

/** npm puts the one that it brings first in PATH. */
function systemNode(): string {
  const path = (process.env["PATH"] ?? "")
    .split(":")
    .filter((directory) => !directory.includes("node_modules"));
  return path.map((directory) => join(directory, "node")).find((file) => existsSync(file)) ?? "node";
}

const KERNELS = 100;

const benchmarks: Readonly<Record<string, Benchmark>> = {
  tree: {
    title: "every module of a Debian amd64 kernel, uncompressed, nothing cached",
    limit: 0.7,
    rounds: 11,
    async candidates(scratch) {
      const kernel = await corpus("apt:linux-image-amd64/bookworm");
      return [checkOf(kernel.modulesDirectory, kernel, "--no-cache"), depmodOver(kernel, scratch)];
    },
  },
  "xz-tree": {
    title: "every module of a Debian arm64 kernel, .ko.xz, nothing cached",
    limit: 1,
    rounds: 3,
    async candidates(scratch) {
      const kernel = await corpus("apt:linux-image-arm64:arm64/trixie");
      return [checkOf(kernel.modulesDirectory, kernel, "--no-cache"), depmodOver(kernel, scratch)];
    },
  },
  directory: {
    title: "one module, kernel read from its directories, nothing cached",
    limit: 2,
    rounds: 21,
    async candidates() {
      const kernel = await corpus("apt:linux-image-amd64/bookworm");
      return [checkOf(oneModule(kernel), kernel, "--no-cache"), ...nothing()];
    },
  },
  cached: {
    title: "one module, facts of the kernel cached",
    limit: 1.25,
    rounds: 21,
    async candidates() {
      const kernel = await corpus("apt:linux-image-amd64/bookworm");
      return [checkOf(oneModule(kernel), kernel), ...nothing()];
    },
  },
  "hundred-kernels": {
    title: `one module, ${KERNELS} kernels with cached facts (limit: 0.4 s)`,
    limit: Infinity,
    rounds: 11,
    async candidates(scratch) {
      const kernel = await corpus("apt:linux-image-amd64/bookworm");
      const recorded = join(scratch, "facts.json.gz");
      execFileSync(kofit, ["facts", kernel.modulesDirectory, kernel.headers, "--save", recorded]);
      const kernels = Array.from({ length: KERNELS }, (_, i) => join(scratch, `kernel-${i}.json.gz`));
      for (const path of kernels) copyFileSync(recorded, path);
      const each = kernels.flatMap((path) => ["--kernel", path]);
      return [
        { name: "kofit check --each", command: [kofit, "check", oneModule(kernel), "--each", ...each] },
        ...nothing(),
      ];
    },
  },
  image: {
    title: "facts of a Debian amd64 vmlinuz (xz) alone, nothing cached",
    limit: 1.5,
    rounds: 11,
    async candidates(scratch) {
      const { root, release } = await corpus("apt:linux-image-amd64/bookworm");
      const image = join(root, "boot", `vmlinuz-${release}`);
      const payload = join(scratch, "payload.xz");
      writeFileSync(payload, payloadOf(readFileSync(image)));
      return [
        { name: "kofit facts", command: [kofit, "facts", image, "--no-cache"] },
        {
          name: "xz -dc of its payload",
          command: ["sh", "-c", 'xz -dc "$0" >"$1"', payload, `${payload}.out`],
        },
        {
          name: "extract-vmlinux",
          command: ["sh", "-c", 'sh "$0" "$1" >"$2"', await extractVmlinux(), image, `${payload}.elf`],
        },
      ];
    },
  },
  "arm64-image": {
    title: "facts of a Debian arm64 Image alone, nothing cached (limit: 1 s, 400 MiB)",
    limit: Infinity,
    rounds: 11,
    async candidates() {
      const { root, release } = await corpus("apt:linux-image-arm64:arm64/trixie");
      const image = join(root, "boot", `vmlinuz-${release}`);
      return [
        { name: "kofit facts", command: [kofit, "facts", image, "--no-cache"] },
        { name: "strings -a", command: ["sh", "-c", 'strings -a "$0" >/dev/null', image] },
      ];
    },
  },
  ...typeBenchmarks,
  log: {
    title: "a journal of 200 MB with one failure in it (limit: 2 s, 150 MiB)",
    limit: Infinity,
    rounds: 5,
    candidates: (scratch) => Promise.resolve(explainBigLog(kofit, scratch)),
  },
};

/** The kernel's own script, of the same source package as the kernel. */
async function extractVmlinux(): Promise<string> {
  const directory = join(cacheDirectory(), "peers");
  const script = join(directory, "extract-vmlinux");
  if (existsSync(script)) return script;
  const { packages } = await fetchApt("apt:linux-source-6.1/bookworm", { cacheDirectory: cacheDirectory() });
  const deb = packages.find(({ name }) => name === "linux-source-6.1")?.path ?? "";
  mkdirSync(directory, { recursive: true });
  const source = "./usr/src/linux-source-6.1.tar.xz";
  const unpack = 'dpkg-deb --fsys-tarfile "$0" | tar -xO "$1" | tar -xJO "$2" >"$3.new" && mv "$3.new" "$3"';
  execFileSync("sh", ["-c", unpack, deb, source, "linux-source-6.1/scripts/extract-vmlinux", script]);
  return script;
}

/** The xz stream in a bzImage, without the size that is appended. https://docs.kernel.org/arch/x86/boot.html */
function payloadOf(image: Buffer): Buffer {
  const at = ((image[0x1f1] ?? 4) + 1) * 512 + image.readUInt32LE(0x248);
  return image.subarray(at, at + image.readUInt32LE(0x24c) - 4);
}

function report({ title, limit }: Benchmark, measured: readonly Measured[]): void {
  const [ours, ...peers] = measured;
  if (!ours) return;
  say(`\n${title}`);
  for (const { name, wall, cpu, peak } of measured) {
    const columns = [`${wall.toFixed(3)} s`, `${cpu.toFixed(3)} s CPU`, `${peak.toFixed(0)} MiB`];
    say(`  ${name.padEnd(28)}${columns.map((column) => column.padStart(14)).join("")}`);
  }
  const allowed = Number.isFinite(limit) ? `; at most ${limit} wanted` : "";
  if (peers.length === 0) return;
  say(`  ratio ${peers.map(({ wall }) => (ours.wall / wall).toFixed(2)).join(" and ")}${allowed}`);
}

const wanted = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "kofit-bench-"));
try {
  for (const [name, benchmark] of Object.entries(benchmarks)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    report(benchmark, compare(await benchmark.candidates(scratch), benchmark.rounds));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
