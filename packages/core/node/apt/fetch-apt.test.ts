import { mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AptError } from "./apt-error.ts";
import { type AptOptions, type FetchedKernel, fetchApt } from "./fetch-apt.ts";
import { debianArchitecture } from "./host-architecture.ts";
import {
  buildRepository,
  poolPath,
  startMirror,
  type TestMirror,
  type TestSuites,
} from "./test/repository.ts";

const image = (release: string, version: string) => ({
  name: `linux-image-${release}`,
  version,
  depends: "kmod, initramfs-tools (>= 0.120) | linux-initramfs-tool",
});
const headers = (release: string, version: string) => ({
  name: `linux-headers-${release}`,
  version,
  depends: `linux-headers-6.1-common (= ${version}), linux-image-${release} (= ${version}), linux-kbuild-6.1 (>= ${version}), gcc-12`,
});
const meta = {
  name: "linux-image-amd64",
  version: "6.1.10-1",
  depends: "linux-image-6.1-2-amd64 (= 6.1.10-1)",
};
const suites: TestSuites = {
  bookworm: [
    meta,
    image("6.1-2-amd64", "6.1.10-1"),
    image("6.1-2-amd64", "6.1.9-1"),
    headers("6.1-2-amd64", "6.1.10-1"),
    { name: "linux-headers-6.1-common", version: "6.1.10-1", architecture: "all" },
    ...["amd64", "arm64"].map((architecture) => ({
      name: "linux-kbuild-6.1",
      version: "6.1.10-1",
      architecture,
    })),
    { name: "bash", version: "5" },
  ],
  "bookworm-backports": [
    {
      name: "linux-image-amd64",
      version: "6.12-1~bpo12+1",
      depends: "linux-image-6.12-amd64 (= 6.12-1~bpo12+1)",
    },
    { name: "linux-image-6.12-amd64-unsigned", version: "6.12-1~bpo12+1" },
    headers("6.12-amd64", "6.12-1~bpo12+0"),
  ],
};

let mirror: TestMirror;
const start = async (given = suites, origin = "Debian"): Promise<void> => {
  mirror = await startMirror(buildRepository(given, origin), Object.keys(given));
};
const fetch = async (spec: string, options: Partial<AptOptions> = {}): Promise<FetchedKernel> =>
  fetchApt(spec, { cacheDirectory: mirror.cacheDirectory, aptDirectory: mirror.aptDirectory, ...options });
const failure = async (fetching: Promise<unknown>): Promise<AptError> => {
  const error = await fetching.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof AptError) return error;
  throw new Error(`AptError expected, got ${String(error)}`);
};
const shown = (kernel: FetchedKernel): string[] =>
  kernel.packages.map((p) => `${p.purpose} ${p.name} ${p.version} ${p.architecture} ${p.suite}`);
/** Every file in the cache, by name. */
const inCache = async (): Promise<string[]> => {
  const all = await readdir(mirror.cacheDirectory, { recursive: true, withFileTypes: true }).catch(() => []);
  return all.filter((entry) => entry.isFile()).map((entry) => entry.name);
};
/** Serves what the mirror has under another path as well. */
const alsoUnder = (prefix: string): void => {
  const copies = Array.from(mirror.files, ([path, bytes]) => [prefix + path, bytes] as const);
  for (const [path, bytes] of copies) mirror.files.set(path, bytes);
};
/** As if the suites had been looked at yesterday. */
const forgetFreshness = async (): Promise<void> => {
  const directory = join(mirror.cacheDirectory, "apt", "release");
  for (const name of await readdir(directory)) await utimes(join(directory, name), 0, 0);
};

beforeEach(() => {
  vi.stubEnv("no_proxy", "127.0.0.1");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await mirror.close();
});

