import { type ByteSource, bytesSource } from "../io/byte-source.ts";
import { openDeb } from "../formats/deb/deb.ts";
import { decompressed } from "../io/decompress.ts";
import { known, type Text } from "../model/fact.ts";
import { InputError } from "../model/input-error.ts";
import { type HeadersFile, roleOf } from "./common/deb-members.ts";
import { configsOf, releaseOf } from "./common/headers.ts";
import { head, startsWith } from "./common/head.ts";
import { MAX_BTF, MAX_INPUT, MAX_MODULE } from "./common/limits.ts";
import { ownPaths } from "./common/module-paths.ts";
import { HeadersCollector } from "./common/packaged-headers.ts";
import type { Artifacts, ModuleTree, Source } from "./define-source.ts";

/** Modules kept from the one pass over the package: enough to see whether they agree, and small. */
const SAMPLES = 16;
const MAX_SAMPLE = 96 << 10;
/** Of one directory of a kernel, modules are much alike. */
const SAMPLES_OF_A_DIRECTORY = 2;

/** A Debian package of a kernel image or of headers: read once from its front, which for an image takes seconds. */
export default {
  id: "deb",
  async openFile(file, only) {
    // ar(5), then the member that deb(5) wants first
    if (!startsWith(await head(file, 21), "!<arch>\ndebian-binary")) return undefined;
    if (only === "image") return openImage(file);
    const found = await collect(file);
    const artifacts = await artifactsOf(file, found);
    const all = { inputs: [file.name], ...artifacts };
    // What all flavours share of headers is of use beside a kernel only.
    const { packagedHeaders: _shared, ...ofAKernel } = artifacts;
    return Object.keys(ofAKernel).length > 0 ? all : { ...all, empty: nothingOfAKernel(file, found.control) };
  },
} satisfies Source;

/** Reads no further than the image, which stands near the front. */
async function openImage(file: ByteSource): Promise<Artifacts> {
  const deb = await openDeb(file);
  let image: ByteSource | undefined;
  await deb.each(async (member) => {
    if (member.kind !== "file" || roleOf(member.path)?.role !== "image") return undefined;
    image = bytesSource(`${file.name}!${member.path}`, await member.bytes(MAX_INPUT));
    return "stop";
  });
  const inputs = [file.name];
  return image ? { inputs, image } : { inputs, empty: nothingOfAKernel(file, deb.control) };
}

interface Collected {
  readonly control: Readonly<Record<string, string>>;
  readonly releases: Set<string>;
  config?: ByteSource;
  image?: ByteSource;
  readonly indexes: Record<string, ByteSource>;
  /** By build directory. */
  readonly headers: Map<string, Map<HeadersFile, ByteSource>>;
  readonly headersFiles: HeadersCollector;
  readonly modulePaths: string[];
  readonly samples: Map<string, ByteSource>;
}

async function collect(file: ByteSource): Promise<Collected> {
  const deb = await openDeb(file);
  const found: Collected = {
    control: deb.control,
    releases: new Set(),
    indexes: {},
    headers: new Map(),
    headersFiles: new HeadersCollector(file),
    modulePaths: [],
    samples: new Map(),
  };
  const perDirectory = new Map<string, number>();
  await deb.each(async (member) => {
    await found.headersFiles.note(member);
    const role = member.kind === "file" ? roleOf(member.path) : undefined;
    if (!role) return undefined;
    const bytes = async (limit = MAX_BTF): Promise<ByteSource> =>
      bytesSource(`${file.name}!${member.path}`, await member.bytes(limit));
    if (role.role === "headers") {
      const directory = found.headers.get(role.root) ?? new Map<HeadersFile, ByteSource>();
      found.headers.set(role.root, directory.set(role.name, await bytes()));
      return undefined;
    }
    found.releases.add(role.release);
    if (role.role === "config") found.config = await bytes();
    else if (role.role === "image") found.image = await bytes(MAX_INPUT);
    else if (role.role === "index") found.indexes[role.name] = await bytes();
    else {
      found.modulePaths.push(role.name);
      const directory = role.name.slice(0, role.name.lastIndexOf("/"));
      const taken = perDirectory.get(directory) ?? 0;
      if (found.samples.size < SAMPLES && taken < SAMPLES_OF_A_DIRECTORY && member.size <= MAX_SAMPLE) {
        perDirectory.set(directory, taken + 1);
        found.samples.set(member.path, await decompressed(await bytes(), MAX_MODULE));
      }
    }
    return undefined;
  });
  return found;
}

async function artifactsOf(file: ByteSource, found: Collected): Promise<Omit<Artifacts, "inputs">> {
  // A headers package has several directories (linux-headers-6.1.0-9-amd64, …-common); one of them was built.
  const [configured] = [...found.headers].toSorted(([, a], [, b]) => b.size - a.size);
  const [directory, headers = new Map<HeadersFile, ByteSource>()] = configured ?? [];
  const packagedHeaders = found.headersFiles.headers(directory);
  const headersRelease = await releaseOf(
    headers.get("include/generated/utsrelease.h"),
    headers.get("include/config/kernel.release"),
  );
  const [release, ...others] = found.releases;
  if (others.length > 0) throw severalReleases(file, found.releases);
  const named = release === undefined ? undefined : known(release, { input: file.name, part: "lib/modules" });
  const configs = configsOf(
    headers.get(".config"),
    headers.get("include/config/auto.conf"),
    headers.get("include/generated/autoconf.h"),
  );
  const symvers = headers.get("Module.symvers");
  const vmlinux = headers.get("vmlinux");
  const released = named ?? headersRelease;
  return {
    ...(released && { release: released }),
    ...(found.config && { config: found.config }),
    ...(found.image && { image: found.image }),
    ...configs,
    ...(packagedHeaders && { packagedHeaders }),
    ...(symvers && { symvers }),
    ...(vmlinux && { vmlinux }),
    ...(Object.keys(found.indexes).length > 0 && { indexes: found.indexes }),
    ...(found.modulePaths.length > 0 && { modules: modulesOf(file, found) }),
  };
}

/** The samples first: a fact that they tell needs no second pass over the package. */
function modulesOf(file: ByteSource, { modulePaths, samples }: Collected): ModuleTree {
  return {
    name: file.name,
    paths: async () => ownPaths(modulePaths),
    async each(visit) {
      for (const sample of samples.values()) if ((await visit(sample)) === "stop") return;
      const deb = await openDeb(file);
      await deb.each(async (member) => {
        const isModule = member.kind === "file" && roleOf(member.path)?.role === "module";
        if (!isModule || samples.has(member.path)) return undefined;
        const packed = bytesSource(`${file.name}!${member.path}`, await member.bytes(MAX_MODULE));
        return visit(await decompressed(packed, MAX_MODULE));
      });
    },
  };
}

function severalReleases({ name }: ByteSource, found: ReadonlySet<string>): InputError {
  const releases = [...found].join(", ");
  return new InputError({
    en: `${name} holds several kernels (${releases}); kofit reads packages that hold one`,
    zh: `${name} 中有多个内核（${releases}）；kofit 只读取含单个内核的软件包`,
  });
}

/** Metapackages, and the image package itself where others carry the image. */
function nothingOfAKernel({ name }: ByteSource, control: Readonly<Record<string, string>>): Text {
  const depends = control["Depends"];
  return {
    en: `${name} holds nothing of a kernel${depends ? `; it only asks for other packages: ${depends}` : ""}`,
    zh: `${name} 中没有内核的内容${depends ? `；它只依赖其他软件包：${depends}` : ""}`,
  };
}
