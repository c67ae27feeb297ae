import type { Tool } from "../../model/tool-difference.ts";

/**
 * Symbols whose value Kconfig finds by running a program: where the program is missing when a configuration is made anew,
 * they change, and what depends on them goes. init/Kconfig, lib/Kconfig.debug.
 */
export interface ProbedTool {
  /** The program's name. */
  readonly tool: Tool;
  /** The value that says that there is none. */
  readonly missing: string;
  /** What installs it. */
  readonly install: string;
}

export const probedTools: Readonly<Record<string, ProbedTool>> = {
  // scripts/pahole-version.sh prints 0 where there is no pahole
  CONFIG_PAHOLE_VERSION: {
    tool: "pahole",
    missing: "0",
    install: "sudo apt install pahole   # Fedora: dnf install dwarves, Arch: pacman -S pahole",
  },
  // scripts/rustc-version.sh
  CONFIG_RUSTC_VERSION: {
    tool: "rustc",
    missing: "0",
    install: "sudo apt install rustc rust-src bindgen",
  },
};
