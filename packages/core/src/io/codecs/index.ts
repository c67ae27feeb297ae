// Written by `npm run registries` from the files of this folder. Do not edit.
import gzip from "./gzip.ts";
import xz from "./xz.ts";
import zstd from "./zstd.ts";

export const codecs = {
  gzip,
  xz,
  zstd,
} as const;
