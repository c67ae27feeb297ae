import { constants } from "node:os";
import { expect, test } from "vitest";
import { errnoName } from "./errno.ts";

test("names are those of the system, where it has them", () => {
  // The first of several names is the kernel's own: EAGAIN is EWOULDBLOCK, EOPNOTSUPP is ENOTSUP for user space.
  const aliases = new Set(["EWOULDBLOCK", "ENOTSUP", "EDEADLOCK"]);
  const own = Object.entries(constants.errno).filter(([name]) => !aliases.has(name));
  expect(own.map(([, number]) => errnoName(number))).toEqual(own.map(([name]) => name));
});

test("the ones of keys and of the kernel itself, and those that have no name", () => {
  expect([8, 126, 127, 128, 129, 133, 517, 524].map(errnoName)).toEqual([
    "ENOEXEC",
    "ENOKEY",
    "EKEYEXPIRED",
    "EKEYREVOKED",
    "EKEYREJECTED",
    "EHWPOISON",
    "EPROBE_DEFER",
    "ENOTSUPP",
  ]);
  expect([41, 58, 134, 999].map(errnoName)).toEqual(["errno 41", "errno 58", "errno 134", "errno 999"]);
});
