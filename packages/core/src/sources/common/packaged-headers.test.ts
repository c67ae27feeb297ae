import { expect, test } from "vitest";
import { deb, gzip } from "../../../test/build/deb-writer.ts";
import type { TarSpec } from "../../../test/build/tar-writer.ts";
import { openDeb } from "../../formats/deb/deb.ts";
import { type ByteSource, bytesSource, readAll } from "../../io/byte-source.ts";
import { FormatError } from "../../io/format-error.ts";
import { InputError } from "../../model/input-error.ts";
import { structModuleOptions } from "../../facts/kernel/struct-module-options.ts";
import type { Artifacts, HeadersTree } from "../define-source.ts";
import { mergeArtifacts } from "./merge.ts";
import { openInput } from "./open-input.ts";
import { HeadersCollector } from "./packaged-headers.ts";

const CONFIGURED = "usr/src/linux-headers-6.12-board";
const SHARED = "usr/src/linux-headers-6.12-common";

const configured: Readonly<Record<string, string>> = {
  ".config": "CONFIG_SMP=y\n",
  "include/generated/autoconf.h": "#define CONFIG_SMP 1\n",
  "include/generated/utsrelease.h": '#define UTS_RELEASE "6.12-board"\n',
  Makefile: "include /usr/src/linux-headers-6.12-common/Makefile\n",
};
const shared: Readonly<Record<string, string>> = {
  Makefile: "VERSION = 6\n",
  "include/linux/module.h":
    "#include <linux/list.h>\nstruct module {\n\tint state;\n#ifdef CONFIG_SMP\n\tint percpu;\n#endif\n};\n",
  "include/linux/list.h": "struct list_head { int next; };\n",
  "include/linux/other.h": "struct other { int x; };\n",
  "include/asm-generic/a.h": "/* a */\n",
};

const member = (path: string, content: string): TarSpec => ({ path: `./${path}`, content });
const link = (path: string, linkTarget: string): TarSpec => ({ path: `./${path}`, type: "2", linkTarget });
const filesOf = (root: string, files: Readonly<Record<string, string>>): readonly TarSpec[] =>
  Object.entries(files).map(([path, content]) => member(`${root}/${path}`, content));

/** A package, and how many bytes of it were read. */
interface Counted {
  readonly source: ByteSource;
  read: number;
}

function packed(name: string, files: readonly TarSpec[]): Counted {
  const bytes = bytesSource(name, deb({ files, data: [".gz", gzip] }));
  const counted: Counted = {
    read: 0,
    source: {
      ...bytes,
      async read(offset, length) {
        counted.read += length;
        return bytes.read(offset, length);
      },
    },
  };
  return counted;
}

async function opened(...packages: readonly Counted[]): Promise<Artifacts> {
  return mergeArtifacts(await Promise.all(packages.map(async ({ source }) => openInput(source))));
}

async function textIn(tree: HeadersTree | undefined, path: string): Promise<string | undefined> {
  const file = await tree?.open(path);
  return file && new TextDecoder().decode(await readAll(file, 8 << 20));
}

const board = (): Counted => packed("board.deb", filesOf(CONFIGURED, configured));
const common = (): Counted => packed("common.deb", filesOf(SHARED, shared));

test.each([
  ["the configured part first", (): Counted[] => [board(), common()]],
  ["the shared part first", (): Counted[] => [common(), board()]],
])("two packages are one tree: %s", async (_, packages) => {
  const { headersTree, release } = await opened(...packages());
  expect(release?.value).toBe("6.12-board");
  expect(headersTree?.name).toBe(`board.deb/${CONFIGURED}`);
  expect(await textIn(headersTree, "Makefile")).toBe(configured["Makefile"]);
  expect(await textIn(headersTree, "include/linux/list.h")).toBe(shared["include/linux/list.h"]);
  expect(await textIn(headersTree, "include/asm-generic/a.h")).toBe("/* a */\n");
  expect(await textIn(headersTree, "include/linux/none.h")).toBeUndefined();
});

