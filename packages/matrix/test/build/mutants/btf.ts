import type { ElfEditor } from "../elf-editor.ts";
import { joined, type Mutant, mutantsOf, text } from "./define-mutant.ts";

const m = mutantsOf("plain");

/** `struct btf_header` of <linux/btf.h>: magic, version, flags, and where types and names are. */
function header(typeLength: number, nameLength: number, version = 1, length = 24): Uint8Array {
  const view = new DataView(new ArrayBuffer(24));
  view.setUint16(0, 0xeb9f, true);
  view.setUint8(2, version);
  view.setUint32(4, length, true);
  view.setUint32(12, typeLength, true);
  view.setUint32(16, typeLength, true);
  view.setUint32(20, nameLength, true);
  return new Uint8Array(view.buffer);
}

/** A type: name, kind and length, size or another type's id. */
function type(name: number, info: number, size: number, ...more: readonly number[]): Uint8Array {
  const words = Uint32Array.of(name, info, size, ...more);
  return new Uint8Array(words.buffer);
}

const INT = 1 << 24;
const POINTER = 2 << 24;
const replace = (elf: ElfEditor, content: Uint8Array): void => {
  if (elf.has(".BTF")) elf.setContent(elf.section(".BTF"), content);
  else elf.add(".BTF", content, { sh_flags: 0 });
};
const written = (id: string, change: string, content: () => Uint8Array): Mutant =>
  m(id, change, (elf) => replace(elf, content()));
const patched = (id: string, change: string, offset: number, bytes: readonly number[]): Mutant =>
  m(id, change, (elf) => elf.patch(elf.field(elf.section(".BTF"), "sh_offset") + offset, bytes));

/** `.BTF`, damaged or foreign; only kernels without CONFIG_MODULE_ALLOW_BTF_MISMATCH care. */
export default [
  written("btf-garbage", ".BTF is no BTF", () => text("garbage!".repeat(8))),
  written("btf-header-only", ".BTF has no types", () => header(0, 0)),
  written("btf-short", ".BTF is 4 bytes long", () => Uint8Array.of(0x9f, 0xeb, 1, 0)),
  written("btf-version", ".BTF is of version 2", () => joined(header(0, 1, 2), text("\0"))),
  written("btf-long-header", ".BTF has a longer header than any kernel knows", () =>
    joined(header(0, 1, 1, 64), new Uint8Array(40).fill(1), text("\0")),
  ),
  written("btf-int", ".BTF has one type, an int", () =>
    joined(header(16, 1), type(1, INT, 4, 32), text("\0")),
  ),
  written("btf-pointer-far", ".BTF has a pointer to a type that is not there", () =>
    joined(header(12, 1), type(0, POINTER, 0x7fff_0000), text("\0")),
  ),
  written("btf-name-far", ".BTF has a type whose name is outside the names", () =>
    joined(header(16, 1), type(0x7fff_0000, INT, 4, 32), text("\0")),
  ),
  written("btf-kind", ".BTF has a type of a kind that nobody knows", () =>
    joined(header(12, 1), type(0, 31 << 24, 4), text("\0")),
  ),
  written("btf-pointer-vmlinux", ".BTF has a pointer to the first type of vmlinux", () =>
    joined(header(12, 1), type(0, POINTER, 1), text("\0")),
  ),
  m("btf-empty", ".BTF is empty", (elf) => replace(elf, new Uint8Array(0))),
  m("btf-none", ".BTF has another name", (elf) => elf.rename(elf.section(".BTF"), ".BTX")),
  m("btf-loaded", ".BTF is loaded", (elf) => elf.setField(elf.section(".BTF"), "sh_flags", 2)),
  m("btf-cut", ".BTF is cut in half", (elf) => {
    const index = elf.section(".BTF");
    elf.setField(index, "sh_size", elf.field(index, "sh_size") >> 1);
  }),
  patched("btf-magic", "the magic number of .BTF is another", 0, [0x12]),
  patched("btf-flags", "the flags of .BTF are not 0", 3, [0x80]),
  patched("btf-type-length", "the types of .BTF are longer than the section", 12, [0xff, 0xff]),
  patched("btf-name-offset", "the names of .BTF begin elsewhere", 16, [0x03]),
  m("btf-type-bits", "every byte of the types of .BTF is turned", (elf) => {
    const index = elf.section(".BTF");
    const content = elf.content(index);
    elf.setContent(
      index,
      content.map((byte, i) => (i >= 24 ? byte ^ 0xff : byte)),
    );
  }),
  m("btf-base", ".BTF.base is there, and is no BTF", (elf) => {
    elf.section(".BTF");
    if (elf.has(".BTF.base")) elf.setContent(elf.section(".BTF.base"), text("garbage!".repeat(8)));
    else elf.add(".BTF.base", text("garbage!".repeat(8)), { sh_flags: 0 });
  }),
] satisfies readonly Mutant[] as readonly Mutant[];
