import { expect, test } from "vitest";
import { kernelFacts, unknownFact } from "../../../test/build/facts.ts";
import { type Config, configOf } from "../../model/config.ts";
import type { Unknown } from "../../model/fact.ts";
import { targetOf, type Told } from "./index.ts";
import { signatureHandling } from "./signature-handling.ts";

const of = (config: Config | Unknown, told: Told = {}) => {
  const kernel = kernelFacts({ config });
  return signatureHandling(kernel, targetOf(kernel, told).state);
};

const withSignatures = configOf("CONFIG_MODULE_SIG=y");

test("CONFIG_MODULE_SIG takes a signature off", () => {
  expect(of(withSignatures)).toBe("takenOff");
  expect(of(configOf("# CONFIG_MODULE_SIG is not set"))).toBe("left");
  expect(of(unknownFact)).toBe("unknown");
});

test("with force nobody looks for one", () => {
  expect(of(withSignatures, { forceVermagic: true })).toBe("left");
  expect(of(unknownFact, { forceModversion: true })).toBe("left");
  expect(of(withSignatures, { compressedFlag: true })).toBe("takenOff");
});
