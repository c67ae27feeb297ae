import { expect, test } from "vitest";
import { btf, btfStruct } from "../../../test/build/btf-writer.ts";
import { elf } from "../../../test/build/elf-writer.ts";
import { rawImage } from "../../../test/build/image-writer.ts";
import { recordNamed } from "../../c-types/record-named.ts";
import { bytesSource } from "../../io/byte-source.ts";
import type { CTypes } from "../../model/c-type.ts";
import type { Fact } from "../../model/fact.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readTypesBesideHeaders } from "./types.ts";

const of = (size: number): Uint8Array => btf([btfStruct("module", size, [])]);
const vmlinux = bytesSource("headers/vmlinux", elf({ type: 2, sections: [{ name: ".BTF", bytes: of(64) }] }));
const image = bytesSource("Image", rawImage("arm64", of(128)));
const raw = bytesSource("sys/kernel/btf/vmlinux", of(256));

const sizeIn = (fact: Fact<CTypes> | undefined): number | undefined =>
  fact?.known ? recordNamed(fact.value, "module")?.size : undefined;

async function sizes(artifacts: Omit<Artifacts, "inputs">): Promise<(number | undefined)[]> {
  const { kernel, headers } = await readTypesBesideHeaders({ inputs: ["t"], ...artifacts });
  return [sizeIn(kernel), sizeIn(headers)];
}

test("an image that was given, or a running kernel, tells the kernel's, and a vmlinux those of the headers", async () => {
  expect(await sizes({ image, vmlinux })).toEqual([128, 64]);
  expect(await sizes({ btf: raw, vmlinux })).toEqual([256, 64]);
});

test("a vmlinux alone, or beside an image that nobody gave, is the kernel", async () => {
  expect(await sizes({ vmlinux })).toEqual([64, undefined]);
  expect(await sizes({ vmlinux, image, imageIsBeside: true })).toEqual([64, undefined]);
  expect(await sizes({ image })).toEqual([128, undefined]);
});

test("a vmlinux that is damaged is no side", async () => {
  expect(await sizes({ image, vmlinux: bytesSource("vmlinux", new Uint8Array(64)) })).toEqual([
    128,
    undefined,
  ]);
  expect(await sizes({})).toEqual([undefined, undefined]);
});
