import { machine, release } from "node:os";
import { decompressed } from "../src/io/decompress.ts";
import { known } from "../src/model/fact.ts";
import type { Artifacts, LiveState } from "../src/sources/define-source.ts";
import { openReleaseDirectory } from "../src/sources/common/release-directory.ts";
import { MAX_CONFIG } from "../src/sources/common/limits.ts";
import { directoryTree, type Witness } from "./directory-tree.ts";
import { LOCKDOWN, readVolatile, SIG_ENFORCE } from "./volatile.ts";

/** The running kernel: what it says of itself, then what is installed under its release. */
export async function openLive(witness: Witness): Promise<Artifacts> {
  const tree = directoryTree("/", { links: "system", witness });
  const name = release();
  const installed = await openReleaseDirectory({
    tree,
    root: "",
    directory: `lib/modules/${name}`,
    release: name,
  });
  // Of the kernel itself; it stays as it is until the next boot: no witness (volatile.ts).
  const running = directoryTree("/", { links: "system" });
  const packed = await running.open("proc/config.gz");
  const config = packed && (await decompressed(packed, MAX_CONFIG));
  const btf = await running.open("sys/kernel/btf/vmlinux");
  return {
    ...installed,
    inputs: ["/proc", "/sys", `/lib/modules/${name}`],
    release: known(name, { input: "uname -r" }),
    ...(config && { config }),
    ...(btf && { btf }),
    live: liveState(),
  };
}

function liveState(): LiveState {
  const sigEnforce = readVolatile(SIG_ENFORCE);
  const lockdown = readVolatile(LOCKDOWN);
  const banner = readVolatile("/proc/version");
  // `none [integrity] confidentiality`: security/lockdown/lockdown.c
  const level = lockdown && /\[(\w+)\]/.exec(lockdown)?.[1];
  return {
    machine: machine(),
    ...(sigEnforce !== undefined && { sigEnforce: sigEnforce === "Y" }),
    ...(level && { lockdown: level }),
    ...(banner && { banner }),
  };
}
