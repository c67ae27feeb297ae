import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { judge } from "../../test/build/judge.ts";

const twice = (changes: Partial<ReturnType<typeof section>> = {}) => ({
  elf: elfShape({}, [section(".text", changes)]),
});

// Seen on 6.12.95.
test("is refused since 6.12", () => {
  expect(judge({}, twice()).predicted).toEqual({
    errno: "EEXIST",
    log: ["sysfs: cannot create duplicate filename '/module/hello/sections/.text'"],
  });
});

test("is overlooked before", () => {
  expect(judge({ generation: "5.13", release: "6.1.0-50-amd64" }, twice()).outcome).toBe("loads");
});

test("empty sections and those that are not loaded have no file", () => {
  expect(judge({}, twice({ sh_size: 0 })).outcome).toBe("loads");
  expect(judge({}, twice({ sh_flags: 0 })).outcome).toBe("loads");
});

// Seen on 6.12.95: of two __versions the first is not loaded.
test("what is not kept does not count", () => {
  expect(judge({}, { elf: elfShape({}, [section("__versions")]) }).outcome).toBe("loads");
});
