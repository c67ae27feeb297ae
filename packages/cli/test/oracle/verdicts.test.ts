// `kofit check` over every module of real kernels: against their own kernel, and against a neighbour.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Corpus, chunks, corpus, lines, neighbourOf } from "../../../core/test/oracle/corpus.ts";
import { kernelsOfThisRun } from "../../../core/test/oracle/kernels.ts";

const kofit = join(import.meta.dirname, "../../dist/kofit.cjs");

interface Finding {
  readonly check: string;
  readonly decisive: boolean;
  readonly evidence: Readonly<Record<string, unknown>>;
}
interface Module {
  readonly file: string;
  readonly outcome: string;
  readonly predicted: { readonly errno: string | null; readonly log: readonly string[] };
  readonly findings: readonly Finding[];
  readonly inconclusive: readonly { readonly check: string }[];
}

function check(
  modules: string,
  kernel: readonly string[],
): { status: number | null; modules: readonly Module[] } {
  const targets = kernel.flatMap((target) => ["--kernel", target]);
  const run = spawnSync(process.execPath, [kofit, "check", modules, ...targets, "--format", "json"], {
    encoding: "utf8",
    maxBuffer: 1 << 30,
  });
  if (run.stdout === "") throw new Error(run.stderr);
  return { status: run.status, modules: JSON.parse(run.stdout).modules };
}

/**
 * A name that a driver built into the kernel may have taken, which only the running kernel shows: `core` of c2port is refused
 * by its own kernel (arm64, 7.2: "core: module is already loaded"), `omap` of mmc is not (armhf, 6.12). packages/matrix asks.
 */
const mayBeTaken = ({ outcome, findings, inconclusive }: Module): boolean =>
  outcome === "unknown" &&
  findings.length === 0 &&
  inconclusive.every(({ check }) => check === "builtin-same-name");

describe.each([...kernelsOfThisRun])("$spec", ({ spec, atLeast }) => {
  let kernel: Corpus;
  beforeAll(async () => {
    kernel = await corpus(spec);
  });

  test.each(["packages", "directories"])("every module loads on its own kernel, from %s", (from) => {
    const targets = from === "packages" ? kernel.packages : [kernel.modulesDirectory, kernel.headers];
    const { status, modules } = check(kernel.modulesDirectory, targets);
    const others = modules.filter(
      ({ outcome, inconclusive }) => outcome !== "loads" || inconclusive.length > 0,
    );
    const open = others.filter((module) => mayBeTaken(module));
    expect(others.filter((module) => !open.includes(module))).toEqual([]);
    expect(open.length).toBeLessThanOrEqual(from === "packages" ? 2 : 0);
    expect(modules.length).toBe(kernel.modules.length);
    expect(modules.length).toBeGreaterThan(atLeast);
    expect(status).toBe(open.length === 0 ? 0 : 3);
  });
});

