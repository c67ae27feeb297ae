import { expect, test } from "vitest";
import { given } from "../../../test/build/given.ts";
import { moduleFile } from "../../../test/build/module-writer.ts";
import { bytesSource } from "../../io/byte-source.ts";
import type { Fact } from "../../model/fact.ts";
import type { ModinfoReader } from "../../model/modinfo.ts";
import type { ModuleFacts } from "../../model/module.ts";
import { readModuleFacts } from "./index.ts";

const spec = { modinfo: ["license=GPL", "name=t", "vermagic=6.1.0 SMP "] };

function value<T>(fact: Fact<T>): T {
  if (!fact.known) throw new Error(fact.why.en);
  return fact.value;
}

/** Where members of Elf64_Shdr stand, and their size in bytes. */
const members = { sh_type: [4, 4], sh_flags: [8, 8], sh_offset: [24, 8], sh_size: [32, 8] } as const;

type Changes = Partial<Record<keyof typeof members, number>>;

/** The facts of a module with these changes in the header of `.modinfo`, and in that of section 0. */
async function changed(changes: Changes, ofSection0: Changes = {}): Promise<ModuleFacts> {
  const file = moduleFile(spec);
  const { e_shoff, sections } = value((await readModuleFacts(bytesSource("t.ko", file))).elf);
  const modinfo = sections.findIndex(({ name }) => name === ".modinfo");
  const view = new DataView(file.buffer, file.byteOffset);
  const write = (index: number, name: keyof typeof members, number: number): void => {
    const [at, size] = members[name];
    const place = e_shoff + index * 64 + at;
    if (size === 4) view.setUint32(place, number, true);
    else view.setBigUint64(place, BigInt(number), true);
  };
  for (const name of ["sh_type", "sh_flags", "sh_offset", "sh_size"] as const) {
    const [own, first] = [changes[name], ofSection0[name]];
    if (own !== undefined) write(modinfo, name, own);
    if (first !== undefined) write(0, name, first);
  }
  return readModuleFacts(bytesSource("t.ko", file));
}

const nameFor = ({ name, modinfoElsewhere }: ModuleFacts, reader: ModinfoReader): string | undefined => {
  const elsewhere = modinfoElsewhere && value(modinfoElsewhere)[reader];
  return value((elsewhere ?? { name }).name);
};

test("in a whole module all find the same", async () => {
  const facts = await changed({});
  expect(value(facts.name)).toBe("t");
  expect(facts.modinfoElsewhere).toBeUndefined();
});

// Seen on 5.10.223, 6.1.176, 6.12.95 and 7.2.13.
test("of a section that is said to be empty the first string counts all the same", async () => {
  const facts = await changed({ sh_size: 0 });
  expect(value(facts.modinfo)).toEqual([["license", "GPL"]]);
  expect(value(facts.name)).toBeUndefined();
});

test("a section without bytes in the file is read where they would stand, but from 6.4 to 6.12", async () => {
  const facts = await changed({ sh_type: 8 });
  expect(nameFor(facts, "upTo63")).toBe("t");
  expect(nameFor(facts, "upTo612")).toBeUndefined();
  expect(nameFor(facts, "since613")).toBe("t");
});

test("one that is not loaded is overlooked up to 6.3", async () => {
  const facts = await changed({ sh_flags: 0 });
  expect(nameFor(facts, "upTo63")).toBeUndefined();
  expect(nameFor(facts, "upTo612")).toBe("t");
  expect(nameFor(facts, "since613")).toBe("t");
});

// info->index.info is 0 then, and get_modinfo() looks at sechdrs[0].sh_offset.
test("without a section, what section 0 points to is its first string", async () => {
  const { elf } = await changed({});
  const modinfo = given(value(elf).sections.find(({ name }) => name === ".modinfo"));
  const facts = await changed({ sh_flags: 0 }, { sh_offset: modinfo.sh_offset });
  const upTo63 = given(value(given(facts.modinfoElsewhere)).upTo63);
  expect(value(upTo63.modinfo)).toEqual([["license", "GPL"]]);
});
