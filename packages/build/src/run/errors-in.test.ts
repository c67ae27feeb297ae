import { expect, test } from "vitest";
import { errorsIn } from "./errors-in.ts";

test.each([
  [
    "  CC [M] a.o\n\na.c:1: error: no member\nmake[1]: *** [a.o] Error 1\nmake: *** Error 2\n",
    "a.c:1: error: no member | make[1]: *** [a.o] Error 1",
  ],
  ["one\ntwo\nthree\n", "two | three"],
  ["/bin/sh: 1: pahole: not found\n", "/bin/sh: 1: pahole: not found"],
  [
    "make: *** No rule to make target 'modules'.  Stop.\n",
    "make: *** No rule to make target 'modules'.  Stop.",
  ],
  ["", ""],
])("%j", (output, shown) => {
  expect(errorsIn(output)).toBe(shown);
});
