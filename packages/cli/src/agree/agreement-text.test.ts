import { expect, test } from "vitest";
import type { KernelAgreement } from "@kofit/matrix";
import { agreementText } from "./agreement-text.ts";

const agreement: KernelAgreement = {
  release: "6.12.0-test",
  architecture: "arm64",
  figures: {
    modules: 3,
    loads: 1,
    refused: 2,
    unsafe: 0,
    outcome: 2,
    errno: 2,
    lines: 3,
    accident: 1,
    explained: 0,
  },
  checks: [
    {
      check: "vermagic-mismatch",
      confirmed: 1,
      missed: 0,
      "false-alarm": 0,
      masked: 1,
      "wrong-wording": 0,
      unseen: 0,
      accident: 0,
    },
    {
      check: "section-name-far",
      confirmed: 0,
      missed: 0,
      "false-alarm": 0,
      masked: 0,
      "wrong-wording": 0,
      unseen: 0,
      accident: 1,
    },
    {
      check: null,
      confirmed: 0,
      missed: 1,
      "false-alarm": 0,
      masked: 0,
      "wrong-wording": 0,
      unseen: 0,
      accident: 0,
    },
  ],
  notAsked: ["again.ko"],
  differences: [
    {
      file: "a.ko",
      change: "one thing",
      outcome: { kofit: "loads", kernel: "refused", same: false },
      errno: { kofit: null, kernel: "ENOEXEC", same: false },
      lines: { kofit: [], kernel: ["a: no"], same: true },
      symptom: null,
      initFailed: null,
      findings: [],
      accident: false,
      missed: true,
    },
    {
      file: "b.ko",
      outcome: { kofit: "refused", kernel: "loads", same: false },
      errno: { kofit: "ENOEXEC", kernel: "ENODEV", same: false },
      lines: { kofit: ["b: no"], kernel: [], same: false },
      symptom: null,
      initFailed: "ENODEV",
      findings: [],
      accident: false,
      missed: false,
    },
  ],
};

test.each(["en", "zh"] as const)("%s", (language) => {
  expect(agreementText(agreement, language, { width: 80, colour: false })).toMatchSnapshot();
});
