import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheDirectory, fetchApt } from "../../../core/node/index.ts";

/** A root file system with kernels of Debian, in which programs of this machine run: its own files are those of the kernels. */
export interface DkmsRoot {
  /** What lies over the machine's root file system, and all that is changed. */
  readonly directory: string;
  /** Releases of its kernels, in their order. */
  readonly releases: readonly string[];
  /** Unpacks a package into it. */
  add(target: string, name: string): Promise<void>;
  /** Runs a command of shell in it, as root; answers with what it says on both streams. */
  run(command: string): { readonly status: number | null; readonly out: string };
  remove(): void;
}

/** A root file system with the kernels that `targets` mean, their headers, and what builds with them. */
export async function dkmsRoot(targets: readonly string[]): Promise<DkmsRoot> {
  const base = mkdtempSync(join(tmpdir(), "kofit-dkms-root-"));
  const directory = join(base, "root");
  for (const name of ["usr/lib", "etc/dkms", "etc/kernel/postinst.d", "var/lib/dkms", "boot"]) {
    mkdirSync(join(directory, name), { recursive: true });
  }
  // As on a machine of today.
  symlinkSync("usr/lib", join(directory, "lib"));
  for (const name of ["over", "work"]) mkdirSync(join(base, name));
  const unpack = (file: string): void => {
    const unpacked = mkdtempSync(join(base, "package-"));
    execFileSync("dpkg-deb", ["-x", file, unpacked]);
    const entries = readdirSync(unpacked);
    if (entries.includes("lib")) {
      mkdirSync(join(unpacked, "usr"), { recursive: true });
      execFileSync("cp", ["-a", join(unpacked, "lib"), join(unpacked, "usr")]);
      rmSync(join(unpacked, "lib"), { recursive: true });
    }
    execFileSync("cp", ["-a", `${unpacked}/.`, directory]);
    rmSync(unpacked, { recursive: true });
  };
  for (const target of targets) {
    const { packages } = await fetchApt(target, { build: true, cacheDirectory: cacheDirectory() });
    for (const { path } of packages) unpack(path);
  }
  const modules = join(directory, "usr/lib/modules");
  const releases = existsSync(modules) ? readdirSync(modules).sort() : [];
  for (const release of releases) execFileSync("depmod", ["-b", directory, release]);
  const inside = `mount -t overlay overlay -o lowerdir=/,upperdir=${directory},workdir=${base}/work ${base}/over && mount --rbind /proc ${base}/over/proc && mount --rbind /dev ${base}/over/dev && exec chroot ${base}/over sh -c "$0"`;
  return {
    directory,
    releases,
    async add(target, name) {
      const { packages } = await fetchApt(target, { cacheDirectory: cacheDirectory() });
      const file = packages.find((found) => found.name === name)?.path;
      if (file === undefined) throw new Error(`${target} has no ${name}`);
      unpack(file);
    },
    run(command) {
      const namespace = process.getuid?.() === 0 ? "-m" : "-rm";
      const { status, stdout, stderr } = spawnSync("unshare", [namespace, "sh", "-c", inside, command], {
        encoding: "utf8",
        env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LANG: "C.UTF-8", HOME: "/root" },
      });
      return { status, out: stdout + stderr };
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}
