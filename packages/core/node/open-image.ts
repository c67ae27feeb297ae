import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { ByteSource } from "../src/io/byte-source.ts";
import { InputError } from "../src/model/input-error.ts";
import { openForImage } from "../src/sources/common/open-input.ts";
import { localPaths } from "./local-paths.ts";
import { useNodeDecoders } from "./node-decoders.ts";
import { openArtifacts, type Opened } from "./open-artifacts.ts";
import type { OpenOptions } from "./open-kernel.ts";
import { codeOf } from "./system-error.ts";

/**
 * The bootable image of the kernel that `targets` mean together: that of the first that has one. Beside what kofit reads a
 * kernel from, a directory counts that holds an image and nothing else of a kernel, as `/boot` does.
 *
 * @param use is given the image, which is valid until it is done.
 * @returns what `use` answers; `undefined` when no target has an image.
 * @throws {InputError} if a target is not there, or a directory holds several images.
 * @throws {FormatError} if a target is damaged, or no file of a kernel.
 * @throws {AptError} if packages cannot be got.
 */
export async function withImage<T>(
  targets: readonly string[],
  options: OpenOptions,
  use: (image: ByteSource) => Promise<T>,
): Promise<T | undefined> {
  useNodeDecoders();
  for (const target of targets) {
    for (const path of await localPaths([target], options)) {
      const opened = await imageAt(path);
      if (!opened) continue;
      try {
        return await use(opened.image);
      } finally {
        opened.close();
      }
    }
  }
  return undefined;
}

interface OpenedImage extends Pick<Opened, "close"> {
  readonly image: ByteSource;
}

async function imageAt(path: string): Promise<OpenedImage | undefined> {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return imageIn(path);
  try {
    const found = await imageIn(path);
    if (found) return found;
  } catch (error) {
    // No directory of a kernel, or of several: there may be an image all the same.
    if (!(error instanceof InputError)) throw error;
  }
  const image = onlyImageIn(path);
  return image === undefined ? undefined : imageIn(image);
}

async function imageIn(path: string): Promise<OpenedImage | undefined> {
  const opened = await openArtifacts(path, undefined, openForImage);
  const { image } = opened.artifacts;
  if (image) return { image, close: () => opened.close() };
  opened.close();
  return undefined;
}

/** As `make install` and distributions name an image. */
const isImage = (name: string): boolean => /^(?:vmlinuz|Image|zImage)(?:-|$)/.test(name);

/** Of a directory; none where there is no such, or it may not be read. */
function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return [];
  }
}

/** In a directory and its `boot`, by name. @throws {InputError} if there are several. */
function onlyImageIn(directory: string): string | undefined {
  const found = [directory, join(directory, "boot")].flatMap((place) =>
    namesIn(place)
      .filter(isImage)
      .map((name) => join(place, name)),
  );
  // A link that leads nowhere is no image; one that leads to another of them is the same.
  const images = [...new Set(found.filter((path) => existsSync(path)).map((path) => realpathSync(path)))];
  const [image] = images;
  if (images.length <= 1) return image;
  throw new InputError({
    en: `${directory} holds several kernel images (${images.map((path) => basename(path)).join(", ")}): name one of them, as in --kernel ${image}`,
    zh: `${directory} 中有多个内核映像（${images.map((path) => basename(path)).join("、")}）：请指定其中一个，例如 --kernel ${image}`,
  });
}