describe("the modules of an older build", () => {
  let newer: Corpus;
  let older: Corpus;
  let judged: readonly Module[];
  beforeAll(async () => {
    newer = await corpus("apt:linux-image-amd64/bookworm");
    older = await neighbourOf(newer, ["/bookworm", "/bookworm-security"]);
    judged = check(older.modulesDirectory, newer.packages).modules;
  });

  test("are refused where their CRCs differ, symbol by symbol, as modprobe reads them", () => {
    const crcs = symvers(newer);
    const byFile = new Map(judged.map((module) => [module.file, module]));
    const differing: string[] = [];
    const ours: string[] = [];
    for (const file of older.modules.filter((_, i) => i % 4 === 0)) {
      for (const line of lines("modprobe", ["--dump-modversions", file])) {
        const [crc = "", symbol = ""] = line.split("\t");
        const theirs = crcs.get(symbol);
        if (theirs !== undefined && theirs !== crc) differing.push(`${file} ${symbol} ${crc} ${theirs}`);
      }
      for (const { check, evidence } of byFile.get(file)?.findings ?? []) {
        const symbol = check === "module-layout-crc-mismatch" ? "module_layout" : evidence["symbol"];
        if (check !== "symbol-crc-mismatch" && check !== "module-layout-crc-mismatch") continue;
        ours.push(`${file} ${String(symbol)} ${hex(evidence["moduleCrc"])} ${hex(evidence["kernelCrc"])}`);
      }
    }
    expect(differing.length).toBeGreaterThan(0);
    expect(ours.sort()).toEqual(differing.sort());
  });

  test("miss exactly the symbols that are gone and that none of them exports itself", () => {
    const crcs = symvers(newer);
    const ownExports = new Set<string>();
    for (const line of readFileSync(older.symvers, "utf8").split("\n")) {
      const [, symbol = "", owner = "vmlinux"] = line.split("\t");
      if (owner !== "vmlinux") ownExports.add(symbol);
    }
    const known = (symbol: string): boolean =>
      crcs.has(symbol) || ownExports.has(symbol) || symbol === "_GLOBAL_OFFSET_TABLE_";
    const gone: string[] = [];
    for (const files of chunks(older.modules)) {
      for (const line of lines("nm", ["-A", "-p", "-u", ...files])) {
        const [, file = "", kind = "", symbol = ""] = /^(.*):\s+([Uwv]) (\S+)$/.exec(line) ?? [];
        if (kind === "U" && !known(symbol)) gone.push(`${file} ${symbol}`);
      }
    }
    const ours = judged.flatMap(({ file, findings }) =>
      findings
        .filter(({ check }) => check === "unknown-symbol")
        .map(({ evidence }) => `${file} ${String(evidence["symbol"])}`),
    );
    expect(ours.sort()).toEqual(gone.sort());
  });

  test("are refused exactly when something differs, with the first difference decisive", () => {
    for (const { outcome, predicted, findings } of judged) {
      expect(findings.filter(({ decisive }) => decisive).length).toBe(outcome === "refused" ? 1 : 0);
      expect(predicted.errno === null).toBe(outcome !== "refused");
    }
  });

  // depmod -E leaves the CRCs of symbols that modules export out; it must at least agree on those of vmlinux.
  test("depmod -E reports no CRC that kofit does not", () => {
    const scratch = mkdtempSync(join(tmpdir(), "kofit-depmod-"));
    try {
      execFileSync("mkdir", ["-p", join(scratch, "lib/modules")]);
      execFileSync("ln", ["-s", older.modulesDirectory, join(scratch, "lib/modules", older.release)]);
      const said = spawnSync("depmod", ["-b", scratch, "-n", "-e", "-E", newer.symvers, older.release], {
        encoding: "utf8",
        maxBuffer: 1 << 30,
      });
      const ours = new Set(
        judged.flatMap(({ file, findings }) =>
          findings
            .filter(({ check }) => check === "symbol-crc-mismatch" || check === "module-layout-crc-mismatch")
            .map(
              ({ check, evidence }) =>
                `${file.slice(file.indexOf("/kernel/"))} ${check === "symbol-crc-mismatch" ? String(evidence["symbol"]) : "module_layout"}`,
            ),
        ),
      );
      const theirs = said.stderr.split("\n").flatMap((line) => {
        const [, file = "", symbol = ""] =
          /WARNING: (\S+) disagrees about version of symbol (\S+)/.exec(line) ?? [];
        return symbol === "" ? [] : [`${file.slice(file.indexOf("/kernel/"))} ${symbol}`];
      });
      expect(theirs.length).toBeGreaterThan(0);
      expect(theirs.filter((one) => !ours.has(one))).toEqual([]);
      expect(ours.size).toBeGreaterThan(theirs.length);
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  });
});

const hex = (crc: unknown): string => `0x${Number(crc).toString(16).padStart(8, "0")}`;

/** CRC by symbol, as `Module.symvers` has them. */
const symvers = (kernel: Corpus): Map<string, string> =>
  new Map(
    readFileSync(kernel.symvers, "utf8")
      .split("\n")
      .map((line) => line.split("\t"))
      .map(([crc = "", symbol = ""]) => [symbol, crc] as const),
  );
