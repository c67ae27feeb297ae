import type { SectionBytes } from "../../formats/elf/section-bytes.ts";
import type { Imports } from "../../model/module.ts";
import type { KernelCopy } from "./kernel-copy.ts";

/** Of longer names the kernel's messages show no more: LOG_LINE_MAX in kernel/printk/printk.c. */
const LONGEST = 1024;

/**
 * Imports whose names stand outside of the table of names, as the loader finds them: into some it has written itself.
 *
 * @param image what stands from the start of the table on
 */
export function strayNames(imports: Imports, image: SectionBytes, copy: KernelCopy): Imports {
  const at = Uint32Array.from(imports.names.at);
  const rewritten: number[] = [];
  const beginnings = new Set<number>();
  for (let row = 0; row < imports.names.count; row += 1) {
    const symbolIndex = imports.symbolIndex[row] ?? 0;
    const name = rewrittenName(image, at[row] ?? 0, (place) =>
      copy.written(image.offset + place, symbolIndex),
    );
    if (!name) continue;
    at[row] = image.bytes.length + rewritten.length;
    rewritten.push(...name.bytes, 0);
    if (name.isOpen) beginnings.add(symbolIndex);
  }
  if (rewritten.length === 0) return imports;
  const bytes = new Uint8Array(image.bytes.length + rewritten.length);
  bytes.set(image.bytes);
  bytes.set(rewritten, image.bytes.length);
  return {
    ...imports,
    names: { ...imports.names, bytes, at },
    ...(beginnings.size > 0 && { beginnings }),
  };
}

interface Name {
  readonly bytes: readonly number[];
  /** Whether it goes on, as only the running kernel knows. */
  readonly isOpen: boolean;
}

/** The name at `start`; `undefined` where the loader has written nothing of it. */
function rewrittenName(
  { bytes }: SectionBytes,
  start: number,
  written: (place: number) => ReturnType<KernelCopy["written"]>,
): Name | undefined {
  const name: number[] = [];
  let isRewritten = false;
  for (let place = start; place < Math.min(bytes.length, start + LONGEST); place += 1) {
    const found = written(place);
    if (found === "open") return { bytes: name, isOpen: true };
    isRewritten ||= found !== undefined;
    const byte = found ?? bytes[place] ?? 0;
    if (byte === 0) break;
    name.push(byte);
  }
  return isRewritten ? { bytes: name, isOpen: false } : undefined;
}
