// Written by `npm run registries` from the files of this folder. Do not edit.
import buildDirectory from "./build-directory.ts";
import configFile from "./config-file.ts";
import deb from "./deb.ts";
import image from "./image.ts";
import moduleFile from "./module-file.ts";
import modulesDirectory from "./modules-directory.ts";
import rawBtf from "./raw-btf.ts";
import rootDirectory from "./root-directory.ts";
import savedFacts from "./saved-facts.ts";
import symversFile from "./symvers-file.ts";
import vmlinux from "./vmlinux.ts";

export const sources = {
  "build-directory": buildDirectory,
  "config-file": configFile,
  deb,
  image,
  "module-file": moduleFile,
  "modules-directory": modulesDirectory,
  "raw-btf": rawBtf,
  "root-directory": rootDirectory,
  "saved-facts": savedFacts,
  "symvers-file": symversFile,
  vmlinux,
} as const;
