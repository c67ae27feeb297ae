import { expect, test } from "vitest";
import { elf } from "../../../test/build/elf-writer.ts";
import type { RawParam } from "../../../test/build/param-writer.ts";
import { rawKernel, type RawKernelSpec } from "../../../test/build/raw-kernel-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { ET_EXEC, SHF_ALLOC, SHT_NOBITS } from "../elf/constants.ts";
import type { KernelBytes } from "../kallsyms/kernel-bytes.ts";
import { openKernelSymbols } from "../kallsyms/kernel-symbols.ts";
import { type BuiltinParams, readBuiltinParams } from "./builtin-params.ts";

const params: readonly RawParam[] = [
  ...Array.from({ length: 30 }, (_, i) => ({ name: `some.param_${i}`, perm: i % 2 === 0 ? 0 : 0o444 })),
  { name: "initcall_debug" },
  { name: "printk.time", perm: 0o644, arg: 0x40 },
];
const versions = ["xz_dec", "nvme_core"];
const base = 0xffff_8000_0800_0000n;

const PAGE = 0x1000;
const ELF_HEADER = 64;

const read = async (kernel: KernelBytes): Promise<BuiltinParams | undefined> =>
  readBuiltinParams(await openKernelSymbols(kernel));

const kinds: readonly (readonly [string, RawKernelSpec])[] = [
  ["riscv64", { base: 0xffff_ffff_8000_0000n, params: { params, versions } }],
  ["arm", { base: 0xc020_8000n, wordSize: 4, params: { params, versions } }],
  ["arm, 5.10", { base: 0xc020_8000n, wordSize: 4, params: { params, versions, versionPointers: true } }],
  ["arm64", { base, params: { params, versions, relocated: true } }],
  ["arm64, 5.10", { base, params: { params, versions, relocated: true, versionPointers: true } }],
  ["with lock debugging", { base, params: { params, versions, versionWords: 11 } }],
  ["big-endian", { base: 0xc020_8000n, wordSize: 4, littleEndian: false, params: { params, versions } }],
];

test.each(kinds)("%s: parameters and versions, without symbols", async (_, spec) => {
  const kernel = rawKernel(spec);
  const found = await read(kernel);
  expect(found?.params.map(({ name, perm }) => ({ name, perm }))).toEqual(
    params.map(({ name, perm = 0o644 }) => ({ name, perm })),
  );
  expect(found?.versions).toEqual(versions);
  const [first, last] = [found?.params[0], found?.params.at(-1)];
  expect(first?.arg).toBe(0n);
  expect(found?.linked.offsetOf(last?.arg ?? 0n)).toBe(0x40);
});

test("a vmlinux, and what it clears when it starts", async () => {
  const address = 0xffff_ffff_8100_0000n;
  const { kernel: bytes } = rawKernel({
    base: address,
    params: { params: [...params, { name: "behind", arg: 0x10_0008 }], versions },
  });
  const kernel = elf({
    type: ET_EXEC,
    symtab: false,
    sections: [
      // As the format wants it of what is loaded, offsets and addresses are the same within a page.
      { name: ".comment", bytes: new Uint8Array(PAGE - ELF_HEADER), flags: 0 },
      { name: ".data", bytes, address },
      {
        name: ".bss",
        bytes: new Uint8Array(16),
        type: SHT_NOBITS,
        flags: SHF_ALLOC,
        address: address + 0x10_0000n,
      },
    ],
  });
  const found = await read({ kernel, name: "vmlinux", littleEndian: true, wordSize: 8 });
  expect(found?.versions).toEqual(versions);
  const [cleared, kept] = [found?.params.at(-1), found?.params.at(-2)];
  expect(cleared?.name).toBe("behind");
  expect([cleared, kept].map((one) => found?.linked.isCleared(one?.arg ?? 0n))).toEqual([true, false]);
  expect(found?.linked.offsetOf(cleared?.arg ?? 0n)).toBeUndefined();
});

test("the memory behind a raw kernel is cleared, what is far from it is not", async () => {
  const found = await read(rawKernel({ base, params: { params } }));
  const end = base + BigInt(found?.linked.kernel.kernel.length ?? 0);
  expect([end - 1n, end, end + (1n << 40n), 0n].map((each) => found?.linked.isCleared(each))).toEqual([
    false,
    true,
    false,
    false,
  ]);
});

test("a kernel that holds no such table", async () => {
  expect(await read(rawKernel())).toBeUndefined();
  const few = params.slice(-2);
  expect(await read(rawKernel({ params: { params: few } }))).toBeUndefined();
});

test.each(kinds.filter(([name]) => name === "arm" || name === "arm64"))(
  "%s: survives damage",
  async (_, spec) => {
    const { kernel, ...rest } = rawKernel(spec);
    await survivesDamage(kernel, async (bytes) => read({ ...rest, kernel: bytes }), 60);
  },
);
