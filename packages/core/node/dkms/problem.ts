import type { Exclusion } from "../../src/formats/dkms-conf/dkms-build.ts";
import type { Fact, Text } from "../../src/model/fact.ts";

/** Something that is not as dkms leaves it. Paths are relative to the root file system, logs are paths of the running system. */
export type DkmsProblem =
  /** The link `source` leads nowhere, or is not there. */
  | { readonly problem: "source-missing"; readonly link?: string }
  /** There is no dkms.conf, or it is damaged: dkms does nothing with such a package. */
  | { readonly problem: "conf-unreadable"; readonly why: Text }
  /** Shell code decides which modules it builds. */
  | { readonly problem: "modules-unknown"; readonly why: Text }
  /** A module that the dkms.conf names is not among those that dkms keeps of a build. */
  | { readonly problem: "module-missing"; readonly module: string }
  /** Nothing was built for an installed kernel. `excluded`: as the dkms.conf wants it, or perhaps. */
  | { readonly problem: "not-built"; readonly log?: string; readonly excluded: Fact<Exclusion | undefined> }
  /** Built, and another version or nothing is installed. */
  | { readonly problem: "not-installed"; readonly activeVersion?: string }
  /** dkms says that it is installed, and there is no file. */
  | { readonly problem: "installed-missing"; readonly module: string }
  /**
   * The installed file is not the one that was built. `packing`: only how it is compressed differs. `version`: it is the one
   * that was built of this version.
   */
  | {
      readonly problem: "installed-differs";
      readonly module: string;
      readonly path: string;
      readonly packing: boolean;
      readonly version?: string;
    }
  /** A module of the same name is there, too. `chosen`: modprobe takes that one. */
  | {
      readonly problem: "other-copy";
      readonly module: string;
      readonly path: string;
      readonly chosen: boolean;
    }
  /** `modules.dep` does not name the installed file: modprobe does not find it. */
  | { readonly problem: "not-in-modules-dep"; readonly module: string; readonly path: string }
  /** The module was built for another kernel, and `weak-updates/` links to it. weak-modules(8) */
  | { readonly problem: "weak"; readonly module: string; readonly path: string; readonly target: string }
  /** There are no modules of this kernel any more. */
  | { readonly problem: "kernel-gone" }
  /** The copy in the initramfs is another one than the installed module. */
  | {
      readonly problem: "initramfs-differs";
      readonly module: string;
      readonly image: string;
      readonly path: string;
    };

/** Problems that change nothing about what is loaded: said, and no reason to fail. */
export const harmless = (problem: DkmsProblem): boolean =>
  problem.problem === "kernel-gone" ||
  problem.problem === "modules-unknown" ||
  problem.problem === "weak" ||
  (problem.problem === "other-copy" && !problem.chosen) ||
  (problem.problem === "installed-differs" && problem.packing) ||
  (problem.problem === "not-built" && problem.excluded.known && problem.excluded.value !== undefined) ||
  (problem.problem === "not-installed" && problem.activeVersion !== undefined);
