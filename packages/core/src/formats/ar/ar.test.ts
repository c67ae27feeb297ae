import { expect, test } from "vitest";
import { ar } from "../../../test/build/ar-writer.ts";
import { text } from "../../../test/build/byte-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { bytesSource, readAll } from "../../io/byte-source.ts";
import { openAr } from "./ar.ts";

const archive = ar([
  ["debian-binary", text("2.0\n")],
  ["odd/", text("abc")],
  ["empty", new Uint8Array(0)],
  ["last", text("z")],
]);
const open = async (bytes: Uint8Array): ReturnType<typeof openAr> => openAr(bytesSource("x.deb", bytes));

test("members in their order, with their content", async () => {
  const members = await open(archive);
  const read = async (index: number): Promise<string> => {
    const member = members[index];
    return member ? new TextDecoder().decode(await readAll(member.content, 100)) : "";
  };
  expect(members.map(({ name, content }) => [name, content.size])).toEqual([
    ["debian-binary", 4],
    ["odd", 3],
    ["empty", 0],
    ["last", 1],
  ]);
  expect([await read(0), await read(1), await read(3)]).toEqual(["2.0\n", "abc", "z"]);
  expect(members[0]?.content.name).toBe("x.deb!debian-binary");
});

test.each([
  ["another file", text("!<arc>\n12"), 0],
  ["a file that is too short", text("!<a"), 0],
  ["half a header", archive.slice(0, 40), 8],
  ["a size that is no number", Uint8Array.from(archive, (byte, i) => (i === 56 ? 0x41 : byte)), 8],
  ["a header without its end", Uint8Array.from(archive, (byte, i) => (i === 66 ? 0x41 : byte)), 8],
  ["content that is cut off", archive.slice(0, 70), 68],
])("%s is damage", async (_, bytes, offset) => {
  await expect(open(bytes)).rejects.toMatchObject({ name: "FormatError", source: "x.deb", offset });
});

test("members without end are not read without end", async () => {
  const many = ar(Array.from({ length: 1025 }, () => ["x", new Uint8Array(0)] as const));
  await expect(open(many)).rejects.toThrow("more than 1024 members");
});

test("damage is a FormatError or a value", async () => {
  await survivesDamage(archive, open);
});
