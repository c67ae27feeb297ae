// `kofit preflight` on the real headers of a kernel of the mirror: whole, and each broken in one way. Needs the cross compiler.
import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { configuredHeaders, settle, unpack, withProbeModule } from "../../../build/src/index.ts";
import { cacheDirectory, type FetchedKernel, fetchApt } from "../../../core/node/index.ts";
import { bytesSource } from "../../../core/src/index.ts";
import { bootTarget, type Observation, observe, slots } from "../../../matrix/src/index.ts";
import { demoFiles } from "../../src/demo/files.ts";
import { copyWithoutPahole } from "../../src/demo/fresh/headers.ts";
import { codenameOfSystem, targetsFor } from "../../src/demo/fresh/target.ts";
import { symbolsIn } from "../../src/demo/without-pahole.ts";

const kofit = join(import.meta.dirname, "../../dist/kofit.cjs");
const cache = cacheDirectory();
const leftovers = (): string[] =>
  existsSync(cache) ? readdirSync(cache).filter((name) => /^(?:preflight|probe)-/.test(name)) : [];

let fetched: FetchedKernel;
/** The image package, and what else of the kernel is no headers. */
let kernel: readonly string[] = [];
let root = "";
let headers = "";

beforeAll(async () => {
  const [target = ""] = targetsFor(await codenameOfSystem());
  fetched = await fetchApt(target, { build: true, cacheDirectory: cache });
  kernel = pathsOf((purpose) => purpose !== "headers" && purpose !== "build").flatMap((path) => [
    "--kernel",
    path,
  ]);
  root = mkdtempSync(join(tmpdir(), "kofit-preflight-"));
  await anew();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const pathsOf = (wanted: (purpose: string) => boolean): readonly string[] =>
  fetched.packages.filter(({ purpose }) => wanted(purpose)).map(({ path }) => path);

/** The headers as they come out of their packages. */
async function anew(): Promise<void> {
  const directory = mkdtempSync(join(root, "tree-"));
  await unpack(
    pathsOf((purpose) => purpose === "headers" || purpose === "build"),
    directory,
    new AbortController().signal,
  );
  headers = (await configuredHeaders(directory)) ?? "";
  await settle(headers, directory);
}

interface Told {
  readonly outcome: string;
  readonly conclusion: { readonly en: string };
  readonly steps: readonly {
    readonly id: string;
    readonly outcome: string;
    /** Of the last step, where the module was built. */
    readonly evidence?: {
      readonly command?: string;
      readonly verdict?: {
        readonly outcome: string;
        readonly predicted: { readonly errno: string | null; readonly log: readonly string[] };
      };
    };
    readonly problems: readonly {
      readonly what: { readonly en: string };
      readonly chain?: readonly { readonly en: string }[];
    }[];
  }[];
}

function preflight(args: readonly string[]): { readonly status: number | null; readonly told: Told } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [kofit, "preflight", "--json", ...args], {
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  // The shape is what the command promises.
  const told: Told = JSON.parse(stdout);
  return { status, told };
}

const outcomes = ({ steps }: Told): Record<string, string> =>
  Object.fromEntries(steps.filter(({ outcome }) => outcome !== "ok").map(({ id, outcome }) => [id, outcome]));
const problemsOf = ({ steps }: Told, id: string): string =>
  (steps.find((step) => step.id === id)?.problems ?? [])
    .flatMap(({ what, chain = [] }) => [what.en, ...chain.map(({ en }) => en)])
    .join("\n");

/** What the kernel itself, in QEMU, does with the module that preflight has built with these headers: it is built again. */
async function booted(directory: string, { steps }: Told): Promise<Observation> {
  const command = steps.find(({ id }) => id === "probe")?.evidence?.command ?? "";
  const variables = command.split(" ").filter((word) => /^(?:ARCH|CC|CROSS_COMPILE|LLVM)=/.test(word));
  const { signal } = new AbortController();
  const request = { headers: directory, variables, name: "booted", signal };
  const made = await withProbeModule(request, async (path) => new Uint8Array(readFileSync(path)));
  if (!made.built) throw new Error(made.output);
  const image = await bootTarget(pathsOf((purpose) => purpose !== "headers" && purpose !== "build"));
  const requests = [{ id: "kofit_probe", module: bytesSource("kofit_probe.ko", made.value) }];
  const { observations } = await observe(image, requests, { moduleLimit: 30, slots: slots(1) });
  const [observation] = observations;
  if (!observation) throw new Error("the kernel was not asked");
  return observation;
}

const verdictOf = ({
  steps,
}: Told): { outcome: string; predicted: { errno: string | null; log: readonly string[] } } => {
  const verdict = steps.find(({ id }) => id === "probe")?.evidence?.verdict;
  if (!verdict) throw new Error("no module was built");
  return verdict;
};

test("the headers as they are: a module that is built with them will load, and the kernel loads it", async () => {
  const { status, told } = preflight([...kernel, "--headers", headers]);
  expect(outcomes(told)).toEqual({});
  expect(told.conclusion.en).toBe(`A module built here will load on ${fetched.release}.`);
  expect(status).toBe(0);
  expect(verdictOf(told)).toMatchObject({ outcome: "loads" });
  expect(await booted(headers, told)).toMatchObject({ outcome: "loaded" });
});

test("as the gate of their makers: from the packages, and nothing is left of them", () => {
  const before = leftovers();
  const packages = pathsOf((purpose) => purpose === "headers" || purpose === "build");
  const { status, told } = preflight([...kernel, ...packages.flatMap((path) => ["--headers", path])]);
  expect(outcomes(told)).toEqual({});
  expect(status).toBe(0);
  expect(leftovers()).toEqual(before);
});

test("a package without those that it depends on", () => {
  const alone = pathsOf((purpose) => purpose === "headers").flatMap((path) => ["--headers", path]);
  const { status, told } = preflight([...kernel, ...alone]);
  expect(outcomes(told)).toMatchObject({ tree: "not-ok", probe: "unknown" });
  expect(problemsOf(told, "tree")).toContain("scripts/mod/modpost is missing or empty");
  expect(told.conclusion.en).toMatch(/^No module can be built here: /);
  expect(status).toBe(1);
});

test("configured again without pahole: what was lost, and the kernel refuses what is built", async () => {
  const lost = symbolsIn(readFileSync(demoFiles().lostSymbols, "utf8"));
  const copy = await copyWithoutPahole(headers, "without-pahole", lost);
  await settle(copy, "/");
  const makefile = join(copy, "Makefile");
  writeFileSync(
    makefile,
    readFileSync(makefile, "utf8").replace(/^KBUILD_OUTPUT=.*$/m, `KBUILD_OUTPUT=${copy}`),
  );
  const { status, told } = preflight([...kernel, "--headers", copy]);
  expect(outcomes(told)).toEqual({ "kernel-configuration": "not-ok", probe: "not-ok" });
  expect(problemsOf(told, "kernel-configuration")).toMatch(
    /^CONFIG_DEBUG_INFO_BTF_MODULES is y in the kernel and not set in the headers: it guards btf_data_size, /,
  );
  const probe = problemsOf(told, "probe");
  expect(probe).toMatch(/pahole.*CONFIG_PAHOLE_VERSION.*CONFIG_DEBUG_INFO_BTF_MODULES.*btf_data/s);
  expect(told.conclusion.en).toMatch(
    /^A module built here will not load on \S+: .* CONFIG_DEBUG_INFO_BTF_MODULES is y in the kernel and not set in the headers: /,
  );
  expect(status).toBe(1);
  const { outcome, predicted } = verdictOf(told);
  expect(outcome).toBe("refused");
  const observation = await booted(copy, told);
  expect(observation).toMatchObject({ outcome: "refused", errno: predicted.errno });
  for (const line of predicted.log) expect(observation.log.join("\n")).toContain(line);
  rmSync(copy, { recursive: true });
});

test("a configuration that says one thing to make and another to C", () => {
  const path = join(headers, "include/generated/autoconf.h");
  const before = readFileSync(path, "utf8");
  writeFileSync(path, before.replace(/^#define CONFIG_DEBUG_INFO_BTF_MODULES 1\n/m, ""));
  const { status, told } = preflight([...kernel, "--headers", headers]);
  writeFileSync(path, before);
  expect(outcomes(told)).toMatchObject({ configuration: "not-ok", "kernel-configuration": "not-ok" });
  expect(problemsOf(told, "configuration")).toBe(
    "CONFIG_DEBUG_INFO_BTF_MODULES is y in .config, y in include/config/auto.conf, not set in include/generated/autoconf.h",
  );
  expect(status).toBe(1);
});

test("a file of the headers that is gone", () => {
  const path = join(headers, "include/generated/bounds.h");
  const before = readFileSync(path, "utf8");
  rmSync(path);
  const { status, told } = preflight([...kernel, "--headers", headers]);
  writeFileSync(path, before);
  expect(outcomes(told)).toEqual({ tree: "not-ok", probe: "unknown" });
  expect(told.conclusion.en).toBe(
    "No module can be built here: include/generated/bounds.h is missing or empty: every module includes it",
  );
  expect(status).toBe(1);
});

test("programs of another architecture", async () => {
  const path = realpathSync(join(headers, "scripts/mod/modpost"));
  const program = readFileSync(path);
  // e_machine; one that this machine is not
  program.writeUInt16LE(process.arch === "riscv64" ? 62 : 243, 18);
  writeFileSync(path, program);
  const { status, told } = preflight([...kernel, "--headers", headers]);
  await anew();
  expect(outcomes(told)).toEqual({ "host-tools": "not-ok", probe: "unknown" });
  expect(told.conclusion.en).toMatch(
    /^No module can be built here: scripts\/mod\/modpost was compiled for \w+ and/,
  );
  expect(status).toBe(1);
});

test("headers that kbuild chokes on: what make said, and where all of it is", () => {
  const path = join(headers, "include/generated/utsrelease.h");
  const before = readFileSync(path, "utf8");
  writeFileSync(path, `${before}#error kofit broke this\n`);
  const { status, told } = preflight([...kernel, "--headers", headers]);
  writeFileSync(path, before);
  expect(outcomes(told)).toEqual({ probe: "not-ok" });
  expect(told.conclusion.en).toContain("kofit broke this");
  expect(status).toBe(1);
});

test("Ctrl-C leaves nothing behind, and no make that goes on", async () => {
  const before = leftovers();
  const child = spawn(process.execPath, [kofit, "preflight", ...kernel, "--headers", headers], {
    stdio: "ignore",
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.on("close", (_, signal) => resolve(signal));
  });
  const deadline = Date.now() + 300_000;
  while (leftovers().length === before.length && Date.now() < deadline) await wait(20);
  expect(leftovers().length).toBe(before.length + 1);
  child.kill("SIGINT");
  expect(await ended).toBe("SIGINT");
  expect(leftovers()).toEqual(before);
});
