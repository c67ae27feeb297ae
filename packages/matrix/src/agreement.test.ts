import { expect, test } from "vitest";
import { agreementOf, type Row } from "./agreement.ts";
import { agreementPage } from "./agreement-page.ts";

const row = (file: string, kofit: "loads" | "refused", kernel: "loads" | "refused"): Row => ({
  file,
  change: "one thing",
  outcome: { kofit, kernel, same: kofit === kernel },
  errno: { kofit: null, kernel: null, same: kofit === kernel },
  lines: { kofit: [], kernel: ["a|b: `no`"], same: true },
  symptom: null,
  initFailed: null,
  findings:
    kofit === "refused"
      ? [{ check: "unknown-symbol", agreement: kernel === "refused" ? "confirmed" : "false-alarm" }]
      : [],
  accident: false,
  missed: kernel === "refused" && kofit === "loads",
});
const kernel = { release: "6.12.0-test", architecture: "arm64" };
const rows = [
  row("a.ko", "loads", "loads"),
  row("b.ko", "refused", "refused"),
  row("c-1.ko", "loads", "refused"),
  row("c-2.ko", "refused", "loads"),
  {
    ...row("d.ko", "loads", "loads"),
    outcome: { kofit: "unsafe" as const, kernel: "loads" as const, same: true },
    findings: [{ check: "section-name-far" as const, agreement: "accident" as const }],
    accident: true,
  },
];
const reasons = [
  { id: "elsewhere", why: "Not here.", modules: ["c-*"], releases: ["5.10"] },
  { id: "other", why: "kofit does not say so.", modules: ["c-1"], kofit: "unsafe" as const },
  { id: "known", why: "It is so.", modules: ["c-1"] },
];

test("counts, lists and explains", () => {
  const { figures, checks, differences, notAsked } = agreementOf(kernel, rows, {
    reasons,
    notAsked: ["e.ko"],
  });
  expect(figures).toEqual({
    modules: 5,
    loads: 3,
    refused: 2,
    unsafe: 0,
    outcome: 3,
    errno: 3,
    lines: 5,
    accident: 1,
    explained: 1,
  });
  expect(checks).toMatchObject([
    { check: "section-name-far", accident: 1, unseen: 0 },
    { check: "unknown-symbol", confirmed: 1, "false-alarm": 1, missed: 0 },
    { check: null, missed: 1 },
  ]);
  expect(notAsked).toEqual(["e.ko"]);
  expect(differences.map(({ file, explained }) => [file, explained])).toEqual([
    ["c-1.ko", "known"],
    ["c-2.ko", undefined],
  ]);
});

test("the page has figures, reasons, and what has none", () => {
  expect(
    agreementPage([agreementOf(kernel, rows, { reasons, notAsked: ["e.ko"] })], reasons, "2026-01-02"),
  ).toMatchSnapshot();
});
