// Real DKMS packages of Debian through `kofit build`, for kernels of two generations and two architectures, and into the kernel.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cacheDirectory, fetchApt } from "../../../core/node/index.ts";
import { type ByteSource, bytesSource } from "../../../core/src/index.ts";
import { bootTarget } from "../../src/boot-target.ts";
import type { ModuleRequest } from "../../src/plan.ts";
import { observe } from "../../src/observe.ts";
import { slots } from "../../src/slots.ts";
import { type KernelTree, kernelTree } from "../build/kernel-tree.ts";

const main = join(import.meta.dirname, "../../../cli/src/main.ts");
const all = process.env["KOFIT_ORACLE"] === "all";

/** Packages of trixie, which has versions that build for both generations. */
const packages = [
  // Its Makefile is called, and has to be told of the headers; the kernel needs videodev for it.
  "v4l2loopback-dkms",
  // Its Makefile is called with another name for them; needs dm-mod.
  "dm-writeboost-dkms",
  // kbuild is called, for a directory below $dkms_tree.
  "vpoll-dkms",
  "acpi-call-dkms",
  // No MAKE at all: what dkms does then.
  "xtrx-dkms",
] as const;

/** A kernel without video has no use for v4l2loopback, and is quick to fetch and to boot. */
const slice = {
  kernels: ["apt:linux-image-cloud-arm64:arm64/bookworm-backports"],
  packages: packages.filter((name) => name === "vpoll-dkms" || name === "dm-writeboost-dkms"),
};
const everything = {
  kernels: ["bookworm", "bookworm-backports"].flatMap((suite) =>
    ["amd64", "arm64"].map((arch) => `apt:linux-image-${arch}:${arch}/${suite}`),
  ),
  packages,
};
const chosen = all ? everything : slice;

let scratch: string;
const sources = new Map<string, string>();

beforeAll(async () => {
  scratch = mkdtempSync(join(cacheDirectory(), "oracle", "build-dkms-"));
  for (const name of chosen.packages) {
    const { packages: files } = await fetchApt(`apt:${name}:amd64/trixie`, {
      cacheDirectory: cacheDirectory(),
    });
    const root = join(scratch, name);
    execFileSync("dpkg-deb", ["-x", files[0]?.path ?? "", root]);
    const [source = ""] = readdirSync(join(root, "usr/src"));
    sources.set(name, join(root, "usr/src", source));
  }
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The modules that `kofit build` makes of a package, and what it says of them. */
function built(name: string, kernel: KernelTree): readonly string[] {
  const output = join(scratch, `${name}-${kernel.release}`);
  const source = sources.get(name) ?? "";
  const before = readdirSync(source, { recursive: true });
  const [image = ""] = kernel.packages;
  const args = ["build", source, "--kernel", image, "--headers", kernel.headers, "-o", output, "--json"];
  const { status, stdout, stderr } = spawnSync(process.execPath, ["-C", "source", main, ...args], {
    encoding: "utf8",
    maxBuffer: 64 << 20,
  });
  expect({ name, status, stderr }).toEqual({ name, status: 0, stderr: "" });
  const told: { outcome: string; check: { modules: { outcome: string }[] } } = JSON.parse(stdout);
  expect(told.outcome).toBe("built");
  expect(told.check.modules.map(({ outcome }) => outcome)).toEqual(told.check.modules.map(() => "loads"));
  expect(readdirSync(source, { recursive: true })).toEqual(before);
  return readdirSync(output).map((file) => join(output, file));
}

/** What the kernel's own modules bring that a module depends on, in the order in which it is loaded. */
function neededBy(module: string, kernel: KernelTree, own: ReadonlyMap<string, string>): readonly string[] {
  const found = new Set<string>();
  for (const { name, soft } of dependenciesOf(module)) {
    // `pre: crc32c` names what a module offers: that in C is called so.
    const path = own.get(name) ?? own.get(`${name}_generic`);
    if (path === undefined && soft) continue;
    if (path === undefined) throw new Error(`${module} needs ${name}, which ${kernel.release} has not`);
    for (const before of neededBy(path, kernel, own)) found.add(before);
    found.add(path);
  }
  return [...found];
}

interface Dependency {
  readonly name: string;
  /** It may be built in, or missing. */
  readonly soft: boolean;
}

const named = (text: string, soft: boolean): Dependency[] =>
  text
    .split(/[,\s]+/)
    .filter((one) => one !== "")
    .map((one) => ({ name: one.replaceAll("-", "_"), soft }));

function dependenciesOf(module: string): readonly Dependency[] {
  const field = (name: string): string => execFileSync("modinfo", ["-F", name, module], { encoding: "utf8" });
  const before = /\bpre: (.*?)(?:post:|$)/m.exec(field("softdep"))?.[1] ?? "";
  return [...named(before, true), ...named(field("depends"), false)];
}

function ownModules(kernel: KernelTree): ReadonlyMap<string, string> {
  const paths = readdirSync(kernel.modules, { recursive: true, encoding: "utf8" });
  return new Map(
    paths
      .filter((path) => /\.ko(?:\.xz)?$/.test(path))
      .map((path) => [
        basename(path)
          .replace(/\.ko(?:\.xz)?$/, "")
          .replaceAll("-", "_"),
        join(kernel.modules, path),
      ]),
  );
}

const loaded = new Map<string, ByteSource>();

/** The file as the kernel is handed it; one of the kernel's own once for all that need it. */
function contentOf(path: string): ByteSource {
  const known = loaded.get(path);
  if (known) return known;
  const bytes = path.endsWith(".xz")
    ? execFileSync("xz", ["-dc", path], { maxBuffer: 1 << 28 })
    : readFileSync(path);
  const source = bytesSource(path, new Uint8Array(bytes));
  loaded.set(path, source);
  return source;
}

test.each(chosen.kernels)(
  "%s",
  async (spec) => {
    const kernel = await kernelTree(spec);
    const modules = chosen.packages.flatMap((name) => built(name, kernel));
    expect(modules.length).toBeGreaterThanOrEqual(chosen.packages.length);
    const own = ownModules(kernel);
    const requests = modules.map((module): ModuleRequest => ({
      id: basename(module),
      module: contentOf(module),
      before: neededBy(module, kernel, own).map(contentOf),
    }));
    const { observations, release } = await observe(await bootTarget(kernel.packages), requests, {
      slots: slots(1),
    });
    expect(release).toBe(kernel.release);
    const outcomes = observations.map(({ id, outcome, errno, log }) => ({
      id,
      outcome,
      errno,
      log: outcome === "loaded" ? [] : log,
    }));
    expect(outcomes).toEqual(
      modules.map((module) => ({ id: basename(module), outcome: "loaded", errno: null, log: [] })),
    );
  },
  all ? 1_800_000 : 600_000,
);
