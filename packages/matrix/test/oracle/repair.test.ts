// Real headers of a kernel, out of step with it in four ways, as that happens: what kofit says, what `kofit repair` makes of
// them, a module that is built there, and the kernel that loads it.
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesSource, configurationFiles } from "../../../core/src/index.ts";
import {
  kernelSource,
  olddefconfig,
  programs,
  type Run,
} from "../../../core/test/oracle/configured-kernels.ts";
import { bootTarget } from "../../src/boot-target.ts";
import { observe } from "../../src/observe.ts";
import { slots } from "../../src/slots.ts";
import { type KernelTree, kernelTree } from "../build/kernel-tree.ts";
import { addHostToolSources } from "./host-tool-sources.ts";

const repository = join(import.meta.dirname, "../../../..");
const main = join(repository, "packages/cli/src/main.ts");
const configured = [...Object.values(configurationFiles), "include/generated/rustc_cfg"];

const sorted = (text = ""): string => text.split("\n").toSorted().join("\n");

interface Architecture {
  readonly name: string;
  readonly arch: string;
  readonly cross: string;
  readonly spec: string;
  /** What the kernel says of a module that was built without pahole. On amd64 the size is rounded up to the same. */
  readonly says: string;
}

const architectures: readonly Architecture[] = [
  {
    name: "arm64",
    arch: "arm64",
    cross: "aarch64-linux-gnu-",
    spec: "apt:linux-image-cloud-arm64:arm64/bookworm-backports",
    says: "section size must match the kernel's built struct module size at run time",
  },
  {
    name: "amd64",
    arch: "x86_64",
    cross: "x86_64-linux-gnu-",
    spec: "apt:linux-image-cloud-amd64:amd64/bookworm-backports",
    says: "Invalid relocation target, existing value is nonzero for type 1",
  },
];

/** One for every run of the tests, both with `npm run oracle:trees`. */
const asked = process.env["KOFIT_ORACLE"] === "all" ? architectures : architectures.slice(0, 1);

