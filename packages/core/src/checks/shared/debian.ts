import { type Config, configValue } from "../../model/config.ts";

/**
 * Whether the kernel refuses a symbol that the module's `__versions` does not list. Mainline warns and goes on
 * (`Broken toolchain. Warn once, then let it go`); Debian's kernels carry "module: Disable matching missing version
 * CRC", since module signing relies on the CRCs there. Debian writes its release into CONFIG_BUILD_SALT; a mainline
 * kernel built on Debian with a copied configuration has another kernel's release in it.
 */
export function failsClosed(kernel: { readonly release: string; readonly config: Config }): boolean {
  if (/[+~]deb\d/.test(kernel.release)) return true;
  const compiler = configValue(kernel.config, "CONFIG_CC_VERSION_TEXT") ?? "";
  return compiler.includes("(Debian ") && configValue(kernel.config, "CONFIG_BUILD_SALT") === kernel.release;
}
