// Most bytes that are taken into memory of one file. Each is several times what real kernels have.

/** A configuration: 350 kB. */
export const MAX_CONFIG = 8 << 20;
/** `Module.symvers`: 2 MB. */
export const MAX_SYMVERS = 64 << 20;
/** An index of depmod: 2 MB. */
export const MAX_INDEX = 64 << 20;
/** BTF of a kernel: 7 MB. */
export const MAX_BTF = 128 << 20;
/** A module, decompressed: 30 MB. */
export const MAX_MODULE = 256 << 20;
/** A file that tells the release: 100 bytes. */
export const MAX_RELEASE_FILE = 4096;
/** Anything compressed that a person gives as a kernel. */
export const MAX_INPUT = 256 << 20;
/** Of a file, to see what it is. */
export const HEAD = 64 << 10;
