import { type Architecture, architectureOf } from "../../model/architecture.ts";
import type { ModuleFacts, ThisModule } from "../../model/module.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readModuleFacts } from "../module/index.ts";
import { once } from "./once.ts";

/** What a module that came with the kernel tells of the kernel. */
export interface Sample {
  /** For origins. */
  readonly name: string;
  /** Absent when the module does not tell; then it tells nothing else either that could be trusted. */
  readonly vermagic: string;
  /** Absent when kofit knows no such architecture. */
  readonly architecture?: Architecture;
  /** Absent when it cannot be read. */
  readonly thisModule?: ThisModule;
}

/** Modules that are read: enough to see one that differs. */
const SAMPLES = 8;
/** Modules that are read while none has both an init and an exit function: most have. */
const MAX_SAMPLES = 64;

/**
 * Some of the modules that came with the kernel, in the order of their tree. Empty when none is at hand. Damaged ones
 * are passed over: the others tell the same.
 */
export const samplesOf: (artifacts: Artifacts) => Promise<readonly Sample[]> = once(async ({ modules }) => {
  const samples: Sample[] = [];
  await modules?.each(async (module) => {
    const sample = sampleOf(module.name, await readModuleFacts(module));
    if (sample) samples.push(sample);
    return samples.length >= SAMPLES && (samples.length >= MAX_SAMPLES || samples.some(isTelling))
      ? "stop"
      : undefined;
  });
  return samples;
});

const isTelling = ({ thisModule }: Sample): boolean =>
  thisModule?.init !== undefined && thisModule.exit !== undefined;

function sampleOf(name: string, { elf, vermagic, thisModule }: ModuleFacts): Sample | undefined {
  if (!vermagic.known || vermagic.value === undefined) return undefined;
  const shape = elf.known ? elf.value : undefined;
  const architecture = shape && architectureOf(shape.e_machine, shape.bits, shape.littleEndian);
  return {
    name,
    vermagic: vermagic.value,
    ...(architecture && { architecture }),
    ...(thisModule.known && thisModule.value && { thisModule: thisModule.value }),
  };
}

/** The value that most samples have, and which do not have it; `undefined` without samples. */
export interface Majority<T> {
  readonly value: T;
  readonly having: readonly Sample[];
  readonly differing: readonly Sample[];
}

/** @param key what makes two values equal; `undefined` for a sample that has no say. */
export function majority<T>(
  samples: readonly Sample[],
  value: (sample: Sample) => T | undefined,
  key: (value: T) => string | number,
): Majority<T> | undefined {
  const groups = new Map<string | number, { value: T; having: Sample[] }>();
  for (const sample of samples) {
    const own = value(sample);
    if (own === undefined) continue;
    const group = groups.get(key(own)) ?? { value: own, having: [] };
    group.having.push(sample);
    groups.set(key(own), group);
  }
  const [largest, ...others] = [...groups.values()].toSorted((a, b) => b.having.length - a.having.length);
  return largest && { ...largest, differing: others.flatMap(({ having }) => having) };
}