describe.each(asked)("$name", ({ name, arch, cross, spec, says }) => {
  let kernel: KernelTree;
  let source: string;
  let scratch: string;
  /** The headers as they come out of their package. */
  let packaged: string;

  beforeAll(async () => {
    kernel = await kernelTree(spec);
    source = await kernelSource("6.12", "bookworm-backports");
    packaged = join(kernel.directory, "usr/src", `linux-headers-${kernel.release}`);
    scratch = mkdtempSync(join(kernel.directory, "repair-"));
    mkdirSync(join(scratch, "usr"));
    symlinkSync(join(kernel.directory, "usr/lib"), join(scratch, "usr/lib"));
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  /** A copy; links in headers are relative, and lead to what stands beside them. */
  function copyOfHeaders(as: string): string {
    const copy = join(scratch, "usr/src", as);
    cpSync(packaged, copy, { recursive: true, verbatimSymlinks: true });
    return copy;
  }

  const variables = [`ARCH=${arch}`, `CROSS_COMPILE=${cross}`];

  /** What the real Kconfig makes of the headers' configuration on a machine with these programs. */
  function configuredAgain(as: string, path: string): string {
    const config = readFileSync(join(packaged, ".config"), "utf8");
    const output = join(scratch, `${as}-kconfig`);
    const run: Run = { source, arch, cross, config, path, output };
    olddefconfig(run);
    execFileSync("make", ["-s", "-C", source, `O=${output}`, ...variables, "syncconfig"], {
      env: { ...process.env, PATH: path },
      stdio: "pipe",
    });
    const headers = copyOfHeaders(as);
    for (const file of configured) cpSync(join(output, file), join(headers, file));
    return headers;
  }

  const kofit = (...args: readonly string[]): { readonly status: number | null; readonly text: string } => {
    const [image = ""] = kernel.packages;
    const env = { ...process.env, XDG_CACHE_HOME: join(scratch, "cache") };
    const given = ["-C", "source", main, ...args, "--kernel", image];
    const { status, stdout, stderr } = spawnSync(process.execPath, given, { encoding: "utf8", env });
    return { status, text: stdout + stderr };
  };

  /** The directory that a repair says to build in. */
  function repaired(headers: string): string {
    const { status, text } = kofit("repair", "--headers", headers, "--yes", "--lang", "en");
    expect({ status, text }).toEqual({ status: 0, text });
    return /make -C (\S+)/.exec(text)?.[1] ?? "";
  }

  function sourceOf(as: string): string {
    const directory = join(scratch, `${as}-module`);
    mkdirSync(directory);
    cpSync(join(repository, "demo/src"), directory, { recursive: true });
    return directory;
  }

  /** As its owner builds it, by make. */
  function built(headers: string, as: string): string {
    const directory = sourceOf(as);
    const tools = [...variables, `CC=${cross}gcc-12`];
    execFileSync("make", ["-s", "-C", headers, `M=${directory}`, ...tools, "modules"], { stdio: "pipe" });
    return join(directory, "loopline.ko");
  }

  /** By `kofit build`, which takes the repaired overlay by itself where the headers are out of step. */
  function builtByKofit(headers: string, as: string, ...more: readonly string[]): string {
    const output = join(scratch, `${as}-built`);
    const given = ["build", sourceOf(`${as}-kofit`), "--headers", headers, "-o", output, ...more];
    const { status, text } = kofit(...given, "--lang", "en");
    expect({ status, text }).toEqual({ status: 0, text });
    expect(text.includes("overlay")).toBe(!more.includes("--as-is"));
    return join(output, "loopline.ko");
  }

  /** What `kofit check` says of a module that was built with `headers`. */
  function refused(module: string, headers: string): string {
    const { status, text } = kofit("check", module, "--kernel", headers, "--lang", "en");
    expect({ status, text }).toEqual({ status: 1, text });
    return text.replaceAll(/\s+/g, " ");
  }

  /** The module loads: kofit says so, and the kernel does it. */
  async function loads(module: string): Promise<void> {
    const { status, text } = kofit("check", module, "--lang", "en");
    expect({ status, text }).toEqual({ status: 0, text });
    const image = await bootTarget(kernel.packages);
    const request = { id: name, module: bytesSource(module, new Uint8Array(readFileSync(module))) };
    const { observations } = await observe(image, [request], { moduleLimit: 15, slots: slots(1) });
    expect(observations).toMatchObject([{ outcome: "loaded" }]);
  }

  /** The files that the package has; symbols of one bucket of Kconfig's table may have changed places. */
  function expectPackaged(directory: string): void {
    for (const file of configured) {
      const [made, theirs] = [directory, packaged].map((place) => readFileSync(join(place, file), "utf8"));
      const isSame = file === ".config" ? made === theirs : sorted(made) === sorted(theirs);
      expect([file, isSame]).toEqual([file, true]);
    }
  }

  const problem = (headers: string): string =>
    kofit("preflight", "--headers", headers, "--lang", "en").text.replaceAll(/\s+/g, " ");

  test("headers that nobody touched: nothing is to be repaired", () => {
    const { status, text } = kofit("repair", "--headers", packaged, "--lang", "en");
    expect(text).toContain("Nothing is to be repaired");
    expect(status).toBe(0);
  });

  test("configured again without pahole", async () => {
    const headers = configuredAgain("pahole", programs(join(scratch, "bin-pahole"), ["pahole"]));
    expect(problem(headers)).toContain("CONFIG_DEBUG_INFO_BTF_MODULES is y in the kernel and not set");
    const said = refused(built(headers, "lost"), headers);
    expect(said).toContain(says);
    expect(said).toContain("`CONFIG_DEBUG_INFO_BTF_MODULES` is set in the kernel, and not in the headers");
    const overlay = repaired(headers);
    expectPackaged(overlay);
    await loads(built(overlay, "pahole"));
    await loads(builtByKofit(headers, "pahole"));
  });

  test("configured again with pahole installed, instead of repaired", async () => {
    const headers = configuredAgain("cured", programs(join(scratch, "bin-cured"), []));
    await loads(builtByKofit(headers, "cured", "--as-is"));
  });

  test("an option flipped by hand", async () => {
    const headers = copyOfHeaders("flipped");
    for (const file of configured) {
      const path = join(headers, file);
      const text = readFileSync(path, "utf8");
      writeFileSync(path, text.replaceAll(/^.*\bCONFIG_MODULE_UNLOAD\b.*\n/gm, ""));
    }
    expect(problem(headers)).toContain("CONFIG_MODULE_UNLOAD is y in the kernel and not set");
    const overlay = repaired(headers);
    expectPackaged(overlay);
    expect(refused(built(headers, "unloadable"), headers)).toContain("CONFIG_MODULE_UNLOAD");
    await loads(built(overlay, "flipped"));
    await loads(builtByKofit(headers, "flipped"));
  });

  test("configured again with another compiler", async () => {
    // Kconfig asks the compiler for its macros (scripts/cc-version.sh), for what it says of itself, and whether it takes options.
    const other = `case " $* " in *" -E -P "*) exec ${cross}gcc-12 "$@" -U__GNUC__ -D__GNUC__=9;;
*" -mbranch-protection="*|*" -fpatchable-function-entry="*|*" -fzero-call-used-regs="*|*" -mstack-protector-guard"*|*" -fsanitize="*) exit 1;;
*" --version "*) ${cross}gcc-12 --version | sed 's/12\\.[0-9.]*/9.5.0/g'; exit;; esac
exec ${cross}gcc-12 "$@"`;
    const path = programs(join(scratch, "bin-gcc"), [], { [`${cross}gcc`]: other });
    const headers = configuredAgain("gcc", path);
    expect(problem(headers)).toContain("options that change modules differ");
    const overlay = repaired(headers);
    expectPackaged(overlay);
    await loads(built(overlay, "gcc"));
    await loads(builtByKofit(headers, "gcc"));
  });

  test("host tools of another architecture", async () => {
    const headers = copyOfHeaders("tools");
    rmSync(join(headers, "scripts"));
    const kbuild = join(packaged, "scripts");
    cpSync(kbuild, join(headers, "scripts"), { recursive: true, dereference: true });
    const foreign = process.arch === "x64" ? "aarch64-linux-gnu-gcc" : "x86_64-linux-gnu-gcc";
    await addHostToolSources({ headers, working: packaged, source, foreign, variables });
    expect(problem(headers)).toContain("scripts/mod/modpost was compiled for");
    await loads(built(repaired(headers), "tools"));
    await loads(builtByKofit(headers, "tools"));
  });

  test("in place, and back", async () => {
    const headers = copyOfHeaders("in-place");
    const path = join(headers, "include/generated/autoconf.h");
    const text = readFileSync(path, "utf8").replace("#define CONFIG_MODVERSIONS 1\n", "");
    writeFileSync(path, text);
    expect(kofit("repair", "--headers", headers, "--yes", "--in-place").status).toBe(0);
    expectPackaged(headers);
    await loads(built(headers, "in-place"));
    const undo = spawnSync(process.execPath, [
      "-C",
      "source",
      main,
      "repair",
      "--undo",
      "--yes",
      "--headers",
      headers,
    ]);
    expect(undo.status).toBe(0);
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(existsSync(join(headers, ".kofit-repair"))).toBe(false);
  });
});
