import { expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { bannerIn, vermagicIn } from "./kernel-strings.ts";

const kernel = text(
  [
    "code",
    "Linux version %s (%s)",
    "Linux version 6.1.0-9-amd64 (builder) (gcc) # SMP",
    "Linux version 6.1.0-9-amd64 (builder) (gcc) #1 SMP 2026\n",
    "6.1.0-9-amd64",
    "6.1.0-9-amd64 (not a vermagic)",
    "behind 6.1.0-9-amd64 SMP",
    "6.1.0-9-amd64 SMP preempt mod_unload ",
    "end",
  ].join("\0"),
);

test("of two banners the one with the number of the build is told", () => {
  expect(bannerIn(kernel)).toMatchObject({
    text: "Linux version 6.1.0-9-amd64 (builder) (gcc) #1 SMP 2026",
    release: "6.1.0-9-amd64",
  });
  expect(bannerIn(text("Linux version 5.10.0 (x) (y)\0"))?.release).toBe("5.10.0");
  expect(bannerIn(text("Linux version\0"))).toBeUndefined();
  expect(bannerIn(text("Linux version 5.10.0 (no end"))).toBeUndefined();
});

test("the vermagic is the string that begins with the release and has words only", () => {
  expect(vermagicIn(kernel, "6.1.0-9-amd64")?.text).toBe("6.1.0-9-amd64 SMP preempt mod_unload ");
  expect(vermagicIn(kernel, "6.1.0-8-amd64")).toBeUndefined();
});
