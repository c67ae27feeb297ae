import {
  askedByVariables,
  configuredHeaders,
  findToolchain,
  machineOfDebian,
  runMake,
  settle,
  type Toolchain,
  unpack,
  withWorkspace,
} from "@kofit/build";
import { InputError } from "@kofit/core";
import {
  AptError,
  cacheDirectory,
  debianArchitecture,
  type FetchedKernel,
  fetchApt,
  openKernel,
  parseAptSpec,
} from "@kofit/core/node";
import { cp, readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { type DemoFiles, demoFiles } from "../files.ts";
import type { Plot } from "../story.ts";
import { told } from "../told.ts";
import { symbolsIn } from "../without-pahole.ts";
import { copyWithoutPahole } from "./headers.ts";
import { buildFailed, noHeaders, toolsMissing } from "./messages.ts";
import { codenameOfSystem, targetsFor } from "./target.ts";

/** What happens meanwhile, for the status line. */
export type Step = "unpack" | "build-as-shipped" | "build-without-pahole" | "read-kernel";

export interface FreshOptions {
  /** An `apt:` target; absent: one that suits this system. */
  readonly target: string | undefined;
  readonly mirror: string | undefined;
  readonly signal: AbortSignal;
  download(progress: { readonly name: string; readonly bytes: number; readonly total: number }): void;
  step(step: Step): void;
}

/**
 * Does what the story tells, with today's kernel: fetches it and its headers, takes from a copy of the headers what
 * Kconfig takes where `pahole` is missing, builds the module against both, and judges both.
 *
 * @throws {AptError} if the packages cannot be got.
 * @throws {InputError} if programs are missing, or the module cannot be built.
 */
export async function freshPlot(options: FreshOptions): Promise<Plot> {
  const fetched = await fetchFirst(options);
  return withWorkspace("demo", async (directory) => {
    const files = demoFiles();
    const { signal } = options;
    options.step("unpack");
    const asShipped = await unpackHeaders(fetched, directory, signal);
    const variables = await readFile(join(asShipped, ".kernelvariables"), "utf8").catch(() => "");
    const tools = await toolchainFor(fetched.architecture, variables);
    const lost = symbolsIn(await readFile(files.lostSymbols, "utf8"));
    const withoutPahole = await copyWithoutPahole(asShipped, "without-pahole", lost);
    await settle(asShipped, directory);
    await settle(withoutPahole, directory);

    const build = (headers: string, name: string): Promise<string> =>
      buildModule(files, headers, join(directory, name), tools, signal);
    options.step("build-as-shipped");
    const first = await build(asShipped, "as-shipped");
    options.step("build-without-pahole");
    const second = await build(withoutPahole, "built-without-pahole");

    options.step("read-kernel");
    const paths = fetched.packages.filter(({ purpose }) => purpose !== "build").map(({ path }) => path);
    const { facts, inputs } = await openKernel(paths);
    return {
      kernel: facts,
      inputs,
      target: fetched.spec,
      asShipped: await told(first, "as-shipped/loopline.ko", facts),
      withoutPahole: await told(second, "without-pahole/loopline.ko", facts),
      headersConfig: await readFile(join(withoutPahole, ".config"), "utf8"),
      fresh: {
        packages: fetched.packages.map(({ name, version }) => `${name} ${version}`),
        compiler: tools.compiler,
      },
    };
  });
}

/** What another suite may have. */
const elsewhere: ReadonlySet<string> = new Set(["suite", "architecture", "package"]);

async function fetchFirst(options: FreshOptions): Promise<FetchedKernel> {
  const { target, mirror, signal } = options;
  const targets = target === undefined ? targetsFor(await codenameOfSystem()) : [target];
  let failure: unknown;
  for (const each of targets) {
    // What is missing is told before anything is fetched.
    await toolchainFor(parseAptSpec(each).architecture ?? debianArchitecture(process.arch), "");
    try {
      return await fetchApt(each, {
        build: true,
        cacheDirectory: cacheDirectory(),
        mirror,
        signal,
        progress: (progress) => options.download(progress),
      });
    } catch (error) {
      if (!(error instanceof AptError) || !elsewhere.has(error.kind)) throw error;
      failure ??= error;
    }
  }
  throw failure;
}

/** The configured headers, unpacked. */
async function unpackHeaders(
  { packages, spec }: FetchedKernel,
  directory: string,
  signal: AbortSignal,
): Promise<string> {
  const wanted = packages.filter(({ purpose }) => purpose === "headers" || purpose === "build");
  await unpack(
    wanted.map(({ path }) => path),
    directory,
    signal,
  );
  const headers = await configuredHeaders(directory);
  if (headers === undefined) throw new InputError(noHeaders(spec));
  return headers;
}

async function toolchainFor(architecture: string, kernelVariables: string): Promise<Toolchain> {
  const path = (process.env["PATH"] ?? "").split(delimiter);
  // Of a machine that is not known, by Debian's own name.
  const machine = machineOfDebian(architecture) ?? { triplet: architecture, node: architecture };
  const asked = askedByVariables(kernelVariables);
  const found = await findToolchain(machine, asked, { path, architecture: process.arch });
  if ("missing" in found) throw new InputError(toolsMissing(found.missing));
  return found;
}

/**
 * Builds the module in `output` and answers with its path. Without debug information, and without BTF of its own, which
 * a module does not need and which takes `pahole`: an empty CONFIG_DEBUG_INFO_BTF_MODULES for make changes what make
 * does, not `autoconf.h`, and so not `struct module`.
 */
async function buildModule(
  files: DemoFiles,
  headers: string,
  output: string,
  { compiler, instead }: Toolchain,
  signal: AbortSignal,
): Promise<string> {
  await cp(files.source, output, { recursive: true });
  const made = await runMake(
    [
      "-s",
      "-C",
      headers,
      `M=${output}`,
      `CC=${compiler}`,
      "KCFLAGS=-g0",
      "CONFIG_DEBUG_INFO_BTF_MODULES=",
      "modules",
    ],
    signal,
  );
  if (!made.ok) throw new InputError(buildFailed(made.output, instead));
  return join(output, "loopline.ko");
}
