import type { Language } from "../../model/fact.ts";
import type { Loading, Packing } from "../../model/state.ts";

/** What always works. */
export const unpackFirst: Readonly<Record<Language, string>> = {
  en: "Unpack the module first (`unxz`, `gunzip`, `unzstd`), or load it with `modprobe`, which does so where the kernel cannot.",
  zh: "请先解压模块（`unxz`、`gunzip`、`unzstd`），或用 `modprobe` 加载：内核无法解压时它会自行解压。",
};

interface Handed {
  readonly loading: Loading;
  /** What the kernel unpacks. */
  readonly decompression: Packing["compression"] | undefined;
}

/**
 * Whether the kernel is asked to unpack a file that is packed like this: by a flag; or by kmod's modprobe, which sets the flag where
 * `/sys/module/compression` names the file's compression. libkmod/libkmod-module.c
 */
export const kernelUnpacks = ({ loading, decompression }: Handed, packing: Packing | undefined): boolean =>
  loading.compressedFlag ||
  (loading.via === "modprobe" && packing !== undefined && packing.compression === decompression);

/** Whether it may depend on how the file is packed. */
export const mayBePacked = ({ via, compressedFlag }: Loading): boolean =>
  compressedFlag || via === "modprobe";
