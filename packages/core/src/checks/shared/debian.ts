import { type Config, configValue } from "../../model/config.ts";

/**
 * Whether the kernel refuses a symbol that the module's `__versions` does not list. Mainline warns and goes on
 * (`Broken toolchain. Warn once, then let it go`); Debian's kernels carry "module: Disable matching missing version
 * CRC", since module signing relies on the CRCs there. Up to 6.1 its releases end in the number of the ABI instead of the
 * stable version, `6.1.0-50-cloud-amd64`, and most have CONFIG_BUILD_SALT repeat that (6.1.176 does not, and refuses).
 */
export function failsClosed(kernel: { readonly release: string; readonly config: Config }): boolean {
  if (/[+~]deb\d/.test(kernel.release)) return true;
  const compiler = configValue(kernel.config, "CONFIG_CC_VERSION_TEXT") ?? "";
  if (!compiler.includes("(Debian ")) return false;
  const salt = configValue(kernel.config, "CONFIG_BUILD_SALT");
  // A kernel built at home with a copied configuration has another kernel's release in it.
  return salt === undefined ? /^\d+\.\d+\.0-\d+-/.test(kernel.release) : salt === kernel.release;
}
