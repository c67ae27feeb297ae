import { expect, test } from "vitest";
import { configDifference } from "./config-difference.ts";

test("what one side does not set, or sets otherwise", () => {
  const kernel =
    '# Linux/arm64\nCONFIG_A=y\nCONFIG_PAHOLE_VERSION=124\nCONFIG_B=y\n# CONFIG_C is not set\nCONFIG_S="x"\n';
  const headers = 'CONFIG_PAHOLE_VERSION=0\nCONFIG_A=y\n# CONFIG_B is not set\nCONFIG_D=m\nCONFIG_S="x"\n';
  expect(configDifference(kernel, headers)).toEqual([
    { symbol: "CONFIG_PAHOLE_VERSION", kernel: "124", headers: "0" },
    { symbol: "CONFIG_B", kernel: "y" },
    { symbol: "CONFIG_D", headers: "m" },
  ]);
});

test("equal configurations have no difference, whatever their order", () => {
  expect(configDifference("CONFIG_A=y\nCONFIG_B=m\n", "CONFIG_B=m\nCONFIG_A=y\n")).toEqual([]);
});

test("quotes alone are no difference", () => {
  expect(configDifference('CONFIG_A="b"\nCONFIG_C="\\"d\\""\n', 'CONFIG_A=b\nCONFIG_C="d"\n')).toEqual([
    { symbol: "CONFIG_C", kernel: '"\\"d\\""', headers: '"d"' },
  ]);
});
