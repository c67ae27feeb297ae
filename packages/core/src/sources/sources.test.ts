import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { text } from "../../test/build/byte-writer.ts";
import { deb, gzip } from "../../test/build/deb-writer.ts";
import { elf } from "../../test/build/elf-writer.ts";
import {
  bootConfig,
  btfVmlinux,
  headersFiles,
  modulesFiles,
  ownModule,
  RELEASE,
  rootFiles,
  structModuleBtf,
  under,
} from "../../test/build/kernel-writer.ts";
import { memoryTree } from "../../test/build/memory-tree.ts";
import { survivesDamage } from "../../test/build/survives-damage.ts";
import { type ByteSource, bytesSource, checkRange } from "../io/byte-source.ts";
import { FormatError } from "../io/format-error.ts";
import { InputError } from "../model/input-error.ts";
import { mergeArtifacts } from "./common/merge.ts";
import { openInput } from "./common/open-input.ts";
import type { Artifacts } from "./define-source.ts";
import { sources } from "./index.ts";

type Files = Readonly<Record<string, Uint8Array>>;

const openFile = async (bytes: Uint8Array, name = "x"): Promise<Artifacts> =>
  openInput(bytesSource(name, bytes));
const openTree = async (files: Files, directory = ""): Promise<Artifacts> =>
  openInput({ tree: memoryTree("/tree", files), directory });
const packaged = (files: Files, control?: string): Uint8Array =>
  deb({
    files: Object.entries(files).map(([path, content]) => ({ path: `./${path}`, content })),
    ...(control !== undefined && { control }),
  });
const cut = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, bytes.length - 5);
/** Names of what was found. */
const found = (artifacts: Artifacts): string[] => Object.keys(artifacts).toSorted();

test("a source's id is the name of its file, and every file is registered", () => {
  const files = readdirSync(new URL(".", import.meta.url)).filter((name) =>
    /^(?!define-|index)[\w-]+\.ts$/.test(name),
  );
  expect(Object.values(sources).map(({ id }) => `${id}.ts`)).toEqual(files.toSorted());
});

test("a file is recognised by its content, not by its name, and compressed too", async () => {
  const files: readonly (readonly [Uint8Array, keyof Artifacts])[] = [
    [bootConfig, "config"],
    [headersFiles["Module.symvers"] ?? new Uint8Array(), "symvers"],
    [structModuleBtf(), "btf"],
    [btfVmlinux(), "vmlinux"],
    [ownModule("a"), "modules"],
    [packaged(rootFiles), "symvers"],
    [text('{"schema":"kofit-facts/1","facts":{}}'), "saved"],
  ];
  for (const [bytes, artifact] of files) {
    expect(found(await openFile(bytes))).toContain(artifact);
    expect(found(await openFile(gzip(bytes)))).toContain(artifact);
  }
});

test("a configuration with bytes of Latin-1 is one", async () => {
  expect(found(await openFile(Uint8Array.from([0x23, 0xe9, 10, ...text("CONFIG_MODULES=y\n")])))).toContain(
    "config",
  );
});

test("what is no file of a kernel is an error with name and offset", async () => {
  const strangers = [
    text("hello\n"),
    elf({ type: 3 }),
    elf({ type: 1 }),
    Uint8Array.from([0x7f, 0x45, 0x4c, 0x46]),
  ];
  for (const bytes of strangers) {
    await expect(openFile(bytes, "stranger")).rejects.toThrow(
      "stranger at 0x0: not a file that a kernel can be read from",
    );
  }
  await expect(openFile(new Uint8Array(), "empty")).rejects.toThrow("empty at 0x0: the file is empty");
});

test("of a file that is given by itself, damage is an error", async () => {
  for (const bytes of [
    structModuleBtf(),
    headersFiles["Module.symvers"] ?? new Uint8Array(),
    packaged(rootFiles),
  ]) {
    await expect(openFile(cut(bytes))).rejects.toThrow(FormatError);
  }
});

test("a sparse file of 4 GiB is looked at and not read", async () => {
  let read = 0;
  const sparse: ByteSource = {
    name: "sparse",
    size: 4 * 2 ** 30,
    async read(offset, length) {
      checkRange(this, offset, length);
      read += length;
      return new Uint8Array(length);
    },
  };
  await expect(openInput(sparse)).rejects.toThrow("sparse at 0x0");
  expect(read).toBeLessThan(1 << 20);
});

test("a directory that is nothing of a kernel is an input error", async () => {
  for (const files of [{}, { "a/b.txt": text("x") }, { "kernel/a.ko": text("x") }]) {
    await expect(openTree(files)).rejects.toThrow("there is no kernel in it");
  }
  await expect(openTree({ "lib/modules/6.1/something": text("x") })).rejects.toThrow("no kernel's modules");
});

test("of several releases none is guessed", async () => {
  const two = { ...rootFiles, ...under("lib/modules/6.1.0-9", modulesFiles) };
  await expect(openTree(two)).rejects.toThrow(InputError);
  await expect(openTree(two)).rejects.toThrow(
    "/tree holds several kernels (6.1.0-9, 6.12.95-board): name one of them, as in --kernel /tree/lib/modules/6.1.0-9",
  );
  expect((await openTree(two, "lib/modules/6.1.0-9")).release).toMatchObject({ value: "6.1.0-9" });
});

