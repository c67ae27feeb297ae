// Written by `npm run registries` from the files of this folder. Do not edit.
import bzip2 from "./bzip2.ts";
import gzip from "./gzip.ts";
import lz4 from "./lz4.ts";
import lzma from "./lzma.ts";
import lzo from "./lzo.ts";
import xz from "./xz.ts";
import zstd from "./zstd.ts";

export const codecs = {
  bzip2,
  gzip,
  lz4,
  lzma,
  lzo,
  xz,
  zstd,
} as const;
