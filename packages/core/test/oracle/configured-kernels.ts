import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, delimiter, join } from "node:path";
import { fetchApt } from "../../node/apt/index.ts";
import { cacheDirectory } from "../../node/index.ts";

/** What `make olddefconfig` of a kernel's source is run with. */
export interface Run {
  /** A kernel's source. */
  readonly source: string;
  /** As `ARCH` is given to make. */
  readonly arch: string;
  /** `"aarch64-linux-gnu-"`, or empty. */
  readonly cross: string;
  /** Lines of a configuration. */
  readonly config: string;
  /** Directories of programs: {@link programs}. */
  readonly path: string;
  /** Where make builds; Kconfig itself is compiled there once. */
  readonly output: string;
}

/** What Kconfig makes of a configuration: the text of `.config`. */
export function olddefconfig({ source, arch, cross, config, path, output }: Run): string {
  mkdirSync(output, { recursive: true });
  writeFileSync(join(output, ".config"), config);
  const variables = [`O=${output}`, `ARCH=${arch}`, ...(cross === "" ? [] : [`CROSS_COMPILE=${cross}`])];
  execFileSync("make", ["-s", "-C", source, ...variables, "olddefconfig"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, PATH: path },
  });
  return readFileSync(join(output, ".config"), "utf8");
}

/**
 * The files of Debian's `linux-source-SERIES` that configuring takes, unpacked once below kofit's cache: by dpkg-deb and
 * tar, nothing of kofit has touched them.
 */
export async function kernelSource(series: string, suite: string): Promise<string> {
  const { packages } = await fetchApt(`apt:linux-source-${series}:all/${suite}`, {
    cacheDirectory: cacheDirectory(),
  });
  const file = packages.find(({ name }) => name === `linux-source-${series}`)?.path;
  if (file === undefined) throw new Error(`${suite} has no linux-source-${series}`);
  const root = join(cacheDirectory(), "test-corpus", `${basename(file, ".deb")}-kconfig`);
  const name = `linux-source-${series}`;
  if (!existsSync(root)) {
    const temporary = `${root}.${process.pid}.new`;
    mkdirSync(temporary, { recursive: true });
    execFileSync("dpkg-deb", ["-x", file, temporary]);
    const wanted = ["Makefile", "scripts", "Kconfig", "arch/*/Makefile*"].map((path) => `${name}/${path}`);
    const archive = join(temporary, "usr/src", `${name}.tar.xz`);
    execFileSync("tar", ["-xJf", archive, "-C", temporary, "--wildcards", ...wanted, `${name}/*/Kconfig*`]);
    renameSync(temporary, root);
  }
  return join(root, name);
}

/**
 * A PATH with all programs of this machine but those `without`, and with scripts of our own.
 *
 * @param scripts name to text, without the line of the shell
 */
export function programs(
  directory: string,
  without: readonly string[],
  scripts: Readonly<Record<string, string>> = {},
): string {
  mkdirSync(directory, { recursive: true });
  const hidden = new Set([...without, ...Object.keys(scripts)]);
  for (const from of (process.env["PATH"] ?? "").split(delimiter)) {
    for (const name of existsSync(from) ? readdirSync(from) : []) {
      const link = join(directory, name);
      if (!hidden.has(name) && !existsSync(link)) symlinkSync(join(from, name), link);
    }
  }
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(directory, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(directory, name), 0o755);
  }
  return directory;
}

/** What `sh -c COMMAND` prints in `source`, as do_shell() in scripts/kconfig/preprocess.c takes it. */
export function printedBy(
  command: string,
  source: string,
  variables: Readonly<Record<string, string>>,
): string {
  try {
    return textOf(
      execFileSync("sh", ["-c", command], {
        cwd: source,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
        env: { ...process.env, ...variables },
      }),
    );
  } catch (error) {
    // A command that fails counts by what it printed.
    const printed = error instanceof Error && "stdout" in error ? error.stdout : "";
    return textOf(typeof printed === "string" ? printed : "");
  }
}

const textOf = (printed: string): string => printed.replace(/\n+$/, "").replaceAll("\n", " ");
