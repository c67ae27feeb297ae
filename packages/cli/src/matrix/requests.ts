import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { type ByteSource, bytesSource, decompressed, FormatError, readModuleFacts } from "@kofit/core";
import { fileSource, moduleFiles, useNodeDecoders } from "@kofit/core/node";
import { type ModuleRequest, recordsOf, requestsOf } from "@kofit/matrix";

/** Unpacked; amdgpu.ko with debug information is 500 MB. */
const MAX_MODULE = 1 << 30;
/** As init takes, see packages/matrix. */
const MAX_BEFORE = 64;

/**
 * What a kernel is to load for these operands: files and directories. A directory with a `records.json` is loaded as that
 * says; of others, packed modules are unpacked, and what a module names in `depends=` goes before it.
 *
 * @throws {InputError} if one is not there or holds no module.
 */
export async function requestsFor(
  operands: readonly string[],
  alone: boolean,
): Promise<readonly ModuleRequest[]> {
  const requests: ModuleRequest[] = [];
  const plain: string[] = [];
  for (const operand of operands) {
    if (existsSync(join(operand, "records.json"))) requests.push(...requestsOf(operand, recordsOf(operand)));
    else plain.push(operand);
  }
  if (plain.length > 0) requests.push(...(await requestsForFiles([...moduleFiles(plain)])));
  return alone ? requests.map((request) => ({ ...request, alone })) : requests;
}

interface Module {
  readonly file: string;
  readonly source: ByteSource;
  readonly depends: readonly string[];
}

async function requestsForFiles(files: readonly string[]): Promise<ModuleRequest[]> {
  useNodeDecoders();
  const modules: Module[] = [];
  for (const file of files) {
    const source = await unpacked(file);
    modules.push({ file, source, depends: await dependsOf(source) });
  }
  // Of several with one name the first: modprobe would know one only.
  const byName = new Map(modules.toReversed().map((module) => [nameOf(module.file), module]));
  return modules.map((module) => ({
    id: module.file,
    module: module.source,
    before: providersOf(module, byName).slice(-MAX_BEFORE),
  }));
}

/** `snd-hda-intel.ko.xz` → `snd_hda_intel`: modules call each other by the latter. */
const nameOf = (file: string): string =>
  basename(file)
    .replace(/\.ko(?:\.\w+)?$/, "")
    .replaceAll("-", "_");

/** Everything that has to be there before `module`, deepest first, each once. */
function providersOf(module: Module, byName: ReadonlyMap<string, Module>): ByteSource[] {
  const seen = new Set([module]);
  const found: ByteSource[] = [];
  const visit = ({ depends }: Module): void => {
    for (const name of depends) {
      // modpost writes file names, dashes and all.
      const provider = byName.get(nameOf(name));
      if (!provider || seen.has(provider)) continue;
      seen.add(provider);
      visit(provider);
      found.push(provider.source);
    }
  };
  visit(module);
  return found;
}

/** A file is read when it is put into an initramfs, and not kept: a directory may hold thousands. */
async function unpacked(path: string): Promise<ByteSource> {
  const file = fileSource(path);
  try {
    const plain = await decompressed(file, MAX_MODULE);
    if (plain !== file) return plain;
  } catch (error) {
    // Damaged in its compression: the kernel is to see it as it is.
    if (!(error instanceof FormatError)) throw error;
  } finally {
    file.close();
  }
  const { size } = statSync(path);
  return {
    name: path,
    size,
    read: async (offset, length) => {
      const whole = new Uint8Array(readFileSync(path));
      return bytesSource(path, whole).read(offset, length);
    },
  };
}

/** `depends=` of `.modinfo`, as modpost wrote it. What cannot be read has none: the kernel will say what is wrong with it. */
async function dependsOf(source: ByteSource): Promise<readonly string[]> {
  try {
    const whole = bytesSource(source.name, await source.read(0, source.size));
    const { modinfo } = await readModuleFacts(whole);
    const depends = modinfo.known ? modinfo.value.find(([tag]) => tag === "depends")?.[1] : undefined;
    return (depends ?? "").split(",").filter((name) => name !== "");
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return [];
  }
}
