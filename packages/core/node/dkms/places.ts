import { readAll } from "../../src/io/byte-source.ts";
import type { FileTree } from "../../src/io/file-tree.ts";
import type { DirectoryTree } from "../directory-tree.ts";
import { FormatError } from "../../src/io/format-error.ts";
import type { Text } from "../../src/model/fact.ts";
import { sameInAll } from "../../src/model/fact.ts";
import { readAssignments } from "../../src/formats/dkms-conf/read-assignments.ts";
import { Variables } from "../../src/formats/dkms-conf/variables.ts";

/** Where dkms keeps what it works with, relative to the root file system. */
export interface DkmsPlaces {
  /** `"var/lib/dkms"`. */
  readonly dkmsTree: string;
  /** `"usr/src"`. */
  readonly sourceTree: string;
  /** `"lib/modules"`. */
  readonly installTree: string;
  /** What modules are signed with, where it is there: paths of the running system. */
  readonly signing: { readonly key?: string; readonly certificate?: string };
  /** What of its configuration is not known, one line each; the places are then dkms's own. */
  readonly trouble: readonly Text[];
}

const DEFAULTS = {
  dkms_tree: "/var/lib/dkms",
  source_tree: "/usr/src",
  install_tree: "/lib/modules",
  mok_signing_key: "/var/lib/dkms/mok.key",
  mok_certificate: "/var/lib/dkms/mok.pub",
} as const;

/** A configuration of dkms is a few lines. */
const MAX_CONFIGURATION = 1 << 20;

/**
 * Where dkms keeps things below a root file system: `/etc/dkms/framework.conf` and `framework.conf.d/*.conf`, which dkms sources
 * (read_framework_conf()); nothing of them is run.
 */
export async function dkmsPlaces(root: DirectoryTree): Promise<DkmsPlaces> {
  const variables = new Variables(DEFAULTS, new Set(), "dkms");
  const trouble: Text[] = [];
  for (const path of await configurations(root)) {
    const file = await root.open(path);
    if (!file) continue;
    try {
      const text = new TextDecoder().decode(await readAll(file, MAX_CONFIGURATION));
      readAssignments({ text, source: file.name }, variables);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      trouble.push(sameInAll(error.message));
    }
  }
  const place = (name: keyof typeof DEFAULTS): string => {
    const value = variables.value(name, 0, { source: "dkms", line: 0 });
    if (!value.known) {
      const { source, line } = value.unread;
      trouble.push({
        en: `${source}, line ${line}: ${name} depends on shell code; ${DEFAULTS[name]} is looked at`,
        zh: `${source} 第 ${line} 行：${name} 取决于 shell 代码；这里查看 ${DEFAULTS[name]}`,
      });
    }
    return (value.known ? value.text : DEFAULTS[name]).replace(/^\/+|\/+$/g, "");
  };
  // A key may be none in a file: "pkcs11:…".
  const key = root.realPath(place("mok_signing_key"));
  const certificate = root.realPath(place("mok_certificate"));
  return {
    signing: { ...(key === undefined ? {} : { key }), ...(certificate === undefined ? {} : { certificate }) },
    dkmsTree: place("dkms_tree"),
    sourceTree: place("source_tree"),
    installTree: place("install_tree"),
    trouble,
  };
}

async function configurations(root: FileTree): Promise<readonly string[]> {
  const more = await root.list("etc/dkms/framework.conf.d");
  const names = more.filter(({ name, kind }) => kind === "file" && name.endsWith(".conf"));
  return ["etc/dkms/framework.conf", ...names.map(({ name }) => `etc/dkms/framework.conf.d/${name}`)];
}
