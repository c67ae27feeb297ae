import { expect, test } from "vitest";
import { architecture, elfShape } from "../../test/build/facts.ts";
import { evidence, ids, judgeHanded } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_RETPOLINE=y");

// Seen on 5.10.223, 6.1.176 and 6.12.95.
test("is told each time", () => {
  const verdict = judgeHanded({}, { config });
  expect(evidence(verdict, "retpoline-missing")).toEqual([{ option: "CONFIG_RETPOLINE" }]);
  expect(verdict.outcome).toBe("loads");
  expect(verdict.predicted).toEqual({
    errno: null,
    log: [
      "Spectre V2 : System may be vulnerable to spectre v2",
      "hello: loading module not compiled with retpoline compiler.",
    ],
  });
});

test("the option has another name since 6.9", () => {
  const verdict = judgeHanded({}, { config: configOf("CONFIG_MITIGATION_RETPOLINE=y") });
  expect(evidence(verdict, "retpoline-missing")).toEqual([{ option: "CONFIG_MITIGATION_RETPOLINE" }]);
});

// Seen on 6.1.176: the value of the tag does not matter.
test("a module that says anything of it", () => {
  expect(ids(judgeHanded({}, { config }, { modinfo: [["retpoline", "N"]] }))).toEqual([]);
});

test("a kernel without, one that is told not to care, and other processors", () => {
  expect(ids(judgeHanded({}, {}))).toEqual([]);
  for (const commandLine of ["quiet nospectre_v2", "spectre_v2=off", "mitigations=off ro"]) {
    expect(ids(judgeHanded({ commandLine }, { config }))).toEqual([]);
  }
  const arm64 = { config, architecture: architecture("arm64") };
  const verdict = judgeHanded({}, arm64, { elf: elfShape({ e_machine: 183 }) });
  expect(evidence(verdict, "retpoline-missing")).toEqual([]);
});
