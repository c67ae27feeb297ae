import { InputError } from "@kofit/core";
import { type OpenOptions, withImage } from "@kofit/core/node";
import { type BootImage, bootImage } from "./boot-image.ts";

/**
 * The bootable image of the kernel that `targets` mean together: a file, a directory with `boot/vmlinuz-*`, a package, or
 * `apt:` packages. The first that has one counts.
 *
 * @throws {InputError} if none has an image that can be booted, or one has several.
 * @throws {FormatError} if one is damaged.
 */
export async function bootTarget(targets: readonly string[], options: OpenOptions = {}): Promise<BootImage> {
  const image = await withImage(targets, options, bootImage);
  if (image) return image;
  const names = targets.join(" ");
  throw new InputError({
    en: `there is no kernel image (vmlinuz) in ${names}, so there is nothing to boot; give one with --kernel: an image file, a root file system, a linux-image package`,
    zh: `${names} 中没有内核映像（vmlinuz），无法启动；请用 --kernel 指定：映像文件、根文件系统或 linux-image 软件包`,
  });
}
