import {
  type ByteSource,
  decompressed,
  FormatError,
  type HandedModule,
  type KernelFacts,
  known,
  type ModuleFacts,
  type Packing,
  packingOf,
  readCompilers,
  readModuleFacts,
  readModuleStruct,
  readParameters,
  readSignatureTrust,
  sameInAll,
  signatureHandling,
  type StateFacts,
  type Target,
  type Text,
  unpackedByKernel,
} from "@kofit/core";
import { damageOf } from "./damage.ts";
import { unreadModule } from "./unread.ts";

/** Largest module that is unpacked: with debug information, the largest of today have 400 MB. */
export const MAX_MODULE = 1 << 30;

/** What a file holds, and why it is no whole module, if it is none. */
export interface Read {
  readonly facts: HandedModule;
  readonly damage: Text | undefined;
}

/** Who unpacks a module that is packed. */
type Unpacker =
  /** The tool that loads it, so that the kernel never sees that it was packed. */
  | "tool"
  /** The kernel, or the tool where the kernel cannot. */
  | "kernel"
  /** Nobody: the kernel sees the file as it is. */
  | "nobody";

function unpackerOf(state: StateFacts): Unpacker {
  if (!state.loading.known) return "tool";
  const { via, compressedFlag } = state.loading.value;
  if (compressedFlag || via === "modprobe") return "kernel";
  return via === "insmod" ? "tool" : "nobody";
}

/** Whether a file may be unpacked before it is known how it is packed. */
export const isUnpackedByTool = (state: StateFacts): boolean => unpackerOf(state) === "tool";

/**
 * The facts of a module as it comes to the kernel.
 *
 * @param unpacked whether `source` is what the file holds, not the file
 */
export async function readModule(source: ByteSource, target: Target, unpacked: boolean): Promise<Read> {
  const unpacker = unpackerOf(target.state);
  if (unpacked || unpacker === "tool") return readUnpacked(source, target, unpacked);
  const packing = await packingOf(source);
  const fact = known(packing, { input: source.name });
  if (unpacker === "nobody") {
    const { facts, damage } = await readFacts(source, target);
    // Not damaged, but packed: the kernel will say what it thinks of it.
    return { facts: { ...facts, packing: fact }, damage: packing ? undefined : damage };
  }
  const { decompression } = target.state;
  if (packing && decompression.known && decompression.value === packing.compression)
    return readByKernel(source, target, packing);
  const { facts, damage } = await readUnpacked(source, target, false);
  const broken = packing && damage && !facts.elf.known;
  return {
    facts: { ...facts, packing: broken ? known({ ...packing, damaged: true }, fact.origin) : fact },
    damage,
  };
}

/** The kernel makes of some files what a tool does not. */
async function readByKernel(source: ByteSource, target: Target, packing: Packing): Promise<Read> {
  const origin = { input: source.name };
  const content = await unpackedByKernel(source, packing.compression, MAX_MODULE);
  if (content.known && content.value) {
    const { facts, damage } = await readFacts(content.value, target);
    return { facts: { ...facts, packing: known(packing, origin) }, damage };
  }
  if (!content.known)
    return { facts: { ...unreadModule(content.why), packing: known(packing, origin) }, damage: undefined };
  const damage = {
    en: `${source.name}: the ${packing.compression} stream is damaged or cut off`,
    zh: `${source.name}：${packing.compression} 流已损坏或不完整`,
  };
  return {
    facts: { ...unreadModule(damage), packing: known({ ...packing, damaged: true }, origin) },
    damage,
  };
}

async function readUnpacked(source: ByteSource, target: Target, unpacked: boolean): Promise<Read> {
  try {
    return await readFacts(unpacked ? source : await decompressed(source, MAX_MODULE), target);
  } catch (error) {
    // A compressed module that cannot be unpacked: not even its header is known.
    if (!(error instanceof FormatError)) throw error;
    const damage = sameInAll(error.message);
    return { facts: unreadModule(damage), damage };
  }
}

async function readFacts(module: ByteSource, { kernel, state }: Target): Promise<Read> {
  const { loading, loaded } = state;
  const facts = await readModuleFacts(module, signatureHandling(kernel, state));
  const damage = damageOf(module.name, facts);
  const asked = loading.known && loading.value.parameters.list.length > 0;
  const seen = await readSignatureTrust(module, facts, {
    ...kernel,
    loaded: loaded.known ? loaded.value : undefined,
  });
  return {
    facts: {
      ...facts,
      ...(asked && { parameters: await readParameters(module) }),
      ...(isOutOfTree(facts) && { compilers: await readCompilers(module) }),
      ...(isLaidOutOtherwise(kernel, facts) && { structModule: await readModuleStruct(module) }),
      ...seen,
    },
    damage,
  };
}

/** The kernel's own modules were built as it was. */
const isOutOfTree = ({ modinfo }: ModuleFacts): boolean =>
  modinfo.known && modinfo.value.length > 0 && !modinfo.value.some(([tag]) => tag === "intree");

/** Only then it matters what the module's debug information says of its struct module, and that is much to read. */
function isLaidOutOtherwise({ structModule }: KernelFacts, { thisModule }: ModuleFacts): boolean {
  if (!structModule.known || !thisModule.known || !thisModule.value) return false;
  const [ours, theirs] = [structModule.value, thisModule.value];
  return (["size", "init", "exit"] as const).some(
    (what) => ours[what] !== undefined && theirs[what] !== undefined && ours[what] !== theirs[what],
  );
}