test("what removed kernels and headers packages leave behind is no second kernel", async () => {
  const left = {
    "lib/modules/5.10.0-old/updates/dkms/a.ko": text("x"),
    ...under("lib/modules/6.13.0-headers/build", headersFiles),
  };
  expect((await openTree({ ...rootFiles, ...left })).release).toMatchObject({ value: RELEASE });
});

test("the root of a tree may stand deeper in it", async () => {
  const artifacts = await openTree(under("mnt/card", rootFiles), `mnt/card/lib/modules/${RELEASE}`);
  expect(found(artifacts)).toEqual(
    expect.arrayContaining(["config", "modules", "release", "symvers", "vmlinux"]),
  );
  const merged = under("mnt/card/usr", rootFiles);
  const inUsr = await openTree(
    { ...merged, [`mnt/card/boot/config-${RELEASE}`]: bootConfig },
    `mnt/card/usr/lib/modules/${RELEASE}`,
  );
  expect(inUsr.config?.name).toBe(`/tree/mnt/card/boot/config-${RELEASE}`);
});

test("a modules directory that stands alone tells no release by its name", async () => {
  const artifacts = await openTree(modulesFiles);
  expect(artifacts.release).toBeUndefined();
  expect(found(artifacts)).toEqual(["indexes", "inputs", "modules"]);
});

test("a release is UTS_RELEASE, which Debian's kernel.release is not", async () => {
  const { "include/generated/utsrelease.h": _, ...without } = headersFiles;
  expect((await openTree(headersFiles)).release).toMatchObject({ value: RELEASE });
  expect((await openTree(without)).release).toMatchObject({ value: "6.12.95" });
});

test("a package that holds nothing of a kernel says what it asks for, and is no harm beside others", async () => {
  const empty = await openFile(
    packaged({ "usr/share/doc/x": text("x") }, "Package: p\nDepends: linux-image-6.1\n"),
    "meta.deb",
  );
  await expect(mergeArtifacts([empty])).rejects.toThrow(
    "meta.deb holds nothing of a kernel; it only asks for other packages: linux-image-6.1",
  );
  const merged = await mergeArtifacts([empty, await openFile(packaged(rootFiles))]);
  expect(merged.release).toMatchObject({ value: RELEASE });
});

test("a package with two kernels is refused", async () => {
  const two = { ...rootFiles, ...under("lib/modules/6.1.0-9", modulesFiles) };
  await expect(openFile(packaged(two))).rejects.toThrow("holds several kernels");
});

test("modules that are split over packages are one tree", async () => {
  const directory = `usr/lib/modules/${RELEASE}/kernel`;
  const parts = [
    packaged({ [`${directory}/a.ko`]: ownModule("a") }),
    packaged({ [`${directory}/b.ko`]: ownModule("b"), [`${directory}/c.ko`]: ownModule("c") }),
  ];
  const { modules } = await mergeArtifacts(await Promise.all(parts.map((part) => openFile(part, "p"))));
  expect(await modules?.paths()).toEqual(["kernel/a.ko", "kernel/b.ko", "kernel/c.ko"]);
  const seen: string[] = [];
  await modules?.each(async (module) => {
    seen.push(module.name);
    return seen.length === 2 ? "stop" : undefined;
  });
  expect(seen).toEqual([`p!${directory}/a.ko`, `p!${directory}/b.ko`]);
});

test("a package's modules are all visited, once, those that were not kept too", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`lib/modules/6.1/kernel/fs/${i}.ko`, ownModule(`m${i}`)]),
  );
  const { modules } = await openFile(packaged(files));
  const seen = new Set<string>();
  let visits = 0;
  await modules?.each(async ({ name }) => {
    visits += 1;
    seen.add(name);
    return undefined;
  });
  expect([visits, seen.size]).toEqual([40, 40]);
});

test("a module of the tree that cannot be unpacked is passed over", async () => {
  const { modules } = await openTree({
    "kernel/a.ko.gz": gzip(ownModule("a")).subarray(0, 100),
    "kernel/b.ko.gz": gzip(ownModule("b")),
    "modules.builtin": text(""),
  });
  const seen: string[] = [];
  await modules?.each(async ({ name }) => {
    seen.push(name);
    return undefined;
  });
  expect(seen).toEqual(["/tree/kernel/b.ko.gz"]);
});

test("modules.order names modules without their compression", async () => {
  const { modules } = await openTree({
    "kernel/fs/b.ko.gz": gzip(ownModule("b")),
    "modules.order": text("kernel/fs/b.o\n"),
  });
  let visits = 0;
  await modules?.each(async () => {
    visits += 1;
    return undefined;
  });
  expect(visits).toBe(1);
});

const readWhole = async (bytes: Uint8Array): Promise<void> => {
  try {
    const { modules } = await mergeArtifacts([await openFile(bytes)]);
    await modules?.each(async () => undefined);
  } catch (error) {
    // A name that was damaged may be a second release.
    if (!(error instanceof InputError)) throw error;
  }
};

test("damaged packages and files are a FormatError or artifacts, nothing else", async () => {
  await survivesDamage(packaged(rootFiles), readWhole, 100);
  const stored = deb({
    files: Object.entries(rootFiles).map(([path, content]) => ({ path: `./${path}`, content })),
    data: ["", (bytes) => bytes],
  });
  await survivesDamage(stored, readWhole, 200);
  await survivesDamage(btfVmlinux(), readWhole, 200);
  await survivesDamage(ownModule("a"), readWhole, 200);
  await survivesDamage(bootConfig, readWhole, 100);
});
