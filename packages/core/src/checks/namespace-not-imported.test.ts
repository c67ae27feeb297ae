import { expect, test } from "vitest";
import { exportTable, imports, modversions, unknownFact } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const change = {
  imports: imports("dma_buf_put"),
  modversions: modversions({ module_layout: 0x11, dma_buf_put: 0x55 }),
};
const LINE = "hello: module uses symbol (dma_buf_put) from namespace DMA_BUF, but does not import it.";

test("is refused", () => {
  const verdict = judge({}, change);
  expect(evidence(verdict, "namespace-not-imported")).toEqual([
    { symbol: "dma_buf_put", symbolIndex: 10, namespace: "DMA_BUF", owner: "vmlinux" },
  ]);
  expect(verdict.predicted).toEqual({
    errno: "EINVAL",
    log: [LINE, "hello: Unknown symbol dma_buf_put (err -22)"],
  });
});

test("is fine when imported", () => {
  expect(judge({}, { ...change, importedNamespaces: new Set(["DMA_BUF"]) }).outcome).toBe("loads");
});

test("needs the kernel's policy only for a module with the defect", () => {
  expect(judge({ namespacePolicy: unknownFact }, {}).outcome).toBe("loads");
  expect(judge({ namespacePolicy: unknownFact }, change).outcome).toBe("unknown");
});

test.each([
  ["hello", "loads"],
  ["hello_core", "refused"],
])("a namespace module:… admits by name: %s %s", (name, outcome) => {
  const exports = exportTable([{ symbol: "secret", namespace: "module:hello,kvm*", gplOnly: true }]);
  const kernel = { exports, crcs: { names: exports.names, crcs: exports.crcs }, release: "6.17.1" };
  const module = { name, imports: imports("secret"), modversions: modversions({}) };
  expect(judge(kernel, module).outcome).toBe(outcome);
  expect(judge(kernel, { ...module, name: "kvm-amd" }).outcome).toBe("loads");
  expect(judge({ ...kernel, release: "6.12.117" }, module).outcome).toBe("refused");
});
