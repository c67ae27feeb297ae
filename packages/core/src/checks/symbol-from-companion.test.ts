import { expect, test } from "vitest";
import { imports, kernelFacts, modversions, moduleFacts } from "../../test/build/facts.ts";
import { evidence } from "../../test/build/judge.ts";
import { analyse } from "../analyse/analyse.ts";
import type { Verdict } from "../analyse/verdict.ts";

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

// The lines were seen on 5.10.223, 6.1.176 and 6.12.95.
test("its exports are judged as the kernel's are", () => {
  const provider = moduleFacts({
    name: "base",
    exports: [{ symbol: "base_open", gplOnly: false, namespace: "BASE", crc: 0x66 }],
  });
  const judged = (crcs: Readonly<Record<string, number>>, ...namespaces: string[]): Verdict => {
    const versions = modversions({ module_layout: 0x11, ...crcs });
    const facts = { imports: imports("base_open"), modversions: versions };
    const kernel = kernelFacts({ release: "6.12.95+deb12-amd64" });
    return analyse(kernel, moduleFacts({ ...facts, importedNamespaces: new Set(namespaces) }), [provider]);
  };
  expect(judged({ base_open: 0x66 }, "BASE").outcome).toBe("loads");
  expect(judged({ base_open: 0x66 }).predicted).toEqual({
    errno: "EINVAL",
    log: [
      "hello: module uses symbol (base_open) from namespace BASE, but does not import it.",
      "hello: Unknown symbol base_open (err -22)",
    ],
  });
  expect(judged({ base_open: 0x67 }, "BASE").predicted).toEqual({
    errno: "EINVAL",
    log: ["hello: disagrees about version of symbol base_open", "hello: Unknown symbol base_open (err -22)"],
  });
  expect(judged({}, "BASE").predicted.log[0]).toBe("hello: no symbol version for base_open");
});
