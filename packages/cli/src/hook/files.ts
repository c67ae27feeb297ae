import { type HookKind, marked } from "./mark.ts";
import {
  dkmsOverride,
  dnf4Action,
  dnf5Actions,
  installScript,
  kernelScript,
  pacmanHook,
  postBuildScript,
  type ScriptOptions,
  transactionScript,
} from "./scripts.ts";

/** A file of a hook. */
export interface HookFile {
  /** Relative to the root file system. */
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}

const POST_BUILD = "etc/kofit/dkms-post-build";
const PACMAN = "etc/kofit/pacman-hook";
const DNF = "etc/kofit/dnf-hook";

/** `/etc/dkms/framework.conf` is dkms's own configuration, whatever a package is called. */
const NO_PACKAGE: ReadonlySet<string> = new Set(["framework"]);

/** What of the target the files depend on. */
export interface HookTarget extends ScriptOptions {
  /** Names of the packages that dkms knows. */
  readonly packages: readonly string[];
}

/** The files of a hook. Scripts come first: what calls them finds them. */
export function hookFiles(kind: HookKind, target: HookTarget): readonly HookFile[] {
  const script = (path: string, text: string): HookFile => ({
    path,
    text: marked(kind, text),
    executable: true,
  });
  const plain = (path: string, text: string): HookFile => ({
    path,
    text: marked(kind, text),
    executable: false,
  });
  switch (kind) {
    case "dkms":
      return [
        script(POST_BUILD, postBuildScript(target)),
        ...target.packages
          .filter((name) => !NO_PACKAGE.has(name))
          .map((name) => plain(`etc/dkms/${name}.conf`, dkmsOverride(`/${POST_BUILD}`))),
      ];
    case "kernel":
      return [
        // Behind dkms and initramfs-tools. Headers may be set up after the kernel: then dkms builds there.
        script("etc/kernel/postinst.d/zz-kofit", kernelScript(target)),
        script("etc/kernel/header_postinst.d/zz-kofit", kernelScript(target)),
      ];
    case "pacman":
      return [
        script(PACMAN, transactionScript(target)),
        plain("etc/pacman.d/hooks/zz-kofit.hook", pacmanHook(`/${PACMAN}`)),
      ];
    case "dnf":
      return [
        script("etc/kernel/install.d/95-kofit.install", installScript(target)),
        script(DNF, transactionScript(target)),
        plain("etc/dnf/libdnf5-plugins/actions.d/kofit.actions", dnf5Actions(`/${DNF}`)),
        plain("etc/dnf/plugins/post-transaction-actions.d/kofit.action", dnf4Action(`/${DNF}`)),
      ];
    default:
      return kind satisfies never;
  }
}

/** By what a system shows that a hook has something to do there; one of these paths is enough. */
export const signsOf: Readonly<Record<HookKind, readonly string[]>> = {
  dkms: ["var/lib/dkms", "usr/sbin/dkms"],
  kernel: ["etc/kernel/postinst.d"],
  pacman: ["etc/pacman.conf"],
  dnf: ["etc/dnf"],
};
