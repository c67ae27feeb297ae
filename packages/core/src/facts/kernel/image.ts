import { type KernelImage, openKernelImage } from "../../formats/kernel-image/kernel-image.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import type { Way } from "../read-fact.ts";
import { once } from "./once.ts";

/**
 * The kernel image, unpacked: what takes up to a second, and the memory of the kernel. `undefined` when there is none.
 *
 * @throws {FormatError} if it is damaged.
 */
export const imageOf: (artifacts: Artifacts) => Promise<KernelImage | undefined> = once(
  async ({ image }) => image && openKernelImage(image),
);

/**
 * The image where it costs nothing that the person did not ask for: it was given, and not just found beside something
 * else. Facts with authority are read from it before anything else.
 */
export const givenImage = async (artifacts: Artifacts): Promise<KernelImage | undefined> =>
  artifacts.imageIsBeside ? undefined : imageOf(artifacts);

/**
 * The ways to a fact on which the image that was given has the last word; one that only stands beside what was given is
 * asked when nothing else tells.
 */
export const imageBefore = <T>(inImage: Way<T>, other: Way<T>): readonly Way<T>[] => [
  async (artifacts) => (artifacts.imageIsBeside ? undefined : inImage(artifacts)),
  other,
  async (artifacts) => (artifacts.imageIsBeside ? inImage(artifacts) : undefined),
];
