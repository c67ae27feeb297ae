import { expect, test } from "vitest";
import { evidence, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const trailer = {
  algo: 0,
  hash: 0,
  idType: 2,
  signerLength: 0,
  keyIdLength: 0,
  signatureLength: 400,
  signatureOffset: 8192,
};

test.each([{ signatureOffset: -5 }, { signatureOffset: 0 }])("%o: no room for the signature", (change) => {
  const verdict = judge({}, { signature: { ...trailer, ...change } });
  expect(evidence(verdict, "signature-malformed")).toEqual([
    { signatureLength: 400, outside: true, nonZeroParameters: false },
  ]);
  expect(verdict.predicted).toEqual({ errno: "EBADMSG", log: [] });
});

test("parameters that should be zero are refused even where nothing is enforced", () => {
  const verdict = judge({}, { signature: { ...trailer, hash: 4 } });
  expect(verdict.predicted).toEqual({
    errno: "EBADMSG",
    log: ["module: PKCS#7 signature info has unexpected non-zero params"],
  });
});

test("a kernel without CONFIG_MODULE_SIG does not look", () => {
  expect(judge({ config: configOf("") }, { signature: { ...trailer, hash: 4 } }).outcome).toBe("loads");
});

test("so is padding that should be zero", () => {
  expect(judge({}, { signature: { ...trailer, nonZeroPadding: true } }).predicted.log).toEqual([
    "module: PKCS#7 signature info has unexpected non-zero params",
  ]);
});
