import { FormatError, InputError } from "@kofit/core";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { deb } from "../../../core/test/build/deb-writer.ts";
import type { TarSpec } from "../../../core/test/build/tar-writer.ts";
import { writeFiles } from "../../test/build/files.ts";
import { UsageError } from "../frame/usage-error.ts";
import { type Places, withPlaces } from "./given-headers.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-places-"));
  vi.stubEnv("XDG_CACHE_HOME", join(directory, "cache"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

function packed(name: string, files: readonly TarSpec[]): string {
  const path = join(directory, name);
  writeFileSync(path, deb({ files }));
  return path;
}

const places = <T>(
  kernel: readonly string[],
  headers: readonly string[],
  use: (places: Places) => Promise<T>,
): Promise<T> =>
  withPlaces(
    {
      kernel,
      headers,
      mirror: undefined,
      offline: true,
      signal: new AbortController().signal,
      download: () => {},
      progress: () => {},
    },
    use,
  );

const own = "usr/src/linux-headers-6.12.95-board";
const nowhere = (): Promise<never> => Promise.reject(new Error("there are none to use"));

test("a directory is taken as it is", async () => {
  const headers = join(directory, "headers");
  mkdirSync(headers);
  expect(await places(["vmlinuz"], [headers], async (found) => found)).toEqual({
    headers,
    unpacked: false,
    kernel: ["vmlinuz"],
  });
});

test("packages become one tree that make can work in, and that is gone afterwards", async () => {
  const main = packed("headers.deb", [
    { path: `${own}/.config`, content: "CONFIG_SMP=y\n" },
    { path: `${own}/Makefile`, content: "include /usr/src/linux-headers-6.12-common/Makefile\n" },
    { path: `${own}/scripts`, type: "2", linkTarget: "../../lib/linux-kbuild-6.12/scripts" },
  ]);
  const common = packed("common.deb", [
    { path: "usr/src/linux-headers-6.12-common/Makefile", content: "all:\n" },
  ]);
  const kbuild = packed("kbuild.deb", [
    { path: "usr/lib/linux-kbuild-6.12/scripts/mod/modpost", content: "#!/bin/sh\n" },
  ]);
  const used = await places(["image.deb"], [main, common, kbuild], async (found) => {
    expect(found).toMatchObject({ unpacked: true, kernel: ["image.deb"] });
    expect(readFileSync(join(found.headers, "scripts/mod/modpost"), "utf8")).toBe("#!/bin/sh\n");
    const [, path = ""] = /^include (.*)$/m.exec(readFileSync(join(found.headers, "Makefile"), "utf8")) ?? [];
    expect(readFileSync(path, "utf8")).toBe("all:\n");
    return found.headers;
  });
  expect(existsSync(used)).toBe(false);
  expect(readdirSync(join(directory, "cache/kofit"))).toEqual([]);
});

test("packages without configured headers, or that lead out of their directory", async () => {
  const common = packed("common.deb", [
    { path: "usr/src/linux-headers-6.12-common/Makefile", content: "all:\n" },
  ]);
  await expect(places(["image.deb"], [common], nowhere)).rejects.toThrow(
    /no configured headers .* in .*common\.deb/,
  );
  const hostile = packed("hostile.deb", [{ path: `${own}/../../../../../escaped`, content: "x" }]);
  await expect(places(["image.deb"], [hostile], nowhere)).rejects.toThrow(FormatError);
  expect(readdirSync(join(directory, "cache/kofit"))).toEqual([]);
});

test("headers among what the kernel was given as: a mounted system, and packages", async () => {
  const release = "6.12.95-board";
  writeFiles(directory, {
    [`sd/${own}/.config`]: "CONFIG_SMP=y\n",
    [`sd/${own}/Makefile`]: "all:\n",
    [`sd/lib/modules/${release}/modules.dep`]: "",
  });
  const system = join(directory, "sd");
  symlinkSync(`/${own}`, join(system, "lib/modules", release, "build"));
  expect(await places([system], [], async (found) => found)).toEqual({
    headers: join(system, own),
    unpacked: false,
    kernel: [system],
  });

  const image = packed("image.deb", [{ path: `lib/modules/${release}/kernel/a.ko`, content: "x" }]);
  const main = packed("headers.deb", [
    { path: `${own}/.config`, content: "CONFIG_SMP=y\n" },
    { path: `${own}/Makefile`, content: "all:\n" },
  ]);
  await places([image, main], [], async (found) => {
    expect(found).toMatchObject({ unpacked: true, kernel: [image, main] });
    expect(existsSync(join(found.headers, "../../../lib"))).toBe(false);
  });
});

test("which headers are meant has to be told, and they have to be there", async () => {
  await expect(places(["vmlinuz"], [], nowhere)).rejects.toThrow(UsageError);
  await expect(places(["vmlinuz"], [directory, directory], nowhere)).rejects.toThrow(UsageError);
  await expect(places(["vmlinuz"], [join(directory, "none.deb")], nowhere)).rejects.toThrow(InputError);
});