describe("fetchApt", () => {
  it("follows a meta package to the image and adds the headers of its version", async () => {
    await start();
    const kernel = await fetch("apt:linux-image-amd64:amd64");
    expect(shown(kernel)).toEqual([
      "image linux-image-6.1-2-amd64 6.1.10-1 amd64 bookworm",
      "headers linux-headers-6.1-2-amd64 6.1.10-1 amd64 bookworm",
    ]);
    expect(kernel).toMatchObject({ release: "6.1-2-amd64", architecture: "amd64", missing: [] });
    const [first] = kernel.packages;
    expect(await readFile(first?.path ?? "", "utf8")).toBe("linux-image-6.1-2-amd64 6.1.10-1");
    expect((await inCache()).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("falls back to the unsigned image, and says that the headers are of another version", async () => {
    await start();
    const kernel = await fetch("apt:linux-image-amd64:amd64/bookworm-backports");
    expect(shown(kernel)).toEqual([
      "image linux-image-6.12-amd64-unsigned 6.12-1~bpo12+1 amd64 bookworm-backports",
    ]);
    expect(kernel.release).toBe("6.12-amd64");
    expect(kernel.missing).toEqual([
      { name: "linux-headers-6.12-amd64", version: "6.12-1~bpo12+1", purpose: "headers" },
    ]);
  });

  it("takes an exact version, and any package that is asked for by name", async () => {
    await start();
    expect(shown(await fetch("apt:linux-image-6.1-2-amd64:amd64=6.1.9-1"))).toEqual([
      "image linux-image-6.1-2-amd64 6.1.9-1 amd64 bookworm",
    ]);
    expect(shown(await fetch("apt:bash:amd64"))).toEqual(["other bash 5 amd64 bookworm"]);
    expect(shown(await fetch("apt:linux-image-6.12-amd64:amd64/bookworm-backports"))).toHaveLength(1);
  });

  it("adds what is needed to build, for the machine that builds", async () => {
    await start();
    const host = debianArchitecture(process.arch);
    const kernel = await fetch("apt:linux-headers-6.1-2-amd64:amd64", { build: true });
    expect(shown(kernel)).toEqual([
      "headers linux-headers-6.1-2-amd64 6.1.10-1 amd64 bookworm",
      "build linux-headers-6.1-common 6.1.10-1 all bookworm",
      `build linux-kbuild-6.1 6.1.10-1 ${host} bookworm`,
    ]);
  });

  it("adds of these only the headers that all flavours share, where nothing is to be built", async () => {
    await start();
    const kernel = await fetch("apt:linux-image-6.1-2-amd64:amd64", { sharedHeaders: true });
    expect(shown(kernel)).toEqual([
      "image linux-image-6.1-2-amd64 6.1.10-1 amd64 bookworm",
      "headers linux-headers-6.1-2-amd64 6.1.10-1 amd64 bookworm",
      "build linux-headers-6.1-common 6.1.10-1 all bookworm",
    ]);
    expect(kernel.missing).toEqual([]);
  });

  it("fetches image, modules and base files where they are cut apart", async () => {
    const parts = ["base", "binary", "modules"].map((kind) => ({
      name: `linux-${kind}-7.2-amd64`,
      version: "7.2-1",
    }));
    const depends = parts.map(({ name }) => `${name} (= 7.2-1)`).join(", ");
    await start({
      sid: [{ ...image("7.2-amd64", "7.2-1"), depends: `linux-base (>= 4), ${depends}` }, ...parts],
    });
    const kernel = await fetch("apt:linux-image-7.2-amd64:amd64/sid");
    expect(kernel.packages.map((p) => p.purpose)).toEqual(["image", "base", "image", "modules"]);
    expect(kernel.missing).toEqual([
      { name: "linux-headers-7.2-amd64", version: "7.2-1", purpose: "headers" },
    ]);
  });

  it("ends where packages depend on each other in a circle", async () => {
    const a = { ...image("6.1-a", "1"), depends: "linux-modules-6.1-a" };
    await start({ sid: [a, { name: "linux-modules-6.1-a", version: "1", depends: "linux-image-6.1-a" }] });
    expect(shown(await fetch("apt:linux-image-6.1-a:amd64"))).toHaveLength(2);
  });
});

describe("the cache", () => {
  it("answers again without a request, asks after ten minutes, and fetches nothing twice", async () => {
    await start();
    const first = await fetch("apt:linux-image-amd64:amd64");
    mirror.requests.length = 0;
    expect(await fetch("apt:linux-image-amd64:amd64")).toEqual(first);
    expect(mirror.requests).toEqual([]);
    await forgetFreshness();
    expect(await fetch("apt:linux-image-amd64:amd64")).toEqual(first);
    expect(mirror.requests.sort()).toEqual([
      "304 dists/bookworm-backports/InRelease",
      "304 dists/bookworm/InRelease",
    ]);
    mirror.requests.length = 0;
    await fetch("apt:linux-image-amd64:amd64");
    expect(mirror.requests).toEqual([]);
  });

  it("is enough offline, however old; what is not there is named", async () => {
    await start();
    expect(await failure(fetch("apt:linux-image-amd64:amd64", { offline: true }))).toMatchObject({
      kind: "offline",
    });
    const first = await fetch("apt:linux-image-amd64:amd64");
    await forgetFreshness();
    mirror.requests.length = 0;
    expect(await fetch("apt:linux-image-amd64:amd64", { offline: true })).toEqual(first);
    await rm(first.packages[0]?.path ?? "");
    const error = await failure(fetch("apt:linux-image-amd64:amd64", { offline: true }));
    expect(error.text.en).toBe(
      "Not in the cache: linux-image-6.1-2-amd64_6.1.10-1_amd64.deb. Run once without --offline.",
    );
    expect(await failure(fetch("apt:linux-image-amd64:arm64", { offline: true }))).toMatchObject({
      kind: "offline",
    });
    expect(mirror.requests).toEqual([]);
  });

  it("serves two at once", async () => {
    await start();
    const both = await Promise.all([
      fetch("apt:linux-image-amd64:amd64"),
      fetch("apt:linux-image-amd64:amd64"),
    ]);
    expect(both[0]).toEqual(both[1]);
    expect((await inCache()).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  it("reads a damaged extract from the index again", async () => {
    await start();
    const first = await fetch("apt:linux-image-amd64:amd64");
    const directory = join(mirror.cacheDirectory, "apt", "packages");
    for (const name of await readdir(directory))
      await writeFile(join(directory, name), "Package: linux-x\nVersion:");
    expect(await fetch("apt:linux-image-amd64:amd64")).toEqual(first);
  });

  it("says so where it cannot be written", async () => {
    await start();
    await mkdir(mirror.cacheDirectory);
    await writeFile(join(mirror.cacheDirectory, "apt"), "a file");
    expect(await failure(fetch("apt:linux-image-amd64:amd64"))).toMatchObject({ kind: "cache" });
  });

  it("finds what the mirror has replaced since", async () => {
    await start();
    await fetch("apt:bash:amd64");
    mirror.files.clear();
    const next = { ...meta, version: "6.1.11-1", depends: "linux-image-6.1-3-amd64 (= 6.1.11-1)" };
    const replaced = { bookworm: [next, image("6.1-3-amd64", "6.1.11-1")], "bookworm-backports": [] };
    for (const [path, bytes] of buildRepository(replaced)) mirror.files.set(path, bytes);
    expect((await fetch("apt:linux-image-amd64:amd64")).release).toBe("6.1-3-amd64");
  });
});

describe("what goes wrong", () => {
  it("a file that is not what the index says is named with both checksums, and not kept", async () => {
    await start();
    const path = poolPath(image("6.1-2-amd64", "6.1.10-1"));
    mirror.files.set(path, Buffer.from("linux-image-6.1-2-amd64 6.1.10-X"));
    const error = await failure(fetch("apt:linux-image-amd64:amd64"));
    expect(error.kind).toBe("checksum");
    expect(error.text.en).toMatch(/its SHA256 is [0-9a-f]{64}, it must be [0-9a-f]{64}/);
    expect((await inCache()).filter((name) => /\.(deb|part)/.test(name))).toEqual([]);
    mirror.files.set(path, Buffer.alloc(100_000));
    expect((await failure(fetch("apt:linux-image-amd64:amd64"))).text.en).toContain("32");
  });

  it("an index that is not what Release says", async () => {
    await start();
    mirror.files.set("dists/bookworm/main/binary-amd64/Packages.gz", Buffer.from("nonsense"));
    expect(await failure(fetch("apt:linux-image-amd64:amd64"))).toMatchObject({ kind: "checksum" });
  });

  it.each([
    ["apt:linux-image-amd64:amd64/nowhere", "suite", "nowhere"],
    ["apt:linux-image-amd64:sparc/bookworm", "architecture", "it has amd64 arm64"],
    ["apt:linux-image-amd46:amd64", "package", "near it are `linux-image-amd64`"],
    ["apt:linux-image-amd64:amd64=9", "package", "there is 6.1.10-1, 6.12-1~bpo12+1"],
    ["apt:..", "spec", "apt:PACKAGE"],
  ])("%s: %s", async (spec, kind, text) => {
    await start();
    const error = await failure(fetch(spec));
    expect(error.kind).toBe(kind);
    expect(error.text.en).toContain(text);
    expect(error.text.zh).not.toBe(error.text.en);
  });

  it("no mirror, a mirror that is not there, one that breaks off", async () => {
    await start();
    const none = { aptDirectory: join(mirror.aptDirectory, "none") };
    expect((await failure(fetch("apt:bash", none))).text.en).toContain("--mirror");
    const nobody = "http://127.0.0.1:1/debian";
    expect(await failure(fetch("apt:bash/bookworm", { mirror: nobody }))).toMatchObject({ kind: "network" });
    mirror.intercept = (path, response) => {
      if (!path.endsWith("Packages.gz")) return false;
      response.writeHead(200, { "Content-Length": "5000" }).write("abc");
      setTimeout(() => response.destroy(), 20);
      return true;
    };
    expect(await failure(fetch("apt:bash:amd64"))).toMatchObject({ kind: "network" });
    expect((await inCache()).filter((name) => name.endsWith(".part"))).toEqual([]);
    mirror.intercept = (_, response) => response.writeHead(503).end() !== undefined;
    expect((await failure(fetch("apt:bash:arm64/sid"))).text.en).toContain("HTTP 503");
  });

  it("an abort ends with its reason and leaves no temporary file", async () => {
    await start();
    const controller = new AbortController();
    const reason = new Error("the person pressed Ctrl-C");
    mirror.intercept = (path, response) => {
      if (!path.endsWith(".deb")) return false;
      response.writeHead(200).write("linux");
      setTimeout(() => controller.abort(reason), 20);
      return true;
    };
    await expect(fetch("apt:linux-image-amd64:amd64", { signal: controller.signal })).rejects.toBe(reason);
    expect((await inCache()).filter((name) => /\.(deb|part)/.test(name))).toEqual([]);
  });

  it("redirections are followed, circles are not", async () => {
    await start();
    mirror.intercept = (path, response) => {
      if (path.startsWith("moved/") || !path.endsWith(".deb")) return false;
      response.writeHead(302, { Location: `/debian/moved/${path}` }).end();
      return true;
    };
    alsoUnder("moved/");
    expect(shown(await fetch("apt:bash:amd64"))).toHaveLength(1);
    mirror.intercept = (path, response) =>
      response.writeHead(301, { Location: `/debian/${path}x` }).end() !== undefined;
    expect((await failure(fetch("apt:bash:arm64/sid"))).text.en).toContain("redirects more than");
  });
});

describe("other mirrors", () => {
  it("a directory on disk", async () => {
    await start();
    const directory = join(mirror.aptDirectory, "disk");
    for (const [path, bytes] of mirror.files) {
      await mkdir(join(directory, path, ".."), { recursive: true });
      await writeFile(join(directory, path), bytes);
    }
    const kernel = await fetch("apt:linux-image-amd64:amd64/bookworm", {
      mirror: pathToFileURL(directory).href,
    });
    expect(shown(kernel)).toHaveLength(2);
    expect(mirror.requests).toEqual([]);
  });

  it("an archive whose path does not say Debian counts when its Release file does", async () => {
    for (const [origin, kinds] of [
      ["Debian Backports", []],
      ["Somebody", ["suite"]],
    ] as const) {
      await start({ sid: [{ name: "bash", version: "1" }] }, origin);
      const directory = join(mirror.aptDirectory, "bare");
      await mkdir(directory);
      const uri = mirror.uri.replace(/debian$/, "pub");
      await writeFile(join(directory, "sources.list"), `deb ${uri} sid main\n`);
      alsoUnder("/pub/");
      const failed = await fetch("apt:bash:amd64", { aptDirectory: directory }).then(
        () => [],
        (error: unknown) => (error instanceof AptError ? [error.kind] : [error]),
      );
      expect(failed).toEqual(kinds);
      if (origin !== "Somebody") await mirror.close();
    }
  });

  it("reports how far it is", async () => {
    await start();
    const seen: string[] = [];
    await fetch("apt:bash:amd64/bookworm", {
      progress: ({ kind, name, bytes, total }) => seen.push(`${kind} ${name} ${bytes === total}`),
    });
    expect(seen).toEqual([
      "index bookworm/main/binary-amd64/Packages.gz true",
      "package bash_5_amd64.deb true",
    ]);
  });
});
