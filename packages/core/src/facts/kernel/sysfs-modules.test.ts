import { expect, test } from "vitest";
import { modulesFiles, RELEASE, under } from "../../../test/build/kernel-writer.ts";
import { memoryTree } from "../../../test/build/memory-tree.ts";
import type { RawParam } from "../../../test/build/param-writer.ts";
import type { KallsymsShape } from "../../../test/build/kallsyms-writer.ts";
import { functionAt, rawKernelImage, type RawKernelSpec } from "../../../test/build/raw-kernel-writer.ts";
import { bytesSource } from "../../io/byte-source.ts";
import type { Fact } from "../../model/fact.ts";
import type { SysfsModules } from "../../model/sysfs-modules.ts";
import { mergeArtifacts } from "../../sources/common/merge.ts";
import { openInput } from "../../sources/common/open-input.ts";
import type { Input } from "../../sources/define-source.ts";
import { readFacts } from "../saved/read.ts";
import { writeFacts } from "../saved/write.ts";
import { readKernelFacts } from "./index.ts";

const params: readonly RawParam[] = [
  ...Array.from({ length: 20 }, (_, i) => ({ name: `some.param_${i}` })),
  { name: "hidden.param", perm: 0 },
  { name: "initcall_debug" },
];
const versions = ["xz_dec", "some"];
const kallsyms: KallsymsShape = { order: "after", form: "offsets" };
const functions = ["param_sysfs_init", "param_sysfs_builtin_init", "lookup_or_create_module_kobject"];
/** Before drivers added names. */
const older = ["param_sysfs_init"];

/** An arm64 image; `change` may write into its code. */
function image(spec: RawKernelSpec = {}, change?: (kernel: Uint8Array) => void): Input {
  const bytes = rawKernelImage({ kallsyms, functions: older, params: { params, versions }, ...spec });
  change?.(bytes);
  return bytesSource("vmlinuz", bytes);
}

/** The function of index 4 hands the name to that of index 3. */
function callsDriver(kernel: Uint8Array): void {
  const [string, at] = [0xf80, functionAt(4)];
  kernel.set(new TextEncoder().encode("atkbd\0"), string);
  const call = (0x9400_0000 | (((functionAt(3) - at - 8) / 4) & 0x3ff_ffff)) >>> 0;
  // adrp x2; add x2, x2, #string; bl
  kernel.set(new Uint8Array(Uint32Array.of(0x9000_0002, 0x9100_0042 | (string << 10), call).buffer), at);
}
const tree = (files: Readonly<Record<string, Uint8Array>>, release = RELEASE): Input => ({
  tree: memoryTree("tree", under(`lib/modules/${release}`, files)),
  directory: `lib/modules/${release}`,
});

async function factOf(...inputs: readonly Input[]): Promise<Fact<SysfsModules>> {
  const facts = await readKernelFacts(await mergeArtifacts(await Promise.all(inputs.map(openInput))));
  const saved = readFacts(new TextEncoder().encode(writeFacts(facts)), "facts.json");
  expect(saved.sysfsModules).toEqual(facts.sysfsModules);
  return facts.sysfsModules;
}

async function valueOf(...inputs: readonly Input[]): Promise<SysfsModules> {
  const fact = await factOf(...inputs);
  if (!fact.known) throw new TypeError(`known expected: ${fact.why.en}`);
  return fact.value;
}

const madeInImage = new Map([
  ["xz_dec", "version"],
  ["some", "parameter"],
  ["kernel", "parameter"],
]);

test("the image says which parts have parameters with a file, or a version", async () => {
  expect((await valueOf(image())).made).toEqual(madeInImage);
  const fact = await factOf(image());
  expect(fact.known && fact.origin).toEqual({ input: "vmlinuz!kernel", part: "__param, __modver" });
});

test("the image has the last word, and modules.builtin.modinfo is asked without one", async () => {
  const files = tree(modulesFiles);
  expect((await valueOf(image(), files)).made).toEqual(madeInImage);
  expect((await valueOf(files)).made).toEqual(new Map([["loopback", "parameter"]]));
  expect((await factOf(image({ params: { params: [] } }), files)).known).toBe(true);
  expect((await factOf(image({ params: { params: [] } }))).known).toBe(false);
});

test("drivers add names since the kernel has a function for it", async () => {
  const before = ["param_sysfs_init", "locate_module_kobject"];
  expect((await valueOf(image({ functions: before }))).drivers).toEqual(new Set());
  const registering = [...functions, "__pci_register_driver", "atkbd_init"];
  expect((await valueOf(image({ functions: registering }, callsDriver))).drivers).toEqual(new Set(["atkbd"]));
});

test("where code cannot be read, modules.builtin lists who may have a name", async () => {
  const fact = await factOf(image({ functions }));
  expect(fact.known ? "known" : fact.why.en).toContain("which ones could not be read from its code");
  expect((await valueOf(image({ functions }), tree(modulesFiles))).drivers).toEqual(new Set(["loopback"]));
});

test("without CONFIG_SYSFS no name is taken", async () => {
  expect(await valueOf(image({ functions: ["other"] }))).toEqual({
    made: new Map(),
    drivers: new Set(),
  });
});

test("modules.builtin alone does not tell which of them have a directory", async () => {
  const { "modules.builtin.modinfo": _, ...files } = modulesFiles;
  expect(await valueOf(tree(files))).toEqual({ made: new Map(), drivers: new Set(["loopback"]) });
  expect((await valueOf(tree(modulesFiles))).drivers).toEqual(new Set(["loopback"]));
});
