import { expect, test } from "vitest";
import { conclusionOf, type Preflight } from "./preflight.ts";
import { preflightJson } from "./preflight-json.ts";
import { preflightText } from "./preflight-text.ts";
import { notKnown, notOk, ok, type Step } from "./step.ts";

const same = (text: string): { en: string; zh: string } => ({ en: text, zh: text });
const problem = { what: same("one thing is wrong"), remedy: same("repair it") };

const steps: readonly Step[] = [
  ok("release", same("6.12.95-test")),
  notOk("tree", { en: "missing: a, b", zh: "缺少：a、b" }, [
    { what: { en: "a is missing: make reads it", zh: "a 不存在：make 需要读取它" }, remedy: problem.remedy },
    { what: { en: "b is missing: make runs it", zh: "b 不存在：make 需要运行它" }, remedy: problem.remedy },
    { what: same("c"), remedy: problem.remedy },
    { what: same("d"), remedy: problem.remedy },
    { what: same("e"), remedy: problem.remedy },
  ]),
  ok(
    "kernel-configuration",
    { en: "nothing differs", zh: "没有差异" },
    {
      notes: [
        {
          en: "differs and changes nothing in a module: CONFIG_BUILD_SALT, CONFIG_LOCALVERSION",
          zh: "不同但不影响模块：CONFIG_BUILD_SALT、CONFIG_LOCALVERSION",
        },
      ],
      evidence: { noise: new Map([["a", 1n]]) },
    },
  ),
  notOk("probe", same("refused"), [{ ...problem, chain: [same("first"), same("then")] }]),
  notKnown("symvers", { en: "there is no image to compare it with", zh: "没有可与之比较的内核映像" }, [
    problem,
  ]),
];
const found: Preflight = {
  release: "6.12.95-test",
  architecture: "arm64",
  inputs: ["/boot"],
  headers: "/usr/src/linux-headers-6.12.95-test",
  steps,
  outcome: "not-ok",
  conclusion: conclusionOf(steps, "6.12.95-test"),
};

test.each(["en", "zh"] as const)("the report, %s", (language) => {
  const text = preflightText(found, language, { width: 80, colour: false, verbose: false });
  expect(text).toMatchSnapshot();
});

test("with --verbose nothing is left out", () => {
  const text = preflightText(found, "en", { width: 80, colour: false, verbose: true });
  expect(text).toContain("- e");
});

test("JSON has the steps with their evidence", () => {
  expect(JSON.parse(preflightJson(found))).toMatchObject({
    schema: "kofit-preflight/1",
    kernel: { release: "6.12.95-test" },
    outcome: "not-ok",
    steps: [{ id: "release" }, { id: "tree" }, { evidence: { noise: { a: "0x1" } } }, {}, {}],
  });
});

const of = (...all: Step[]): string => conclusionOf(all, "6.12").en;

test("what decides is said: what stops the build, then a refusal, then what does not fit, then what is not known", () => {
  const config = notOk("kernel-configuration", same("drift"), [problem]);
  const probe = notOk("probe", same("refused"), [{ ...problem, what: same("size") }]);
  const stop = notOk("tools", same("no gcc"), [{ ...problem, what: same("no gcc") }], { stopsBuild: true });
  const unknown = notKnown("symvers", same("no image"), [{ ...problem, what: same("no image") }]);
  expect(of(config, probe, stop, unknown)).toBe("No module can be built here: no gcc");
  expect(of(config, probe, unknown)).toBe(
    "A module built here will not load on 6.12: size one thing is wrong.",
  );
  expect(of(probe, unknown)).toBe("A module built here will not load on 6.12: size");
  expect(of(config, unknown)).toBe("A module built here may not fit 6.12: one thing is wrong");
  expect(of(unknown)).toBe("Whether a module built here will load on 6.12 cannot be told: no image");
  expect(of()).toBe("A module built here will load on 6.12.");
});
