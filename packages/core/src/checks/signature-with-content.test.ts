import { expect, test } from "vitest";
import { evidence, judge } from "../../test/build/judge.ts";
import { messageBy, trailer } from "../../test/build/signature.ts";
import { configOf } from "../model/config.ts";

const signature = { ...trailer, message: messageBy("me", { hasContent: true }) };

test("is refused even where unsigned modules load", () => {
  const verdict = judge({}, { signature });
  expect(evidence(verdict, "signature-with-content")).toEqual([{ signatureLength: 400, log: [] }]);
  expect(verdict.predicted).toEqual({
    errno: "EBADMSG",
    log: ["PKCS7: Data already supplied", "PKCS#7 signature with non-detached data"],
  });
});

test("a kernel without CONFIG_MODULE_SIG does not look", () => {
  expect(judge({ config: configOf("") }, { signature }).outcome).toBe("loads");
});
