/** What a member of a kernel package is to kofit. */
export type Role =
  | {
      readonly role: "config" | "image" | "module" | "index";
      readonly release: string;
      readonly name: string;
    }
  | { readonly role: "headers"; readonly root: string; readonly name: HeadersFile };

/** Files of a build directory that tell something. */
export const headersFiles = [
  ".config",
  "Module.symvers",
  "vmlinux",
  "include/config/kernel.release",
  "include/config/auto.conf",
  "include/generated/autoconf.h",
  "include/generated/utsrelease.h",
] as const;
export type HeadersFile = (typeof headersFiles)[number];

/** By its path; `undefined` for what tells nothing of the kernel. */
export function roleOf(path: string): Role | undefined {
  const inBoot = /^boot\/(?<kind>config|vmlinu[xz])-(?<release>[^/]+)$/.exec(path)?.groups;
  if (inBoot) {
    const { kind, release = "" } = inBoot;
    return { role: kind === "config" ? "config" : "image", release, name: path };
  }
  const inModules = /^(?:usr\/)?lib\/modules\/(?<release>[^/]+)\/(?<name>.+)$/.exec(path)?.groups;
  const headers = headersRole(path);
  // A build directory may stand in lib/modules/<release>/build itself.
  if (!inModules || headers) return headers;
  const { release = "", name = "" } = inModules;
  if (name === "vmlinuz") return { role: "image", release, name };
  if (name === "config") return { role: "config", release, name };
  if (/^modules\.(?:dep|order|builtin|builtin\.modinfo)$/.test(name)) return { role: "index", release, name };
  return /\.ko(?:\.(?:gz|xz|zst))?$/.test(name) ? { role: "module", release, name } : undefined;
}

function headersRole(path: string): Role | undefined {
  if (!/^(?:usr\/src|(?:usr\/)?lib\/modules\/[^/]+\/build)\//.test(path)) return undefined;
  const name = headersFiles.find((file) => path.endsWith(`/${file}`));
  return name && { role: "headers", root: path.slice(0, -name.length - 1), name };
}
