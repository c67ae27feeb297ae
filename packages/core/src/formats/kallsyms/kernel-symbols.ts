import { findBytes } from "../../io/find-bytes.ts";
import { FormatError } from "../../io/format-error.ts";
import type { ElfFile } from "../elf/elf.ts";
import { addressesOf, type Kallsyms, openKallsyms } from "./kallsyms.ts";
import type { KernelBytes } from "./kernel-bytes.ts";
import { elfMap, elfOf, type KernelMap, rawMap } from "./kernel-map.ts";

/** A kernel and what it knows of itself. */
export interface KernelSymbols {
  readonly kernel: KernelBytes;
  /** Absent when it is a raw binary. */
  readonly elf?: ElfFile;
  /** Absent when the kernel has no kallsyms, or damaged ones. */
  readonly kallsyms?: Kallsyms;
  /** What is wrong with its kallsyms; absent when nothing is. Other things are found without them, as a rule. */
  readonly damage?: FormatError;
  /**
   * Where an address of kallsyms stands in the kernel; `undefined` when it is not in the file, or when it cannot be told: of a
   * raw binary, only the symbols of data (CONFIG_KALLSYMS_ALL) tell where its first byte is.
   */
  offsetOf(address: bigint): number | undefined;
}

/** Opens an unpacked kernel. @throws {FormatError} if its ELF headers are damaged. */
export async function openKernelSymbols(kernel: KernelBytes): Promise<KernelSymbols> {
  const elf = await elfOf(kernel);
  const linked = elf ? elfMap(elf) : rawMap(kernel, 0n);
  const { kallsyms, damage } = kallsymsOf(kernel, linked);
  const map = elf ? linked : kallsyms && mapByBanner(kernel, kallsyms);
  return {
    kernel,
    ...(elf && { elf }),
    ...(kallsyms && { kallsyms }),
    ...(damage && { damage }),
    offsetOf: (address) => map?.offsetOf(address),
  };
}

function kallsymsOf(kernel: KernelBytes, map: KernelMap): Pick<KernelSymbols, "kallsyms" | "damage"> {
  try {
    const kallsyms = openKallsyms(kernel, map);
    return kallsyms ? { kallsyms } : {};
  } catch (error) {
    if (error instanceof FormatError) return { damage: error };
    throw error;
  }
}

const BANNER = new TextEncoder().encode("Linux version ");
/** The banner, and formats that start as it does. */
const MAX_PLACES = 16;
const PAGE = 0x1000n;

/** `linux_banner` is a symbol whose bytes are known: its address and its place tell where the kernel is linked. */
function mapByBanner(kernel: KernelBytes, kallsyms: Kallsyms): KernelMap | undefined {
  const address = addressesOf(kallsyms, ["linux_banner"]).get("linux_banner");
  if (address === undefined) return undefined;
  let at = findBytes(kernel.kernel, BANNER);
  for (let places = 0; at >= 0 && places < MAX_PLACES; places += 1) {
    const base = address - BigInt(at);
    if (base >= 0n && base % PAGE === 0n) return rawMap(kernel, base);
    at = findBytes(kernel.kernel, BANNER, at + 1);
  }
  return undefined;
}
