import { describe, expect, test } from "vitest";
import { kernelBool, kernelInteger } from "./kernel-values.ts";

describe("kernelBool", () => {
  test.each([
    ["1", true],
    ["Y", true],
    ["yellow", true],
    ["on", true],
    ["0", false],
    ["nope", false],
    ["OFF", false],
    ["o", undefined],
    ["oh", undefined],
    ["2", undefined],
    ["", undefined],
    ["true", undefined],
  ])("%j is %j", (text, value) => expect(kernelBool(text)).toBe(value));

  test("t and f are understood where the kernel does", () => {
    expect(kernelBool("true", "tf")).toBe(true);
    expect(kernelBool("F", "tf")).toBe(false);
    expect(kernelBool("enabled", "tf")).toBeUndefined();
    expect(kernelBool("", "tf")).toBeUndefined();
  });
});

describe("kernelInteger", () => {
  const int = { bits: 32, signed: true } as const;
  const byte = { bits: 8, signed: false } as const;
  const ullong = { bits: 64, signed: false } as const;
  test.each([
    ["7", "7"],
    ["+7", "7"],
    ["-7", "-7"],
    ["0x10", "16"],
    ["0X1f\n", "31"],
    ["010", "8"],
    ["0", "0"],
    ["-2147483648", "-2147483648"],
    ["2147483648", "ERANGE"],
    ["-2147483649", "ERANGE"],
    ["99999999999999999999999z", "ERANGE"],
    ["", "EINVAL"],
    ["-", "EINVAL"],
    ["0x", "EINVAL"],
    ["0xg", "EINVAL"],
    ["08", "EINVAL"],
    ["1 ", "EINVAL"],
    ["1a", "EINVAL"],
    ["seven", "EINVAL"],
    ["--1", "EINVAL"],
    ["-+1", "EINVAL"],
    ["1\n\n", "EINVAL"],
  ])("int %j is %j", (text, value) => expect(String(kernelInteger(text, int))).toBe(value));

  test("an unsigned type takes no minus", () => {
    expect(kernelInteger("-1", byte)).toBe("EINVAL");
    expect(kernelInteger("255", byte)).toBe(255n);
    expect(kernelInteger("256", byte)).toBe("ERANGE");
    expect(kernelInteger("18446744073709551615", ullong)).toBe(0xffff_ffff_ffff_ffffn);
    expect(kernelInteger("18446744073709551616", ullong)).toBe("ERANGE");
  });

  test("a long long has its own range", () => {
    const llong = { bits: 64, signed: true } as const;
    expect(kernelInteger("-9223372036854775808", llong)).toBe(-0x8000_0000_0000_0000n);
    expect(kernelInteger("9223372036854775808", llong)).toBe("ERANGE");
    expect(kernelInteger("-9223372036854775809", llong)).toBe("ERANGE");
  });
});
