import { SHF_ALLOC } from "../../src/formats/elf/constants.ts";
import { openElf } from "../../src/formats/elf/elf.ts";
import { eachInitramfsMember } from "../../src/formats/initramfs/initramfs.ts";
import { type ByteSource, bytesSource, readAll } from "../../src/io/byte-source.ts";
import { decompressed } from "../../src/io/decompress.ts";
import type { FileTree } from "../../src/io/file-tree.ts";
import { FormatError } from "../../src/io/format-error.ts";
import { sameInAll, type Text } from "../../src/model/fact.ts";
import { moduleNameOf } from "../../src/model/module-name.ts";
import type { DkmsRow } from "./state.ts";
import { moduleNamed } from "./tree.ts";

/** A module in an initramfs that is not the installed one. Paths are relative to the root file system. */
export interface StaleCopy {
  /** As the installed file is named, without `.ko`. */
  readonly module: string;
  readonly image: string;
  /** In the image. */
  readonly path: string;
}

/** What came of looking into the initramfs images of one kernel. */
export interface InitramfsCopies {
  readonly stale: readonly StaleCopy[];
  /** Images that were read. */
  readonly images: readonly string[];
  /** What could not be read, one line each. */
  readonly trouble: readonly Text[];
}

/** Largest module that is read of an image. */
const MAX_MODULE = 256 << 20;

/** Where initramfs-tools, dracut and mkinitcpio put the image of a release. */
const imagesOf = (release: string): readonly string[] => [
  `boot/initrd.img-${release}`,
  `boot/initramfs-${release}.img`,
  `boot/initrd-${release}`,
];

/** Looks for the installed modules of `rows` in the initramfs of their kernel: a copy that is older is what gets loaded. */
export async function initramfsCopies(
  root: FileTree,
  release: string,
  rows: readonly DkmsRow[],
): Promise<InitramfsCopies> {
  const installed = new Map<string, { readonly name: string; readonly path: string }>();
  for (const module of rows.flatMap(({ modules }) => modules)) {
    if (module.installed && module.path !== undefined) {
      installed.set(moduleNameOf(module.name), { name: module.name, path: module.path });
    }
  }
  const stale: StaleCopy[] = [];
  const images: string[] = [];
  const trouble: Text[] = [];
  for (const image of installed.size > 0 ? imagesOf(release) : []) {
    const file = await root.open(image);
    if (!file) continue;
    images.push(image);
    try {
      await eachInitramfsMember(file, async (member) => {
        const ours = inModules(member.path, release) ? installed.get(moduleNameOf(member.path)) : undefined;
        if (!ours || member.kind !== "file" || member.size === 0) return;
        const copy = bytesSource(`${file.name}!${member.path}`, await member.bytes(MAX_MODULE));
        const there = await root.open(ours.path);
        if (there && !(await sameModule(copy, there)))
          stale.push({ module: ours.name, image, path: member.path });
      });
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      trouble.push(sameInAll(error.message));
    }
  }
  return { stale, images, trouble };
}

const inModules = (path: string, release: string): boolean =>
  moduleNamed(path.slice(path.lastIndexOf("/") + 1)) !== undefined &&
  path.includes(`lib/modules/${release}/`);

/**
 * Whether two files hold the same module, whatever was taken off: what makes an initramfs packs, unpacks and strips modules
 * (debug information, signatures), and leaves the sections that are loaded as they are.
 */
async function sameModule(a: ByteSource, b: ByteSource): Promise<boolean> {
  const [one, other] = [await decompressed(a, MAX_MODULE), await decompressed(b, MAX_MODULE)];
  if (one.size === other.size && equal(await readAll(one, MAX_MODULE), await readAll(other, MAX_MODULE)))
    return true;
  const [first, second] = [await loadedSections(one), await loadedSections(other)];
  if (first.size !== second.size) return false;
  return [...first].every(([key, bytes]) => equal(bytes, second.get(key)));
}

const equal = (a: Uint8Array, b: Uint8Array | undefined): boolean =>
  b !== undefined && Buffer.compare(a, b) === 0;

/** Name and number among those of that name to content; of sections without content, their size. */
async function loadedSections(source: ByteSource): Promise<ReadonlyMap<string, Uint8Array>> {
  const elf = await openElf(source);
  const sections = new Map<string, Uint8Array>();
  const counts = new Map<string, number>();
  for (const section of elf.sections) {
    if ((section.sh_flags & SHF_ALLOC) === 0) continue;
    const name = `${section.name} ${section.sh_size}`;
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    sections.set(`${name} ${count}`, (await elf.read(section, MAX_MODULE)).bytes);
  }
  return sections;
}
