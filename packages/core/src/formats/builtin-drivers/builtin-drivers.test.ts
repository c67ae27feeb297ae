import { expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { elf } from "../../../test/build/elf-writer.ts";
import type { RawParam } from "../../../test/build/param-writer.ts";
import type { KallsymsShape } from "../../../test/build/kallsyms-writer.ts";
import { functionAt, rawKernel, type RawKernelSpec } from "../../../test/build/raw-kernel-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { type ArchitectureName, architectureNamed } from "../../model/architecture.ts";
import { readBuiltinParams } from "../builtin-params/builtin-params.ts";
import { ET_EXEC, SHF_ALLOC, SHF_EXECINSTR } from "../elf/constants.ts";
import type { KernelBytes } from "../kallsyms/kernel-bytes.ts";
import { openKernelSymbols } from "../kallsyms/kernel-symbols.ts";
import { builtinDrivers } from "./builtin-drivers.ts";

const params: readonly RawParam[] = [
  ...Array.from({ length: 20 }, (_, i) => ({ name: `some.param_${i}` })),
  { name: "initcall_debug" },
];
const kallsyms: KallsymsShape = { order: "after", form: "offsets" };
const functions = ["__pci_register_driver", "pcieport_init", "kset_create", "other_init"];
const [REGISTER, FIRST, CREATE, SECOND] = [0, 1, 2, 3].map(functionAt);
/** Strings in the first page. */
const STRINGS = { pcieportdrv: 0xf80, other: 0xf90 };

/** `adrp x2; add x2, x2, #string; bl target`, in the first page. */
function arm64Call(from = 0, string = 0, target = 0): Uint32Array {
  return Uint32Array.of(
    0x9000_0002,
    0x9100_0042 | (string << 10),
    (0x9400_0000 | (((target - from - 8) / 4) & 0x3ff_ffff)) >>> 0,
  );
}

function arm64Kernel(spec: RawKernelSpec = {}): KernelBytes {
  const kernel = rawKernel({ kallsyms, functions, params: { params }, ...spec });
  for (const [name, at] of Object.entries(STRINGS)) kernel.kernel.set(text(`${name}\0`), at);
  const place = (from = 0, string = 0, target = 0): void =>
    kernel.kernel.set(new Uint8Array(arm64Call(from, string, target).buffer), from);
  place(FIRST, STRINGS.pcieportdrv, REGISTER);
  place(SECOND, STRINGS.other, CREATE);
  return kernel;
}

async function read(
  kernel: KernelBytes,
  name: ArchitectureName = "arm64",
): Promise<ReadonlySet<string> | undefined> {
  const symbols = await openKernelSymbols(kernel);
  const found = readBuiltinParams(symbols);
  return found && builtinDrivers(symbols, found.linked, architectureNamed(name));
}

test.each<readonly [string, RawKernelSpec]>([
  ["with symbols of data", {}],
  ["with functions alone", { kallsyms: { ...kallsyms, all: false } }],
  ["whose pointers are relocations", { params: { params, relocated: true } }],
  ["with addresses", { kallsyms: { order: "before", form: "addresses", all: false } }],
  ["with distances", { kallsyms: { order: "after", form: "distances", all: false } }],
])("a kernel %s: words in functions that register drivers", async (_, spec) => {
  expect(await read(arm64Kernel(spec))).toEqual(new Set(["pcieportdrv"]));
});

test("a kernel whose kallsyms are relative to an empty word", async () => {
  // As arm64 has it without CONFIG_KALLSYMS_ALL: relocations tell what is written there.
  const base = 0xffff_8000_0800_0000n;
  const spec = { base, kallsyms: { ...kallsyms, all: false, emptyBase: true } };
  const relocated = { params, relocated: true };
  expect(await read(arm64Kernel({ ...spec, params: relocated }))).toEqual(new Set(["pcieportdrv"]));
});

test("a vmlinux whose parts lie elsewhere in memory than in the file", async () => {
  const base = 0xffff_ffff_8100_0000n;
  const initAt = 0x20_0000;
  const behind = [["pcieport_init_behind", initAt]] as const;
  const { kernel: bytes } = rawKernel({ base, kallsyms, functions, behind, params: { params } });
  bytes.set(text("pcieportdrv\0"), STRINGS.pcieportdrv);
  // mov $string,%rdx; in another section: call __pci_register_driver
  const init = new Uint8Array(16);
  const view = new DataView(init.buffer);
  init.set([0x48, 0xc7, 0xc2, 0, 0, 0, 0, 0xe8]);
  view.setUint32(3, 0x8100_0000 + STRINGS.pcieportdrv, true);
  view.setInt32(8, (REGISTER ?? 0) - (initAt + 12), true);
  const kernel = elf({
    type: ET_EXEC,
    symtab: false,
    sections: [
      { name: ".comment", bytes: new Uint8Array(0x1000 - 64), flags: 0 },
      { name: ".text", bytes, address: base, flags: SHF_ALLOC | SHF_EXECINSTR },
      { name: ".init.text", bytes: init, address: base + BigInt(initAt), flags: SHF_ALLOC | SHF_EXECINSTR },
    ],
  });
  const found = await read({ kernel, name: "vmlinux", littleEndian: true, wordSize: 8 }, "x86_64");
  expect(found).toEqual(new Set(["pcieportdrv"]));
});

test("cannot be told without symbols, calls, or knowing the instructions", async () => {
  const { kallsyms: _, ...without } = { kallsyms };
  const bare = rawKernel({ ...without, params: { params } });
  expect(await read(bare)).toBeUndefined();
  expect(await read(rawKernel({ kallsyms, functions, params: { params } }))).toBeUndefined();
  expect(await read(arm64Kernel(), "loongarch64")).toBeUndefined();
});

test("survives damage", async () => {
  const { kernel, ...rest } = arm64Kernel();
  await survivesDamage(kernel, async (bytes) => read({ ...rest, kernel: bytes }), 60);
});
