// Written by `npm run registries` from the files of this folder. Do not edit.
import arch from "./arch.ts";
import armbian from "./armbian.ts";
import debian from "./debian.ts";
import fedora from "./fedora.ts";
import raspberryPiOs from "./raspberry-pi-os.ts";
import ubuntu from "./ubuntu.ts";

export const distributions = {
  arch,
  armbian,
  debian,
  fedora,
  "raspberry-pi-os": raspberryPiOs,
  ubuntu,
} as const;
