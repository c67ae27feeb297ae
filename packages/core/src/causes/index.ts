// Written by `npm run registries` from the files of this folder. Do not edit.
import builtForAnotherRelease from "./built-for-another-release.ts";
import crcsOfAnotherBuild from "./crcs-of-another-build.ts";
import exportedTypeChanged from "./exported-type-changed.ts";
import optionGuardsMembers from "./option-guards-members.ts";
import otherTypesDiffer from "./other-types-differ.ts";
import symbolOfAnotherTime from "./symbol-of-another-time.ts";
import symbolOptionOff from "./symbol-option-off.ts";
import symbolTrimmed from "./symbol-trimmed.ts";
import symversOfAnotherBuild from "./symvers-of-another-build.ts";
import vermagicOptionDiffers from "./vermagic-option-differs.ts";

export const causes = {
  "built-for-another-release": builtForAnotherRelease,
  "crcs-of-another-build": crcsOfAnotherBuild,
  "exported-type-changed": exportedTypeChanged,
  "option-guards-members": optionGuardsMembers,
  "other-types-differ": otherTypesDiffer,
  "symbol-of-another-time": symbolOfAnotherTime,
  "symbol-option-off": symbolOptionOff,
  "symbol-trimmed": symbolTrimmed,
  "symvers-of-another-build": symversOfAnotherBuild,
  "vermagic-option-differs": vermagicOptionDiffers,
} as const;
