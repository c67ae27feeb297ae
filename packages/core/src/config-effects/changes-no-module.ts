import { isToolVersion } from "./toolchain-symbols.ts";

/**
 * Whether an option changes nothing in a module: versions of tools that Kconfig writes down (what follows from one is an
 * option of its own), names of files, what is compiled into the image, and what decides how modules are installed.
 */
export const changesNoModule = (symbol: string): boolean => isToolVersion(symbol) || named.test(symbol);
const named =
  /^CONFIG_(?:BUILD_SALT|LOCALVERSION|LOCALVERSION_AUTO|MODULE_SIG_KEY|MODULE_SIG_ALL|SYSTEM_TRUSTED_KEYS|MODULE_COMPRESS\w*)$/;
