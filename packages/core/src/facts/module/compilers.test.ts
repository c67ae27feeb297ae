import { expect, test } from "vitest";
import { elf } from "../../../test/build/elf-writer.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { readCompilers } from "./compilers.ts";

const read = async (bytes: Uint8Array): ReturnType<typeof readCompilers> =>
  readCompilers(bytesSource("x.ko", bytes));
const gcc = "GCC: (Debian 12.2.0-14+deb12u1) 12.2.0";

test("each compiler once, whatever linkers put between", async () => {
  const bytes = `\0${gcc}\0${gcc}\0\0rustc version 1.78.0\0`;
  expect(await read(elf({ type: 1, sections: [{ name: ".comment", bytes }] }))).toEqual({
    known: true,
    value: [gcc, "rustc version 1.78.0"],
    origin: { input: "x.ko", part: ".comment" },
  });
});

test("a module without the section names none", async () => {
  expect(await read(elf({ type: 1, sections: [] }))).toMatchObject({ known: true, value: [] });
});

test("of a file that is none, or a section that is none, it is not known", async () => {
  expect(await read(new Uint8Array(10))).toMatchObject({ known: false });
  const bytes = "x".repeat(1 << 17);
  expect(await read(elf({ type: 1, sections: [{ name: ".comment", bytes }] }))).toMatchObject({
    known: false,
  });
});
