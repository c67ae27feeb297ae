// The names that a kernel has in /sys/module when nothing is loaded, as kofit reads them from its image, and as the kernel
// shows them when it runs.
import { expect, test } from "vitest";
import { fetchApt, cacheDirectory, openKernel } from "../../../core/node/index.ts";
import { bootTarget } from "../../src/boot-target.ts";
import { guestDirectories } from "../build/guest-directories.ts";
import { kernels } from "../run/kernels.ts";

/** Without symbols of data and with relocations; with both and with drivers that add names. */
const some = [
  "apt:linux-image-cloud-arm64:arm64/bullseye",
  "apt:linux-image-cloud-amd64:amd64/bookworm-backports",
];
const asked = process.env["KOFIT_ORACLE"] === "all" ? kernels : some;

test.each(asked)("%s", async (spec) => {
  const { packages } = await fetchApt(spec, { cacheDirectory: cacheDirectory() });
  const paths = packages.map(({ path }) => path);
  const { facts } = await openKernel(paths);
  if (!facts.sysfsModules.known) throw new Error(facts.sysfsModules.why.en);
  const { made, drivers } = facts.sysfsModules.value;
  const shown = await guestDirectories(await bootTarget(paths), "/sys/module");
  expect(shown.length).toBeGreaterThan(30);
  // All that it makes of parameters and versions is there.
  expect([...made.keys()].filter((name) => !shown.includes(name))).toEqual([]);
  // The rest is what drivers add, in kernels where they do.
  expect(shown.filter((name) => !made.has(name) && !drivers.has(name))).toEqual([]);
  // Which is not because all names are possible.
  expect(drivers.size).toBeLessThan(shown.length + 100);
});
