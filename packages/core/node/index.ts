export {
  AptError,
  debianArchitecture,
  type FetchedKernel,
  type FetchedPackage,
  fetchApt,
  parseAptSpec,
} from "./apt/index.ts";
export { cacheDirectory } from "./cache-directory.ts";
export { type DirectoryTree, directoryTree, type TreeOptions, type Witness } from "./directory-tree.ts";
export { type InitramfsCopies, initramfsCopies, type StaleCopy } from "./dkms/initramfs.ts";
export type { InstalledKernel } from "./dkms/installed.ts";
export { type DkmsPlaces, dkmsPlaces } from "./dkms/places.ts";
export { type DkmsProblem, harmless as isHarmless } from "./dkms/problem.ts";
export { type DkmsRow, type DkmsRowModule, type DkmsState, type DkmsWanted, readDkms } from "./dkms/state.ts";
export { type DkmsPackage, dkmsPackages, readDkmsConf } from "./dkms/tree.ts";
export { type FileSource, fileSource } from "./file-source.ts";
export type { Kernel } from "./kernel-cache.ts";
export { moduleFiles } from "./module-files.ts";
export { withImage } from "./open-image.ts";
export { openKernel, type OpenOptions } from "./open-kernel.ts";
export { useNodeDecoders } from "./node-decoders.ts";
export { type KernelTypes, openTypes, openTypesBeside } from "./open-types.ts";
export { programOnPath } from "./program-on-path.ts";
export { saveFacts } from "./save-facts.ts";
export { readRunning } from "./running.ts";
export { type ReadArena, threadArena } from "./read-arena.ts";
export { type Ahead, unpackedAhead } from "./unpacked-ahead.ts";
export { systemSays } from "./system-error.ts";
export { type XzProgram, xzProgram } from "./xz-program.ts";
