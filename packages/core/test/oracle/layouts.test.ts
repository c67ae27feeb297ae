// Layouts of real kernels' structs beside those of pahole.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { fileSource, openTypes } from "../../node/index.ts";
import { distinctLayouts } from "../../src/c-types/distinct-layouts.ts";
import { vmlinuxBtf } from "../../src/facts/kernel/kernel-btf.ts";
import { btfTypes } from "../../src/formats/btf/btf-types.ts";
import { openDwarf } from "../../src/formats/dwarf/dwarf.ts";
import { openElf } from "../../src/formats/elf/elf.ts";
import type { CTypes } from "../../src/model/c-type.ts";
import { given } from "../build/given.ts";
import { corpus, debugCorpus } from "./corpus.ts";
import { byPahole, compared } from "./pahole.ts";

test.each([
  ["apt:linux-image-cloud-arm64:arm64/bookworm-backports", 8000],
  ["apt:linux-image-cloud-amd64:amd64/bookworm-backports", 8000],
])("pahole lays out the structs of %s alike, by BTF", async (spec, atLeast) => {
  const { headers } = await corpus(spec);
  const vmlinux = fileSource(join(headers, "vmlinux"));
  try {
    const found = given(await vmlinuxBtf({ inputs: [], vmlinux }));
    const { alike, different } = compared(btfTypes(found.btf), byPahole(vmlinux.name));
    expect(different).toEqual([]);
    expect(alike).toBeGreaterThan(atLeast);
  } finally {
    vmlinux.close();
  }
});

const debugPackages = [
  ["amd64", "apt:linux-image-cloud-amd64-dbg/bookworm", 8],
  ["armhf", "apt:linux-image-armmp-dbg:armhf/bookworm", 4],
] as const;

describe.each(debugPackages)("debug information of Debian's kernel for %s", (_, spec, pointerSize) => {
  const closing: (() => void)[] = [];
  afterAll(() => closing.forEach((close) => close()));

  test("has in a module the structs that pahole sees", async () => {
    const { module } = await debugCorpus(spec);
    const { types } = await openTypes([module], { kind: "struct", name: "module" });
    if (!types.known) throw new Error(types.why.en);
    const { alike, different } = compared(types.value, byPahole(module, "dwarf"));
    expect(different).toEqual([]);
    expect(alike).toBeGreaterThan(500);
    expect(types.value.pointerSize).toBe(pointerSize);
  });

  test("has in the vmlinux the structs that pahole sees, each found alone", async () => {
    const { vmlinux } = await debugCorpus(spec);
    const names = ["module", "task_struct", "sk_buff", "net_device", "file_operations", "page"];
    const theirs = byPahole(vmlinux, "dwarf", "-C", names.join());
    expect(theirs.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    const source = fileSource(vmlinux);
    closing.push(() => source.close());
    const dwarf = given(openDwarf(await openElf(source)));
    for (const one of theirs) {
      const answer = await dwarf.defining("struct", one.name);
      expect(answer.found && compared(answer.types, [one]).different).toEqual([]);
    }
    expect(await dwarf.defining("struct", "no_such_struct_anywhere")).toEqual({ found: false });
  });

  // Half a minute, and as much memory as the kernel has types.
  test.runIf(process.env["KOFIT_ORACLE"] === "all")("has all structs that pahole sees", async () => {
    const { vmlinux } = await debugCorpus(spec);
    const source = fileSource(vmlinux);
    closing.push(() => source.close());
    const answer = await given(openDwarf(await openElf(source))).all();
    if (!answer.found) throw new Error(`${vmlinux}: no types`);
    const { alike, different } = compared(answer.types, byPahole(vmlinux, "dwarf"));
    expect(different).toEqual([]);
    expect(alike).toBeGreaterThan(7000);
    expect(answer.types.pointerSize).toBe(pointerSize);
  });
});

// pahole keeps each struct of a name that differs, when it makes BTF of all units.
test.runIf(process.env["KOFIT_ORACLE"] === "all")(
  "debug information has as many structs of a name as BTF of the same kernel",
  async () => {
    const { vmlinux } = await debugCorpus("apt:linux-image-cloud-amd64-dbg/bookworm");
    const source = fileSource(vmlinux);
    try {
      const btf = btfTypes(given(await vmlinuxBtf({ inputs: [], vmlinux: source })).btf);
      const dwarf = given(openDwarf(await openElf(source)));
      const names = Array.from(btf.definitions("struct"), ([name]) => name);
      const several = [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];
      expect(several.length).toBeGreaterThan(5);
      for (const name of several) {
        const answer = await dwarf.definitions("struct", name);
        const shown = (types: CTypes): string[] =>
          distinctLayouts(types, "struct", name)
            .map(
              ({ layout }) =>
                `${layout.size} ${layout.rows.map((row) => `${row.name} ${row.bitOffset}`).join()}`,
            )
            .toSorted();
        expect([name, answer.found && new Set(shown(answer.types))]).toEqual([name, new Set(shown(btf))]);
      }
    } finally {
      source.close();
    }
  },
);

// As CONFIG_DEBUG_INFO_COMPRESSED_ZLIB and _ZSTD have it.
test.runIf(process.env["KOFIT_ORACLE"] === "all").each(["zlib", "zstd"])(
  "a vmlinux with debug information compressed by %s says the same",
  async (how) => {
    const { vmlinux } = await debugCorpus("apt:linux-image-cloud-amd64-dbg/bookworm");
    const scratch = mkdtempSync(join(tmpdir(), "kofit-layouts-"));
    const [plain, packed] = [fileSource(vmlinux), join(scratch, "vmlinux")];
    execFileSync("objcopy", [`--compress-debug-sections=${how}`, vmlinux, packed]);
    const source = fileSource(packed);
    try {
      for (const name of ["module", "task_struct", "no_such_struct_anywhere"]) {
        const [ours, theirs] = await Promise.all(
          [source, plain].map(async (file) => given(openDwarf(await openElf(file))).defining("struct", name)),
        );
        expect(ours?.found).toBe(theirs?.found);
        if (!ours?.found || !theirs?.found) continue;
        expect(distinctLayouts(ours.types, "struct", name)).toEqual(
          distinctLayouts(theirs.types, "struct", name),
        );
      }
    } finally {
      source.close();
      plain.close();
      rmSync(scratch, { recursive: true });
    }
  },
);

// Debian's kernels for 32 bits have no BTF. pahole makes it of the debug information of one.
test.runIf(process.env["KOFIT_ORACLE"] === "all")(
  "pahole lays out the structs of 32 bits alike, by BTF",
  async () => {
    const { vmlinux } = await debugCorpus("apt:linux-image-armmp-dbg:armhf/bookworm");
    const scratch = mkdtempSync(join(tmpdir(), "kofit-layouts-"));
    try {
      const btf = join(scratch, "armmp.btf");
      execFileSync("pahole", [`--btf_encode_detached=${btf}`, vmlinux], {
        stdio: ["ignore", "ignore", "inherit"],
      });
      const { types } = await openTypes([btf], { kind: "struct", name: "module" });
      if (!types.known) throw new Error(types.why.en);
      const { alike, different } = compared(types.value, byPahole(btf));
      expect(different).toEqual([]);
      expect(alike).toBeGreaterThan(7000);
      expect(types.value.pointerSize).toBe(4);
    } finally {
      rmSync(scratch, { recursive: true });
    }
  },
);
