import { expect, test } from "vitest";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const verdict = judge(
    { generation: "6.13", release: "6.17.1" },
    { importedNamespaces: new Set(["module:kvm"]) },
  );
  expect(evidence(verdict, "module-namespace-imported")).toEqual([{ namespace: "module:kvm" }]);
  expect(verdict.predicted).toEqual({
    errno: "EPERM",
    log: ["hello: module tries to import module namespace: module:kvm"],
  });
});

test("means nothing to older kernels", () => {
  const importedNamespaces = new Set(["module:kvm"]);
  expect(judge({ generation: "6.13", release: "6.13.2" }, { importedNamespaces }).outcome).toBe("loads");
});
