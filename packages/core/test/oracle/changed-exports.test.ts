// Which types are behind the CRCs of a module that was built for another kernel: two builds of one version of Linux, a module of
// Debian's, and what pahole prints of the types of both.
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { type KernelTree, kernelTree } from "../../../matrix/test/build/kernel-tree.ts";
import { fileSource, moduleFiles, openKernel, openTypes } from "../../node/index.ts";
import { analyse } from "../../src/analyse/analyse.ts";
import { linksOf } from "../../src/analyse/causes-of.ts";
import type { Cause, Finding } from "../../src/analyse/verdict.ts";
import { readModuleFacts } from "../../src/facts/module/index.ts";
import { readTypesSeen } from "../../src/facts/module/types-seen.ts";
import { decompressed } from "../../src/io/decompress.ts";
import type { CTypes } from "../../src/model/c-type.ts";
import type { ChangedExport } from "../../src/model/changed-export.ts";
import { placesByPahole } from "./pahole.ts";

let [ours, theirs]: [string, string] = ["", ""];
let findings: readonly Finding[];
let changed: readonly ChangedExport[];

/** Debian's headers have a vmlinux that holds nothing but the kernel's types. */
const typesOf = ({ headers }: KernelTree): string => join(headers, "vmlinux");

async function opened(path: string): Promise<CTypes> {
  const { types } = await openTypes([path]);
  if (!types.known) throw new Error(types.why.en);
  return types.value;
}

beforeAll(async () => {
  const kernel = await kernelTree("apt:linux-image-cloud-arm64:arm64/bookworm-backports");
  const other = await kernelTree("apt:linux-image-cloud-arm64:arm64/trixie");
  [ours, theirs] = [typesOf(kernel), typesOf(other)];
  const { facts } = await openKernel(kernel.packages, { cache: false });
  const path = [...moduleFiles([other.modules])].find((file) => file.includes("/virtio_net.ko"));
  const file = fileSource(path ?? "");
  const module = await decompressed(file, 1 << 24);
  const read = await readModuleFacts(module);
  const built = {
    types: await opened(theirs),
    from: "kernel that it was built for",
    source: other.release,
  } as const;
  const seen = await readTypesSeen(module, read, { facts, types: await opened(ours), built });
  file.close();
  if (!seen.changedExports?.known) throw new Error("the types of both sides are known");
  changed = seen.changedExports.value.exports;
  ({ findings } = analyse(facts, { ...read, ...seen }));
}, 600_000);

const causesOf = ({ causes = [] }: Finding): readonly Cause[] =>
  causes.filter(({ id }) => id === "exported-type-changed");

test("of module_layout, and of nearly all symbols whose CRC differs, a type is named, and none as certain", () => {
  const ofCrcs = findings.filter(({ check }) => /^(?:module-layout|symbol)-crc-mismatch$/.test(check));
  const named = ofCrcs.filter((finding) => causesOf(finding).length > 0);
  expect(named.map(({ check }) => check)).toContain("module-layout-crc-mismatch");
  expect(ofCrcs.length).toBeGreaterThan(50);
  expect(named.length / ofCrcs.length).toBeGreaterThan(0.9);
  expect(new Set(named.flatMap(causesOf).map(({ certainty }) => certainty))).toEqual(new Set(["likely"]));
  for (const cause of named.flatMap(causesOf))
    expect(linksOf(cause, "en")[0]).toMatch(/`(?:struct|union|enum) \w+`/);
});

test("each struct that is named is one that pahole prints otherwise, with these sizes", () => {
  const [mine, other] = [placesByPahole(ours, "btf"), placesByPahole(theirs, "btf")];
  const structs = changed.filter(
    ({ kind, name }) => kind === "struct" && mine.get(name) !== undefined && other.get(name) !== undefined,
  );
  expect(structs.length).toBeGreaterThan(50);
  // What changed without moving, a member's type, pahole's places do not show.
  const resized = structs.filter(
    ({ sizes, onlyWhereBuilt, onlyInKernel }) =>
      (sizes && sizes[0] !== sizes[1]) || onlyWhereBuilt.length + onlyInKernel.length > 0,
  );
  expect(resized.length).toBeGreaterThan(20);
  for (const { name, sizes } of resized) {
    expect([other.get(name)?.size, mine.get(name)?.size]).toEqual(sizes);
    expect(other.get(name)?.places).not.toBe(mine.get(name)?.places);
  }
});
