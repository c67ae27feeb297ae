import { readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { type ByteSource, bytesSource, InputError, openDeb } from "@kofit/core";
import { cacheDirectory, fetchApt, fileSource } from "@kofit/core/node";
import { type BootImage, bootImage } from "./boot-image.ts";

/** How targets are looked up. */
export interface TargetOptions {
  readonly mirror?: string;
  readonly offline?: boolean;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: {
    readonly name: string;
    readonly bytes: number;
    readonly total: number;
  }) => void;
}

const MAX_IMAGE = 512 << 20;

/**
 * The bootable image of the kernel that `targets` mean together: a file, a directory with `boot/vmlinuz-*`, a package, or
 * `apt:` packages. The first that has one counts.
 *
 * @throws {InputError} if none has an image that can be booted, or one has several.
 */
export async function bootTarget(
  targets: readonly string[],
  options: TargetOptions = {},
): Promise<BootImage> {
  for (const target of targets) {
    for (const path of await pathsOf(target, options)) {
      const found = await imageIn(path);
      if (found) return bootImage(found);
    }
  }
  const names = targets.join(" ");
  throw new InputError({
    en: `there is no kernel image (vmlinuz) in ${names}, so there is nothing to boot; give one with --kernel: an image file, a root file system, a linux-image package`,
    zh: `${names} 中没有内核映像（vmlinuz），无法启动；请用 --kernel 指定：映像文件、根文件系统或 linux-image 软件包`,
  });
}

async function pathsOf(target: string, options: TargetOptions): Promise<readonly string[]> {
  if (!target.startsWith("apt:")) return [target];
  const { packages } = await fetchApt(target, { cacheDirectory: cacheDirectory(), ...options });
  return packages.map(({ path }) => path);
}

async function imageIn(path: string): Promise<ByteSource | undefined> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return imageInDirectory(path);
  const file = fileSource(path);
  try {
    const whole = bytesSource(path, await file.read(0, file.size));
    const head = await whole.read(0, Math.min(8, whole.size));
    if (Buffer.from(head).toString("latin1") === "!<arch>\n") return await imageInDeb(whole);
    return whole;
  } finally {
    file.close();
  }
}

async function imageInDeb(file: ByteSource): Promise<ByteSource | undefined> {
  const deb = await openDeb(file);
  let found: ByteSource | undefined;
  await deb.each(async (member) => {
    if (
      member.kind !== "file" ||
      !/^(?:boot|(?:usr\/)?lib\/modules\/[^/]+)\/vmlinu[xz][^/]*$/.test(member.path)
    ) {
      return undefined;
    }
    found = bytesSource(`${basename(file.name)}!${member.path}`, await member.bytes(MAX_IMAGE));
    return "stop";
  });
  return found;
}

/** In a root file system, its `boot`, or `lib/modules/<release>`. */
function imageInDirectory(directory: string): ByteSource | undefined {
  const real = realpathSync(directory);
  const release = /\/lib\/modules\/(?<release>[^/]+)$/.exec(real)?.groups?.["release"];
  const root = release === undefined ? real : real.replace(/\/(?:usr\/)?lib\/modules\/[^/]+$/, "");
  const wanted = (name: string): boolean =>
    release === undefined
      ? /^(?:vmlinuz|Image|zImage)(?:-|$)/.test(name)
      : name.endsWith(`-${release}`) && /^(?:vmlinuz|Image|zImage)-/.test(name);
  const found = [real, join(root, "boot")].flatMap((place) => {
    const names = statSync(place, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(place) : [];
    return names.filter((name) => wanted(name) || name === "vmlinuz").map((name) => join(place, name));
  });
  const images = [...new Set(found.map((path) => realpathSync(path)))];
  const [image] = images;
  if (images.length > 1) {
    throw new InputError({
      en: `${directory} holds several kernel images (${images.map((path) => basename(path)).join(", ")}): name one of them, as in --kernel ${image}`,
      zh: `${directory} 中有多个内核映像（${images.map((path) => basename(path)).join("、")}）：请指定其中一个，例如 --kernel ${image}`,
    });
  }
  return image === undefined ? undefined : fileSource(image);
}
