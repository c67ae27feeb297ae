import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { configuredHeaders, settle } from "./configured-headers.ts";

let root = "";

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "kofit-headers-"));
});
afterEach(() => rm(root, { recursive: true }));

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

const src = "usr/src/linux-headers-6.12-cloud-arm64";
const read = (path: string): Promise<string> => readFile(join(root, path), "utf8");

test("the headers are the directory that has a configuration", async () => {
  expect(await configuredHeaders(root)).toBeUndefined();
  await write({ "usr/src/linux-headers-6.12-common/Makefile": "", [`${src}/.config`]: "CONFIG_SMP=y\n" });
  expect(await configuredHeaders(root)).toBe(join(root, src));
});

test("where a package leaves .config away, auto.conf is a configuration", async () => {
  await write({
    "usr/src/linux-headers-6.12-common/Makefile": "",
    [`${src}/include/config/auto.conf`]: "CONFIG_SMP=y\n",
  });
  expect(await configuredHeaders(root)).toBe(join(root, src));
});

test("Makefiles that name /usr/src work where they were unpacked", async () => {
  await write({
    [`${src}/Makefile`]:
      "KBUILD_OUTPUT=/usr/src/linux-headers-6.12-cloud-arm64\ninclude /usr/src/linux-headers-6.12-common/Makefile\n",
  });
  await settle(join(root, src), root);
  expect(await read(`${src}/Makefile`)).toBe(
    `KBUILD_OUTPUT=${root}/${src}\ninclude ${root}/usr/src/linux-headers-6.12-common/Makefile\n`,
  );
});
