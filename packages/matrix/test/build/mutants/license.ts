import { type Mutant, mutantsOf } from "./define-mutant.ts";
import { changeTag, modinfoOf, setModinfo } from "./modinfo-entries.ts";
import type { ElfEditor } from "../elf-editor.ts";

const gpl = mutantsOf("gplonly");

const licensed = (id: string, license: string, of: typeof gpl = gpl): Mutant =>
  of(id, `the licence is ${license}`, (elf) => changeTag(elf, "license", () => license));

const weak = (elf: ElfEditor): void => {
  for (const symbol of elf.imports()) elf.setSymbol(symbol, "st_info", 0x20 | (symbol.st_info & 0xf));
};

/** Licences, and what they hide. */
export default [
  licensed("license-plain-proprietary", "Proprietary", mutantsOf("plain")),
  licensed("license-plain-gpl3", "GPL v3", mutantsOf("plain")),
  licensed("license-gpl2", "GPL v2"),
  licensed("license-additional", "GPL and additional rights"),
  licensed("license-bsd-gpl", "Dual BSD/GPL"),
  licensed("license-mit-gpl", "Dual MIT/GPL"),
  licensed("license-mpl-gpl", "Dual MPL/GPL"),
  licensed("license-gpl3", "GPL v3"),
  licensed("license-bsd", "BSD"),
  licensed("license-gpl-lower", "gpl"),
  licensed("license-gpl-space", "GPL "),
  licensed("license-proprietary", "Proprietary"),
  licensed("license-empty", ""),
  gpl("license-none", "there is no licence", (elf) => changeTag(elf, "license", () => undefined)),
  mutantsOf("plain")("license-plain-none", "there is no licence", (elf) =>
    changeTag(elf, "license", () => undefined),
  ),
  gpl("license-twice-bad", "there is another licence before GPL", (elf) =>
    setModinfo(elf, ["license=Proprietary", ...modinfoOf(elf)]),
  ),
  gpl("license-twice-good", "there is another licence behind GPL", (elf) =>
    setModinfo(elf, [...modinfoOf(elf), "license=Proprietary"]),
  ),
  gpl("license-proprietary-weak", "the licence is Proprietary, and all imports are weak", (elf) => {
    changeTag(elf, "license", () => "Proprietary");
    weak(elf);
  }),
  mutantsOf("importer")(
    "license-importer-proprietary",
    "the licence is Proprietary, and a module exports for the GPL",
    (elf) => changeTag(elf, "license", () => "Proprietary"),
    { before: ["seed-exporter"] },
  ),
  mutantsOf("inherits")(
    "inherits-taint",
    "nothing; a module that is not under the GPL exports to it",
    () => {},
    {
      before: ["seed-propexp"],
    },
  ),
  mutantsOf("bothsides")("both-sides", "nothing; it also uses a module that is not under the GPL", () => {}, {
    before: ["seed-propexp"],
  }),
] satisfies readonly Mutant[] as readonly Mutant[];
