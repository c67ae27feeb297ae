import { mkdir, mkdtemp, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { copyWithoutPahole } from "./headers.ts";

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

test("a copy loses the symbols in all three files; the original keeps them, links stay links", async () => {
  const config = "CONFIG_DEBUG_INFO_BTF=y\nCONFIG_SMP=y\n";
  const header = "#define CONFIG_DEBUG_INFO_BTF 1\n#define CONFIG_SMP 1\n";
  await write({
    [`${src}/.config`]: config,
    [`${src}/include/config/auto.conf`]: config,
    [`${src}/include/generated/autoconf.h`]: header,
  });
  await symlink("../../lib/kbuild/scripts", join(root, src, "scripts"));
  const copy = await copyWithoutPahole(join(root, src), "without-pahole", ["CONFIG_DEBUG_INFO_BTF"]);

  expect(copy).toBe(join(root, "usr/src/without-pahole"));
  expect(await read("usr/src/without-pahole/.config")).toBe("CONFIG_SMP=y\n");
  expect(await read("usr/src/without-pahole/include/config/auto.conf")).toBe("CONFIG_SMP=y\n");
  expect(await read("usr/src/without-pahole/include/generated/autoconf.h")).toBe("#define CONFIG_SMP 1\n");
  expect(await readlink(join(copy, "scripts"))).toBe("../../lib/kbuild/scripts");
  expect(await read(`${src}/.config`)).toBe(config);
});
