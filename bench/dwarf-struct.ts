/** `node -C source bench/dwarf-struct.ts VMLINUX STRUCT`: what the reader of debug information does, and nothing else. */
import { fileSource } from "../packages/core/node/file-source.ts";
import { recordNamed } from "../packages/core/src/c-types/record-named.ts";
import { openDwarf } from "../packages/core/src/formats/dwarf/dwarf.ts";
import { openElf } from "../packages/core/src/formats/elf/elf.ts";

const [path = "", name = ""] = process.argv.slice(2);
const dwarf = openDwarf(await openElf(fileSource(path)));
const answer = await dwarf?.defining("struct", name);
const struct = answer?.found === true ? recordNamed(answer.types, name) : undefined;
process.stdout.write(
  `${name}: ${struct ? `${struct.size} bytes, ${struct.members.length} members` : "none"}\n`,
);
