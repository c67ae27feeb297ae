import { expect, test } from "vitest";
import { imports, modversions } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const change = {
  imports: imports("dma_buf_put"),
  modversions: modversions({ module_layout: 0x11, dma_buf_put: 0x55 }),
};
const LINE = "hello: module uses symbol (dma_buf_put) from namespace DMA_BUF, but does not import it.";

test("loads with a warning", () => {
  const verdict = judge({ namespacePolicy: "warned" }, change);
  expect(evidence(verdict, "namespace-not-imported-allowed")).toHaveLength(1);
  expect(verdict.outcome).toBe("loads");
  expect(verdict.predicted).toEqual({ errno: null, log: [LINE] });
});
