import { configOf, type KernelFacts } from "@kofit/core";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { elf } from "../../../core/test/build/elf-writer.ts";
import { kernelFacts, unknownFact } from "../../../core/test/build/facts.ts";
import { configText, headersFiles, RELEASE, writeTree } from "../../test/build/headers-tree.ts";
import { planRepair, type RepairPlan } from "./plan.ts";
import { repairedHeaders } from "./repaired-headers.ts";

const right = { MODULES: "y", BTF: "y" };

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-plan-"));
  vi.stubEnv("XDG_CACHE_HOME", join(directory, "cache"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

type Facts = Parameters<typeof kernelFacts>[0];
const kernelWith = (changes: Facts = {}): KernelFacts =>
  kernelFacts({ release: RELEASE, config: configOf(configText(right)), ...changes });

const plan = async (
  changes: Readonly<Record<string, string | Uint8Array>>,
  kernel: Facts = {},
): Promise<RepairPlan> =>
  planRepair(
    writeTree(join(directory, "headers"), { ...headersFiles(right), ...changes }),
    kernelWith(kernel),
  );

const paths = ({ files }: RepairPlan): readonly string[] => files.map(({ path }) => path);
const reasons = ({ obstacles }: RepairPlan): readonly string[] => obstacles.map(({ what }) => what.en);

test("headers that fit", async () => {
  expect(await plan({})).toMatchObject({ steps: [], files: [], obstacles: [] });
});

test("one file of the configuration says otherwise", async () => {
  const found = await plan({ "include/generated/autoconf.h": "#define CONFIG_MODULES 1\n" });
  expect(found.steps).toMatchObject([{ id: "configuration", contradictions: ["CONFIG_BTF"] }]);
  expect(paths(found)).toEqual(["include/generated/autoconf.h"]);
});

test("files of it that are gone or damaged", async () => {
  writeTree(join(directory, "headers"), headersFiles(right));
  for (const path of [".config", "include/config/auto.conf", "include/generated/autoconf.h"]) {
    rmSync(join(directory, "headers", path));
  }
  const lost = await planRepair(join(directory, "headers"), kernelWith());
  // Without a .config headers stay without one.
  const written = ["include/generated/autoconf.h", "include/config/auto.conf"];
  expect(paths(lost)).toEqual(["include/config/MODULES", "include/config/BTF", ...written]);
  expect(reasons(lost)).toEqual([]);
  expect(paths(await plan({ "include/config/auto.conf": "\0" }))).toContain("include/config/auto.conf");
});

/** All files of the configuration with this heading. */
const headed = (heading: string): Readonly<Record<string, string | Uint8Array>> =>
  Object.fromEntries(
    Object.entries(headersFiles(right)).map(([path, content]) => [
      path,
      typeof content === "string" ? content.replace("Linux/x86 6.12.95", heading) : content,
    ]),
  );

test("headers that were configured with ARCH=x86_64 are of the same kernel, others are not", async () => {
  expect(reasons(await plan(headed("Linux/x86_64 6.12.95")))).toEqual([]);
  for (const other of ["Linux/arm64 6.12.95", "Linux/x86 6.12.96"]) {
    expect(reasons(await plan(headed(other))).join("\n")).toContain(`these are headers of ${other}`);
  }
});

test("an option that nothing asks for, and versions of tools, are no reason to write anything", async () => {
  const config = configOf(configText({ ...right, DRIVER: "m", GCC_VERSION: "120200" }));
  expect(await plan({}, { config })).toMatchObject({ steps: [], files: [] });
});

test("what the kernel's configuration says nothing of and no module depends on stays where it is", async () => {
  const more = { MODULES: "y", BUILD_SALT: '"salt"', BTF: "m" };
  const found = await plan(headersFiles(more, ["BTF"]));
  const [config] = found.files.filter(({ path }) => path === ".config");
  const text = config?.content instanceof Uint8Array ? new TextDecoder().decode(config.content) : "";
  expect(text).toContain('CONFIG_MODULES=y\nCONFIG_BUILD_SALT="salt"\nCONFIG_BTF=y\n');
});

test("the files of options: as these headers name them", async () => {
  const now = await plan({ "include/config/auto.conf": "CONFIG_MODULES=y\n" });
  expect(paths(now)).toContain("include/config/BTF");
  rmSync(join(directory, "headers"), { recursive: true });
  const old = headersFiles({ MODULES: "y" }, ["BTF", "OLD_WAY"]);
  const files = Object.fromEntries(Object.entries(old).filter(([path]) => path !== "include/config/MODULES"));
  writeTree(join(directory, "headers"), { ...files, "include/config/modules.h": "" });
  const config = configOf(configText({ ...right, OLD_WAY: "y" }));
  expect(paths(await planRepair(join(directory, "headers"), kernelWith({ config })))).toContain(
    "include/config/old/way.h",
  );
});

test("Module.symvers: the lines of the image as the image has them", async () => {
  const lines = [
    { symbol: "module_layout", symvers: { crc: 0x99, gplOnly: false }, image: { crc: 0x11, gplOnly: false } },
    { symbol: "gone", symvers: { crc: 1, gplOnly: false } },
    { symbol: "lost", image: { crc: 2, gplOnly: true, namespace: "NS" } },
  ];
  const symvers =
    "0x00000099\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\t\n0x00000001\tgone\tvmlinux\tEXPORT_SYMBOL\t\n0x00000003\tof_module\tdrivers/a\tEXPORT_SYMBOL\t\n";
  const found = await plan(
    { "Module.symvers": symvers },
    { symversDifferences: { symvers: "Module.symvers", image: "vmlinuz", count: 3, lines } },
  );
  const [file] = found.files;
  const text = file?.content instanceof Uint8Array ? new TextDecoder().decode(file.content) : "";
  expect(text).toBe(
    "0x00000011\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\t\n0x00000003\tof_module\tdrivers/a\tEXPORT_SYMBOL\t\n0x00000002\tlost\tvmlinux\tEXPORT_SYMBOL_GPL\tNS\n",
  );
});

test("headers of another kernel, a configuration that is not known or not whole: nothing is planned", async () => {
  const broken = { "include/generated/autoconf.h": "" };
  const other = await plan(broken, { release: "6.1.0-9-amd64" });
  expect(other).toMatchObject({ steps: [], files: [], obstacles: [{ stops: "unfit" }] });
  expect(await plan(broken, { config: unknownFact })).toMatchObject({
    files: [],
    obstacles: [{ what: unknownFact.why, stops: "unknown" }],
  });
  const config = configOf("CONFIG_MODULES=y\nCONFIG_NAME=text\n");
  expect(await plan(broken, { config })).toMatchObject({ files: [], obstacles: [{ stops: "unknown" }] });
});

test("a file that nothing tells the content of", async () => {
  const found = await plan({ "scripts/Makefile.modpost": "" });
  expect(reasons(found)).toEqual([
    "scripts/Makefile.modpost is missing or empty, and nothing here tells what was in it",
  ]);
});

test("a file that only the kernel's configuration asks for", async () => {
  const config = configOf(configText({ ...right, OBJTOOL: "y" }));
  expect(reasons(await plan({}, { config }))).toEqual([
    "tools/objtool/objtool is missing or empty, and nothing here tells what was in it",
  ]);
});

const foreign = elf({ machine: process.arch === "riscv64" ? 62 : 243 });

test("a program of another machine is compiled from its source, and runs", async () => {
  const headers = writeTree(join(directory, "headers"), {
    ...headersFiles(right),
    "scripts/basic/fixdep": foreign,
    "scripts/basic/Makefile": "fixdep-objs := fixdep.o \\\n\tother.o\n",
    "scripts/basic/fixdep.c":
      '#include "answer.h"\nint other(void);\nint main(void) { return other() - ANSWER; }\n',
    "scripts/basic/other.c": "int other(void) { return 42; }\n",
    "scripts/include/answer.h": "#define ANSWER 42\n",
  });
  const { directory: made, plan: found } = await repairedHeaders({
    headers,
    kernel: kernelWith(),
    signal: new AbortController().signal,
  });
  expect(found.steps).toMatchObject([
    { id: "host-tools", tools: [{ path: "scripts/basic/fixdep", why: "foreign" }] },
  ]);
  const program = join(made, "scripts/basic/fixdep");
  expect(statSync(program).mode & 0o777).toBe(0o755);
  expect(spawnSync(program).status).toBe(0);
  expect(readFileSync(join(headers, "scripts/basic/fixdep"))).toEqual(Buffer.from(foreign));
});

test("a source that does not compile: one line, and nothing is made", async () => {
  const headers = writeTree(join(directory, "headers"), {
    ...headersFiles(right),
    "scripts/basic/fixdep": foreign,
    "scripts/basic/fixdep.c": "no C at all\n",
  });
  const made = repairedHeaders({ headers, kernel: kernelWith(), signal: new AbortController().signal });
  await expect(made).rejects.toThrow(
    /scripts\/basic\/fixdep could not be compiled anew: .*error.*Nothing was changed/,
  );
});

test("a program without source: which package has it", async () => {
  writeTree(join(directory, "usr/lib/linux-kbuild-6.12"), { modpost: foreign });
  const headers = writeTree(join(directory, "headers"), headersFiles(right));
  rmSync(join(headers, "scripts/mod/modpost"));
  symlinkSync(join(directory, "usr/lib/linux-kbuild-6.12/modpost"), join(headers, "scripts/mod/modpost"));
  const found = await planRepair(headers, kernelWith());
  expect(found.files).toEqual([]);
  expect(found.obstacles.map(({ remedy }) => remedy.en)).toEqual([
    expect.stringMatching(/apt install linux-kbuild-6\.12:\w+$/),
  ]);
});
