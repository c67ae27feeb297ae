import type { System } from "../../model/system.ts";
import type { Recipe, RecipeGiven } from "../define-distribution.ts";
import { newerOffered, stillOffered } from "./offers.ts";

/** Systems that have Debian's packages and kernels of somebody else. */
export const hasOwnKernels = ({ armbian, raspberryPi }: System): boolean =>
  armbian !== undefined || raspberryPi;

/** Ubuntu, and what descends from it. */
export const isUbuntu = ({ distribution, like }: System): boolean =>
  [distribution, ...like].includes("ubuntu");

/** `apt-cache show` ends with 100 where there is no such package or version. */
export const aptCache = (name: string): readonly string[] => ["apt-cache", "show", "--no-all-versions", name];

export const aptInstall = "sudo apt install";

/** The headers' package is called after the release on Debian, Ubuntu and, since bookworm, Raspberry Pi OS. */
export const headersOfRelease = ({ release }: RecipeGiven): string => `linux-headers-${release}`;

/** pahole has a package of its own since Debian 12 and Ubuntu 22.04. */
export const aptPackage = (debian: string, { distribution, version }: System): string | undefined => {
  const own = distribution === "ubuntu" ? 22.04 : 12;
  return debian === "pahole" && Number(version ?? own) < own ? "dwarves" : undefined;
};

/** The headers of a release, while the repository has them. */
export const installHeaders = (name: (given: RecipeGiven) => string): Recipe => ({
  need: "headers",
  ...stillOffered,
  commands: (given) => ["sudo apt update", `${aptInstall} ${name(given)}`],
});

/** Puts back every file of the headers' package. */
export const reinstallHeaders = (name: (given: RecipeGiven) => string): Recipe => ({
  need: "headers-again",
  ...stillOffered,
  commands: (given) => [`${aptInstall} --reinstall ${name(given)}`],
});

/** A newer kernel, and headers that follow it from now on. */
export const upgradeKernel = (name: (given: RecipeGiven) => string): Recipe => ({
  need: "headers",
  ...newerOffered,
  commands: (given) => [
    "sudo apt update",
    "sudo apt full-upgrade",
    `${aptInstall} ${name(given)}`,
    "sudo reboot",
  ],
});
