import { describe, expect, test } from "vitest";
import { compare, type Judgement } from "./compare.ts";
import type { Asked } from "./observation.ts";

const seen = (change: Partial<Asked>): Asked => ({
  id: "a.ko",
  outcome: "loaded",
  errno: null,
  initReturned: null,
  log: [],
  records: [],
  lost: 0,
  taint: [0, 0],
  milliseconds: 1,
  name: "a",
  before: [],
  removal: { outcome: "removed", errno: null, log: [], taint: 0 },
  alone: false,
  ...change,
});
const refusedBy = (log: readonly string[], errno: string | null = "ENOEXEC"): Asked =>
  seen({ outcome: "refused", errno, log, removal: null });

const loads: Judgement = { outcome: "loads", predicted: { errno: null, log: [] }, findings: [] };
const magic = "a: version magic 'x' should be 'y'";
const refused: Judgement = {
  outcome: "refused",
  predicted: { errno: "ENOEXEC", log: [magic] },
  findings: [
    { check: "vermagic-mismatch", effect: "refused", decisive: true },
    { check: "unknown-symbol", effect: "refused", decisive: false },
  ],
};
const unsafe: Judgement = {
  ...loads,
  outcome: "unsafe",
  findings: [{ check: "weak-symbol-called", effect: "unsafe", decisive: false }],
};

const says = (...findings: Judgement["findings"]): Judgement => ({ ...unsafe, findings });

describe("a module that is refused", () => {
  test("as kofit says is a confirmation, and masks what comes later", () => {
    const { outcome, errno, lines, findings, missed } = compare(refused, refusedBy([magic]));
    expect([outcome.same, errno.same, lines.same, missed]).toEqual([true, true, true, false]);
    expect(findings.map(({ agreement }) => agreement)).toEqual(["confirmed", "masked"]);
  });

  test("with other words is wrong wording; taints are no words", () => {
    const taint = "a: loading out-of-tree module taints kernel.";
    expect(compare(refused, refusedBy([taint, magic])).lines.same).toBe(true);
    const { lines, findings } = compare(refused, refusedBy([magic, "a: and more"]));
    expect(lines.same).toBe(false);
    expect(findings[0]?.agreement).toBe("wrong-wording");
  });

  test("may leave out a line that is rationed", () => {
    const lockdown = { ...refused, predicted: { errno: "EPERM" as const, log: ["Lockdown: …: restricted"] } };
    expect(compare(lockdown, refusedBy([], "EPERM")).lines.same).toBe(true);
    expect(compare(lockdown, refusedBy(["Lockdown: init: other"], "EPERM")).lines.same).toBe(false);
  });

  test("for another reason is a false alarm", () => {
    expect(compare(refused, refusedBy([magic], "EINVAL")).findings[0]?.agreement).toBe("false-alarm");
  });

  test("and that kofit lets pass is missed", () => {
    const { outcome, errno, missed } = compare(loads, refusedBy([]));
    expect([outcome.same, errno.same, missed]).toEqual([false, false, true]);
  });

  test("by its own init function is loaded: the errno is no word of the loader", () => {
    const failed = { ...refusedBy(["a: no device", "a: giving up"], "ENODEV"), initReturned: -19 };
    expect(compare(loads, failed)).toMatchObject({
      outcome: { kernel: "loads", same: true },
      errno: { kernel: "ENODEV", same: true },
      lines: { same: true },
      initFailed: "ENODEV",
      missed: false,
    });
    const { outcome, errno, findings } = compare(refused, failed);
    expect([outcome.same, errno.same, findings[0]?.agreement]).toEqual([false, false, "false-alarm"]);
    const errnoOfInit = { ...refusedBy([], "ENOEXEC"), initReturned: -8 };
    expect(compare(refused, errnoOfInit).errno.same).toBe(false);
    expect(compare(loads, failed, { logs: "a runs" })).toMatchObject({
      symptom: "init-not-run",
      missed: true,
    });
  });
});

