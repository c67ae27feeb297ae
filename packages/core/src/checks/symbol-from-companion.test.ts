import { expect, test } from "vitest";
import { imports, kernelFacts, moduleFacts } from "../../test/build/facts.ts";
import { evidence } from "../../test/build/judge.ts";
import { analyse } from "../analyse/analyse.ts";

test("another module given with it provides the symbol", () => {
  const provider = moduleFacts({ name: "base", exports: [{ symbol: "base_open", gplOnly: false }] });
  const module = moduleFacts({ imports: imports("base_open", "_printk") });
  const verdict = analyse(kernelFacts(), module, [provider]);
  expect(verdict.outcome).toBe("loads");
  expect(evidence(verdict, "symbol-from-companion")).toEqual([
    { providedBy: "base", symbols: ["base_open"] },
  ]);
});

test("its GPL-only exports are hidden as the kernel's are", () => {
  const provider = moduleFacts({ name: "base", exports: [{ symbol: "base_open", gplOnly: true }] });
  const module = moduleFacts({ imports: imports("base_open"), license: "Proprietary" });
  expect(analyse(kernelFacts(), module, [provider]).predicted.errno).toBe("ENOENT");
});
