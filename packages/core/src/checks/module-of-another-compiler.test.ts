import { expect, test } from "vitest";
import { evidence, ids, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const gcc12 = "GCC: (Debian 12.2.0-14+deb12u1) 12.2.0";
const gcc14 = "GCC: (Debian 14.2.0-19) 14.2.0";
const text = (compiler: string): string => `CONFIG_CC_VERSION_TEXT="${compiler}"\n`;
const ofGcc = configOf(text("gcc-12 (Debian 12.2.0-14) 12.2.0"));
const ofClang = text("Debian clang version 18.1.8 (1)");

test("another version of the same compiler is noise, and said to be", () => {
  const verdict = judge({ config: ofGcc }, { compilers: [gcc12, gcc14] });
  expect(verdict.outcome).toBe("loads");
  expect(ids(verdict)).toEqual(["module-of-another-compiler"]);
  expect(evidence(verdict, "module-of-another-compiler")).toEqual([
    { differences: [{ tool: "compiler", kernel: "gcc 12.2.0", other: "gcc 14.2.0" }], matters: false },
  ]);
});

test("another compiler matters where the kernel calls only what its own built", () => {
  const config = configOf(`${ofClang}CONFIG_CFI_CLANG=y\n`);
  const verdict = judge({ config }, { compilers: [gcc12] });
  expect(evidence(verdict, "module-of-another-compiler")).toMatchObject([
    {
      matters: true,
      differences: [{ matters: { why: "incompatible code", options: ["CONFIG_CFI_CLANG"] } }],
    },
  ]);
  expect(
    evidence(judge({ config: configOf(ofClang) }, { compilers: [gcc12] }), "module-of-another-compiler"),
  ).toMatchObject([{ matters: false }]);
});

test("what the banner says counts before the configuration", () => {
  const banner = "Linux version 6.12 (a@b) (gcc-14 (Debian 14.2.0-19) 14.2.0, GNU ld 2.44) #1 SMP";
  expect(ids(judge({ config: ofGcc, banner }, { compilers: [gcc14] }))).toEqual([]);
  expect(ids(judge({ config: ofGcc, banner }, { compilers: [gcc12] }))).toEqual([
    "module-of-another-compiler",
  ]);
});

test("nothing where they agree, name no compiler that is known, or nobody looked", () => {
  expect(ids(judge({ config: ofGcc }, { compilers: [gcc12] }))).toEqual([]);
  expect(ids(judge({ config: ofGcc }, { compilers: ["rustc version 1.78.0"] }))).toEqual([]);
  expect(ids(judge({ config: ofGcc }, {}))).toEqual([]);
});
