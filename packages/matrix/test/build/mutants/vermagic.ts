import type { ElfEditor } from "../elf-editor.ts";
import { type Mutant, mutantsOf, only } from "./define-mutant.ts";
import { changeTag, modinfoOf, setModinfo } from "./modinfo-entries.ts";
import { setRows, withoutVersions } from "./version-rows.ts";

const m = mutantsOf("plain");

const set = (id: string, change: string, value: (vermagic: string) => string): Mutant =>
  m(id, change, (elf) => changeTag(elf, "vermagic", value));
const setWithoutVersions = (id: string, change: string, value: (vermagic: string) => string): Mutant =>
  m(id, `${change}, and the module has no __versions`, (elf) => {
    changeTag(elf, "vermagic", value);
    withoutVersions(elf);
  });

const releaseOf = (vermagic: string): string => vermagic.split(" ", 1)[0] ?? "";
const flagsOf = (vermagic: string): string => vermagic.slice(releaseOf(vermagic).length);

/** Without one word of the flags; a kernel that has no such word has no such mutant. */
const without = (word: string): Mutant =>
  m(`vermagic-no-${word.replaceAll("_", "-")}`, `vermagic has no ${word}`, (elf) =>
    changeTag(elf, "vermagic", (old) => {
      only(flagsOf(old).split(" ").includes(word), word);
      return releaseOf(old) + flagsOf(old).replace(`${word} `, "");
    }),
  );
const withWord = (word: string): Mutant =>
  m(`vermagic-with-${word.toLowerCase().replaceAll("_", "-")}`, `vermagic has ${word} behind SMP`, (elf) =>
    changeTag(elf, "vermagic", (old) => old.replace("SMP ", `SMP ${word} `)),
  );
const first = (elf: ElfEditor, entry: string): void => setModinfo(elf, [entry, ...modinfoOf(elf)]);

/** vermagic, word by word. */
export default [
  set("vermagic-release", "the release in vermagic is 1.2.3", (old) => `1.2.3${flagsOf(old)}`),
  set(
    "vermagic-release-near",
    "the release in vermagic has one letter more",
    (old) => `${releaseOf(old)}x${flagsOf(old)}`,
  ),
  set("vermagic-release-none", "vermagic begins with its flags", (old) => flagsOf(old).trimStart()),
  set("vermagic-release-space", "vermagic begins with a space", (old) => flagsOf(old)),
  set("vermagic-flags-none", "vermagic is the release", releaseOf),
  without("SMP"),
  without("preempt"),
  without("mod_unload"),
  without("modversions"),
  without("p2v8"),
  without("ARMv7"),
  withWord("preempt_rt"),
  withWord("RANDSTRUCT_0123"),
  set("vermagic-order", "SMP and mod_unload have changed places", (old) =>
    old.replace("SMP", "\0").replace("mod_unload", "SMP").replace("\0", "mod_unload"),
  ),
  set("vermagic-case", "vermagic says smp", (old) => old.replace("SMP", "smp")),
  set(
    "vermagic-two-spaces",
    "there are two spaces behind the release",
    (old) => `${releaseOf(old)} ${flagsOf(old)}`,
  ),
  set("vermagic-space", "vermagic has a space more at its end", (old) => `${old} `),
  set(
    "vermagic-end",
    "vermagic has a word more at its end",
    (old) => `${old}${old.endsWith(" ") ? "" : " "}kofit`,
  ),
  set("vermagic-end-cut", "the last letter of vermagic is missing", (old) => old.slice(0, -1)),
  set("vermagic-architecture", "vermagic names another architecture", (old) =>
    old.replace("aarch64", "armv9").replace("ARMv7", "ARMv6").replace("riscv", "loong"),
  ),
  set("vermagic-empty", "vermagic is empty", () => ""),
  set("vermagic-long", "vermagic is 3000 letters longer", (old) => old + "x".repeat(3000)),
  m("vermagic-none", "there is no vermagic", (elf) => changeTag(elf, "vermagic", () => undefined)),
  m("vermagic-twice-good", "there is a second vermagic, and it is wrong", (elf) =>
    setModinfo(elf, [...modinfoOf(elf), "vermagic=bad"]),
  ),
  m("vermagic-twice-bad", "there is a wrong vermagic before the right one", (elf) =>
    first(elf, "vermagic=1.0 bad"),
  ),
  setWithoutVersions("vermagic-same-nover", "vermagic is right", (old) => old),
  setWithoutVersions(
    "vermagic-release-nover",
    "the release in vermagic is 1.2.3",
    (old) => `1.2.3${flagsOf(old)}`,
  ),
  setWithoutVersions(
    "vermagic-near-nover",
    "the release in vermagic has one letter more",
    (old) => `${releaseOf(old)}x${flagsOf(old)}`,
  ),
  m("vermagic-none-nover", "there is no vermagic, and the module has no __versions", (elf) => {
    changeTag(elf, "vermagic", () => undefined);
    withoutVersions(elf);
  }),
  m("vermagic-release-emptyver", "the release in vermagic is 1.2.3, and __versions is empty", (elf) => {
    changeTag(elf, "vermagic", (old) => `1.2.3${flagsOf(old)}`);
    setRows(elf, []);
  }),
  m(
    "vermagic-release-unloadedver",
    "the release in vermagic is 1.2.3, and __versions is not loaded",
    (elf) => {
      changeTag(elf, "vermagic", (old) => `1.2.3${flagsOf(old)}`);
      elf.setField(elf.section("__versions"), "sh_flags", 0);
    },
  ),
  m("vermagic-other-name", "vermagic is wrong, and .modinfo has another name", (elf) => {
    changeTag(elf, "vermagic", (old) => `${old}x`);
    changeTag(elf, "name", () => "kofit_other");
  }),
] satisfies readonly Mutant[] as readonly Mutant[];
