import { expect, test } from "vitest";
import { unknownFact } from "../../test/build/facts.ts";
import { ids, judge } from "../../test/build/judge.ts";

test("is refused without a word", () => {
  const verdict = judge({}, { modversions: undefined });
  expect(ids(verdict)).toEqual(["versions-missing"]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: [] });
});

test("a kernel without CONFIG_MODVERSIONS does not ask", () => {
  const vermagic = "6.12.95-test SMP preempt mod_unload ";
  expect(judge({ vermagic }, { vermagic, modversions: undefined }).outcome).toBe("loads");
});

test("the options of the loader matter only for a module without versions", () => {
  expect(judge({ config: unknownFact }, {}).outcome).toBe("loads");
  const verdict = judge({ config: unknownFact }, { modversions: undefined });
  expect(verdict.outcome).toBe("unknown");
  expect(verdict.inconclusive[0]).toMatchObject({
    check: "versions-missing",
    missing: [{ fact: "kernel.loaderOptions", remedy: { en: "Give it." } }],
  });
});
