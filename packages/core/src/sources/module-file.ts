import { ET_REL } from "../formats/elf/constants.ts";
import { openElf } from "../formats/elf/elf.ts";
import { firstValue, parseModinfo } from "../formats/modinfo/modinfo.ts";
import { known } from "../model/fact.ts";
import { vermagicOf } from "../model/vermagic.ts";
import { elfType } from "./common/elf-type.ts";
import { fileModules } from "./common/file-modules.ts";
import type { Source } from "./define-source.ts";

/** A module that came with the kernel: it tells the vermagic and `struct module`. */
export default {
  id: "module-file",
  async openFile(file) {
    if ((await elfType(file)) !== ET_REL) return undefined;
    const elf = await openElf(file);
    const modinfo = elf.section(".modinfo");
    // An object file that is no module is none of ours.
    if (!modinfo) return undefined;
    const vermagic = firstValue(parseModinfo(await elf.read(modinfo)), "vermagic");
    return {
      inputs: [file.name],
      modules: fileModules(file.name, [file]),
      ...(vermagic !== undefined && {
        release: known(vermagicOf(vermagic).release, { input: file.name, part: "vermagic" }),
      }),
    };
  },
} satisfies Source;
