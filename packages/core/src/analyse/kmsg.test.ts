import { expect, test } from "vitest";
import { asInKmsg } from "./kmsg.ts";

// Seen on 5.10.223, 6.1.176 and 6.12.95.
test("what is not printable is written as its bytes", () => {
  expect(asInKmsg("hello: Unknown symbol a_b~ (err -2)")).toBe("hello: Unknown symbol a_b~ (err -2)");
  expect(asInKmsg("\u007fELF\n\t\\\u0090\u00ff")).toBe("\\x7fELF\\x0a\\x09\\x5c\\x90\\xff");
  expect(asInKmsg("名")).toBe("\\xe5\\x90\\x8d");
});

test("what is left open stays", () => {
  expect(asInKmsg("loc …, val …")).toBe("loc …, val …");
});
