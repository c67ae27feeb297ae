import type { ElfEditor } from "../elf-editor.ts";
import { type Load, type Mutant, mutantsOf } from "./define-mutant.ts";
import { changeTag } from "./modinfo-entries.ts";
import { changeRows, withoutVersions } from "./version-rows.ts";

const m = mutantsOf("plain");
const nothing = (): void => {};

const vermagic = { flags: ["ignore-vermagic"] } as const satisfies Load;
const modversions = { flags: ["ignore-modversions"] } as const satisfies Load;
const both = { flags: ["ignore-vermagic", "ignore-modversions"] } as const satisfies Load;

const badMagic = (elf: ElfEditor): void => changeTag(elf, "vermagic", () => "1.2.3 nothing");
const badRelease = (elf: ElfEditor): void =>
  changeTag(elf, "vermagic", (old) => `1.2.3${old.slice(old.indexOf(" "))}`);
const badCrc = (elf: ElfEditor): void =>
  changeRows(elf, (row, index) => (index === 0 ? { ...row, crc: row.crc ^ 1n } : row));
const badLayout = (elf: ElfEditor): void =>
  changeRows(elf, (row, index) => (index < 0 ? { ...row, crc: row.crc ^ 1n } : row));

const withParams = (id: string, params: string, seed = "params"): Mutant =>
  mutantsOf(seed)(`params-${id}`, `nothing; it is given ${params}`, nothing, { params });

/** How the same files are handed over: forced, with parameters, once more, by the older system call. */
export default [
  m("force-vermagic-good", "nothing; vermagic is ignored", nothing, vermagic),
  m("force-modversions-good", "nothing; versions are ignored", nothing, modversions),
  m("force-both-good", "nothing; vermagic and versions are ignored", nothing, both),
  m("force-vermagic-bad", "vermagic is wrong, and ignored", badMagic, vermagic),
  m("force-vermagic-crc", "a CRC is wrong, and vermagic is ignored", badCrc, vermagic),
  m("force-modversions-crc", "a CRC is wrong, and versions are ignored", badCrc, modversions),
  m(
    "force-modversions-layout",
    "the CRC of module_layout is wrong, and versions are ignored",
    badLayout,
    modversions,
  ),
  m(
    "force-modversions-release",
    "the release in vermagic is 1.2.3, and versions are ignored",
    badRelease,
    modversions,
  ),
  m("force-modversions-magic", "vermagic is wrong, and versions are ignored", badMagic, modversions),
  m(
    "force-both-bad",
    "vermagic and a CRC are wrong, and ignored",
    (elf) => {
      badMagic(elf);
      badCrc(elf);
    },
    both,
  ),
  m(
    "force-both-none",
    "there are no __versions and no vermagic, and both are ignored",
    (elf) => {
      withoutVersions(elf);
      changeTag(elf, "vermagic", () => undefined);
    },
    both,
  ),
  mutantsOf("gplonly")("force-modversions-gpl", "nothing; versions are ignored", nothing, modversions),
  withParams("number", "number=7"),
  withParams("number-hex", "number=0x7f"),
  withParams("number-negative", "number=-3"),
  withParams("number-word", "number=seven"),
  withParams("number-large", "number=99999999999"),
  withParams("number-empty", "number="),
  withParams("number-bare", "number"),
  withParams("byte-large", "small=300"),
  withParams("flag-bare", "flag"),
  withParams("flag-word", "flag=maybe"),
  withParams("flag-y", "flag=Y"),
  withParams("text", "text=seven77"),
  withParams("text-long", "text=eight888"),
  withParams("text-quoted", 'text="a b"'),
  withParams("list", "list=1,2,3"),
  withParams("list-long", "list=1,2,3,4"),
  withParams("list-word", "list=1,two"),
  withParams("unknown", "kofit=1"),
  withParams("unknown-bare", "kofit"),
  withParams("unknown-then-bad", "kofit=1 number=x"),
  withParams("twice", "number=1 number=2"),
  withParams("dash", "num-ber=1"),
  withParams("after-dashes", "number=1 -- number=x"),
  withParams("spaces", "   number=1   flag   "),
  withParams("charp", "who=me n=4", "plain"),
  withParams("none-taken", "number=1", "prop"),
  withParams("dyndbg", "dyndbg=+p", "plain"),
  withParams("async", "async_probe=1", "plain"),
  m("again", "nothing; it is loaded already", nothing, { before: ["seed-plain"] }),
  m("again-altered", "a CRC is wrong, and a module of that name is loaded", badCrc, {
    before: ["seed-plain"],
  }),
  m("again-magic", "vermagic is wrong, and a module of that name is loaded", badMagic, {
    before: ["seed-plain"],
  }),
  mutantsOf("exporter")("again-exporter", "nothing; it is loaded already", nothing, {
    before: ["seed-exporter"],
  }),
  m("by-init", "nothing; it is loaded by init_module(2)", nothing, { via: "init" }),
  m("by-init-magic", "vermagic is wrong; it is loaded by init_module(2)", badMagic, { via: "init" }),
  m("by-init-empty", "the file is empty; it is loaded by init_module(2)", () => new Uint8Array(0), {
    via: "init",
  }),
  m(
    "by-init-short",
    "the file is cut after 20 bytes; it is loaded by init_module(2)",
    (elf) => elf.bytes.slice(0, 20),
    { via: "init" },
  ),
  m(
    "by-init-header",
    "the file is cut after its header; it is loaded by init_module(2)",
    (elf) => elf.bytes.slice(0, elf.wide ? 64 : 52),
    { via: "init" },
  ),
  m("by-init-params", "nothing; it is loaded by init_module(2) with a bad parameter", nothing, {
    via: "init",
    params: "n=x",
  }),
] satisfies readonly Mutant[] as readonly Mutant[];
