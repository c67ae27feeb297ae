import { expect, test } from "vitest";
import { causesOf, only } from "../../test/build/causes.ts";
import { imports, modversions } from "../../test/build/facts.ts";

const ID = "built-for-another-release";
const FLAGS = "SMP preempt mod_unload ";
const found = (kernel: string, module: string): ReturnType<typeof causesOf> =>
  only(
    ID,
    causesOf(
      "vermagic-mismatch",
      { release: kernel, vermagic: `${kernel} ${FLAGS}` },
      { vermagic: `${module} ${FLAGS}`, modversions: undefined },
    ),
  );

test.each([
  ["6.12.95+deb13-arm64", "6.1.0-50-arm64", "version"],
  ["6.18.0-rc3", "6.18.0-rc4", "version"],
  ["6.12.95+deb13-arm64", "6.12.95+deb13-amd64", "local"],
  ["6.12.95-board", "6.12.95", "local"],
  ["6.12.95-board+", "6.12.95-board", "scm"],
  ["6.12.95-v8", "6.12.95-v8-00012-g0123456789ab", "scm"],
  ["6.12.95", "6.12.95-dirty", "scm"],
])("%s against %s: %s", (kernel, module, part) => {
  expect(found(kernel, module)).toEqual([
    { id: ID, certainty: "certain", evidence: { module, kernel, part } },
  ]);
});

test("releases of no known form are told, and not taken apart", () => {
  expect(found("6.12.95", "custom")).toEqual([
    { id: ID, certainty: "certain", evidence: { module: "custom", kernel: "6.12.95" } },
  ]);
});

test("the same release explains nothing", () => {
  const causes = causesOf("vermagic-mismatch", {}, { vermagic: "6.12.95-test SMP preempt modversions " });
  expect(only(ID, causes)).toEqual([]);
});

// With CONFIG_MODVERSIONS no release is compared, and the CRC of module_layout is what fails.
test("of other findings it is the likely explanation", () => {
  const module = {
    vermagic: "6.12.94-test SMP preempt mod_unload modversions ",
    modversions: modversions({ module_layout: 0x12 }),
    imports: imports(),
  };
  expect(only(ID, causesOf("module-layout-crc-mismatch", {}, module))).toEqual([
    {
      id: ID,
      certainty: "likely",
      evidence: { module: "6.12.94-test", kernel: "6.12.95-test", part: "version" },
    },
  ]);
});
