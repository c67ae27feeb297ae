// The hook for pacman, started by Debian's pacman when it installs the package of a kernel. Needs root or user namespaces.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type DkmsRoot, dkmsRoot } from "../build/dkms-root.ts";

const bundle = join(import.meta.dirname, "../../dist/kofit.cjs");

let root: DkmsRoot;

beforeAll(async () => {
  root = await dkmsRoot([]);
  const names = [
    "pacman-package-manager",
    "libalpm13",
    "libarchive13",
    "libgpgme11",
    "libassuan0",
    "libcurl4",
  ];
  for (const name of names) await root.add(`apt:${name}:amd64/bookworm`, name);
  const { status, out } = root.run(`set -e
mkdir -p /usr/src/hello-1 /var/lib/dkms/hello/1 /var/lib/pacman /var/cache/pacman/pkg /tmp/kernel/usr/lib/modules/9.9.9-arch
printf 'PACKAGE_NAME=hello\\nPACKAGE_VERSION=1\\nBUILT_MODULE_NAME=hello\\nDEST_MODULE_LOCATION=/extra\\n' >/usr/src/hello-1/dkms.conf
ln -s /usr/src/hello-1 /var/lib/dkms/hello/1/source
printf '[options]\\nArchitecture = auto\\nSigLevel = Never\\nLocalFileSigLevel = Never\\n' >/etc/pacman.conf
cd /tmp/kernel
printf 'pkgname = linux\\npkgbase = linux\\npkgver = 9.9.9-1\\npkgdesc = x\\narch = any\\nsize = 1\\n' >.PKGINFO
: >usr/lib/modules/9.9.9-arch/vmlinuz
: >usr/lib/modules/9.9.9-arch/modules.dep
tar --owner=0 --group=0 -cf /tmp/linux-9.9.9-1-any.pkg.tar .PKGINFO usr`);
  if (status !== 0) throw new Error(out);
});
afterAll(() => root.remove());

const hook = (...args: readonly string[]): ReturnType<typeof spawnSync> =>
  spawnSync(process.execPath, [bundle, "hook", ...args, "--root", root.directory]);
const install = (): ReturnType<DkmsRoot["run"]> =>
  root.run("pacman -U --noconfirm /tmp/linux-9.9.9-1-any.pkg.tar");

test("after the installation of a kernel the hook says what is missing, and pacman succeeds", () => {
  expect(hook("install").status).toBe(0);
  const { status, out } = install();
  expect(out).toContain("Asking kofit whether DKMS modules will load after a reboot");
  expect(out).toContain("kofit: after a reboot, DKMS modules will be missing or will not load:");
  expect(out).toContain("not built for this kernel");
  expect(status).toBe(0);
});

test("once it is removed, nothing is said", () => {
  expect(hook("remove").status).toBe(0);
  const { status, out } = install();
  expect(out).not.toContain("kofit");
  expect(status).toBe(0);
});