test("which option guards a member of struct module is read without a pass of its own", async () => {
  const [own, all] = [board(), common()];
  const artifacts = await opened(own, all);
  const before = own.read + all.read;
  expect(await structModuleOptions(artifacts)).toMatchObject({
    known: true,
    value: [{ option: "CONFIG_SMP", members: ["percpu"] }],
  });
  expect(own.read + all.read).toBe(before);
});

test("another header takes a pass, and those beside it none", async () => {
  const all = common();
  const { headersTree } = await opened(board(), all);
  const before = all.read;
  const file = await headersTree?.open("include/linux/list.h");
  expect(file?.size).toBe(shared["include/linux/list.h"]?.length);
  expect(all.read).toBe(before);
  await textIn(headersTree, "include/linux/list.h");
  const passed = all.read;
  expect(passed).toBeGreaterThan(before);
  expect(await textIn(headersTree, "include/linux/other.h")).toBe(shared["include/linux/other.h"]);
  expect(all.read).toBe(passed);
});

test("links lead from one package into another", async () => {
  const own = packed("generic.deb", [
    ...filesOf(CONFIGURED, { ...configured, Makefile: "" }),
    link(`${CONFIGURED}/include/linux`, "../../linux-headers-6.12-common/include/linux"),
    link(`${CONFIGURED}/include/asm-generic`, `/${SHARED}/include/asm-generic`),
    link(`${CONFIGURED}/include/round`, "round"),
  ]);
  const { headersTree } = await opened(own, common());
  expect(await textIn(headersTree, "include/linux/other.h")).toBe(shared["include/linux/other.h"]);
  expect(await textIn(headersTree, "include/asm-generic/a.h")).toBe("/* a */\n");
  expect(await textIn(headersTree, "include/round/a.h")).toBeUndefined();
  expect(await textIn(headersTree, "include/linux/../../../../../../etc/passwd")).toBeUndefined();
});

test("the configured part alone is no tree, and the shared part alone no kernel", async () => {
  expect((await opened(board())).headersTree).toBeUndefined();
  await expect(opened(common())).rejects.toThrow(InputError);
});

test("headers that are never the same are not read for ever", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 80 }, (_, i) => [`include/linux/d${i}/a.h`, `/* ${i} */\n`]),
  );
  const all = packed("common.deb", filesOf(SHARED, { ...shared, ...many }));
  const { headersTree } = await opened(board(), all);
  const read = async (): Promise<void> => {
    for (const path of Object.keys(many)) await textIn(headersTree, path);
  };
  await expect(read()).rejects.toThrow(FormatError);
});

test("what is kept is bounded: headers that are larger together are read again", async () => {
  const paths = Array.from({ length: 5 }, (_, i) => `${SHARED}/include/linux/${i}.h`);
  const all = packed(
    "common.deb",
    paths.map((path) => member(path, path.repeat(20))),
  );
  const size = paths[0]?.repeat(20).length ?? 0;
  const collector = new HeadersCollector(all.source, 3 * size);
  await (
    await openDeb(all.source)
  ).each(async (one) => {
    await collector.note(one);
    return undefined;
  });
  const files = collector.headers(undefined)?.files;
  const passes: number[] = [];
  for (const path of [...paths, ...paths]) {
    const before = all.read;
    const file = files?.get(path);
    expect(file && new TextDecoder().decode(await readAll(file, size))).toBe(path.repeat(20));
    passes.push(all.read - before);
  }
  // Three of five are kept.
  expect(passes.filter((read) => read === 0).length).toBeGreaterThan(3);
  expect(passes.filter((read) => read > 0).length).toBeGreaterThan(3);
});

test("damage that begins after the first reading is an error of the format", async () => {
  const all = common();
  const { headersTree } = await opened(board(), all);
  const file = await headersTree?.open("include/linux/list.h");
  Object.assign(all.source, { read: async () => new Uint8Array(16) });
  await expect(file && readAll(file, 1 << 20)).rejects.toThrow(FormatError);
});
