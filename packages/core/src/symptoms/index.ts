// Written by `npm run registries` from the files of this folder. Do not edit.
import apiChange from "./api-change.ts";
import benign from "./benign.ts";
import compileError from "./compile-error.ts";
import dkmsBuildFailed from "./dkms-build-failed.ts";
import einval from "./einval.ts";
import enoexec from "./enoexec.ts";
import makeFailed from "./make-failed.ts";
import moduleLayoutCrc from "./module-layout-crc.ts";
import structModuleLayout from "./struct-module-layout.ts";
import symbolCrc from "./symbol-crc.ts";
import symversMissing from "./symvers-missing.ts";
import unknownSymbol from "./unknown-symbol.ts";
import vermagic from "./vermagic.ts";
import werror from "./werror.ts";

export const symptoms = {
  "api-change": apiChange,
  benign,
  "compile-error": compileError,
  "dkms-build-failed": dkmsBuildFailed,
  einval,
  enoexec,
  "make-failed": makeFailed,
  "module-layout-crc": moduleLayoutCrc,
  "struct-module-layout": structModuleLayout,
  "symbol-crc": symbolCrc,
  "symvers-missing": symversMissing,
  "unknown-symbol": unknownSymbol,
  vermagic,
  werror,
} as const;