describe("a module that is loaded", () => {
  test("and that kofit refuses is a false alarm", () => {
    const { outcome, findings } = compare(refused, seen({}));
    expect(outcome.same).toBe(false);
    expect(findings[0]?.agreement).toBe("false-alarm");
  });

  test.each([
    [seen({ outcome: "crashed" }), "crashed"],
    [seen({ outcome: "hung" }), "hung"],
    [seen({ log: ["WARNING: CPU: 0 PID: 1 at x"] }), "warned"],
    [seen({ log: ["b runs"] }), "init-not-run"],
    [
      seen({ log: ["a runs"], removal: { outcome: "refused", errno: "EBUSY", log: [], taint: 0 } }),
      "not-removable",
    ],
    [
      seen({ log: ["a runs"], removal: { outcome: "crashed", errno: null, log: [], taint: null } }),
      "removal-crashed",
    ],
  ] as const)("is unsafe by its symptoms: %#", (observation, symptom) => {
    const expected = { logs: "a runs", removable: true };
    expect(compare(unsafe, observation, expected)).toMatchObject({
      symptom,
      outcome: { kernel: "unsafe", same: true },
      findings: [{ agreement: "confirmed" }],
    });
    expect(compare(loads, observation, expected)).toMatchObject({ outcome: { same: false }, missed: true });
  });

  test("and shows no harm leaves a warning unseen", () => {
    expect(compare(unsafe, seen({}))).toMatchObject({
      outcome: { same: true },
      findings: [{ agreement: "unseen" }],
      accident: false,
    });
  });

  test("prints what kofit told, among other things", () => {
    const told = { ...loads, predicted: { errno: null, log: ["a: bad vermagic: kernel tainted."] } };
    expect(compare(told, seen({ log: ["x", "a: bad vermagic: kernel tainted."] })).lines.same).toBe(true);
    expect(compare(told, seen({ log: ["x"] })).lines.same).toBe(false);
  });
});

describe("a stray access", () => {
  const stray = {
    check: "relocation-outside-section-unchecked",
    effect: "unsafe",
    strayAccess: true,
  } as const;
  const certain = { check: "weak-symbol-called", effect: "unsafe", decisive: false } as const;

  test("may make the kernel refuse the module, whatever it says, or show nothing: an accident", () => {
    const judged = says({ ...stray, decisive: false }, certain);
    expect(compare(judged, refusedBy(["a: anything"], "EINVAL"))).toMatchObject({
      outcome: { kofit: "unsafe", kernel: "refused", same: true },
      errno: { same: true },
      lines: { same: true },
      findings: [{ agreement: "accident" }, { agreement: "masked" }],
      accident: true,
      missed: false,
    });
    expect(compare(judged, seen({}))).toMatchObject({
      findings: [{ agreement: "accident" }, { agreement: "unseen" }],
      accident: true,
    });
  });

  test("that ends the load is one as well", () => {
    expect(compare(says({ ...stray, decisive: true }), refusedBy([]))).toMatchObject({
      outcome: { same: true },
      findings: [{ agreement: "accident" }],
    });
  });

  test("that does harm is confirmed, and what kofit predicts has to be printed all the same", () => {
    const judged = {
      ...says({ ...stray, decisive: false }),
      predicted: { errno: null, log: ["a: first"] },
    };
    const { accident, findings, lines } = compare(judged, seen({ outcome: "crashed" }));
    expect([accident, findings[0]?.agreement, lines.same]).toEqual([false, "confirmed", false]);
  });

  test("excuses nothing where another harm comes first, or the kernel stops before", () => {
    const second = compare(says(certain, { ...stray, decisive: false }), refusedBy([]));
    expect([second.outcome.same, second.accident, second.missed]).toEqual([false, false, true]);
    expect(second.findings.map(({ agreement }) => agreement)).toEqual(["false-alarm", "false-alarm"]);
    const behind: Judgement = { ...refused, findings: [...refused.findings, { ...stray, decisive: false }] };
    const masked = compare(behind, refusedBy([], "EINVAL"));
    expect([masked.errno.same, masked.accident]).toEqual([false, false]);
    expect(masked.findings.at(-1)?.agreement).toBe("masked");
  });
});
