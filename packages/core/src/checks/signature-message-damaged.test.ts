import { expect, test } from "vitest";
import { evidence, ids, judge } from "../../test/build/judge.ts";
import { messageBy, trailer } from "../../test/build/signature.ts";
import { configOf } from "../model/config.ts";

const fault = { errno: "EBADMSG", what: "the element ends too early", offset: 7 } as const;
const signature = { ...trailer, message: messageBy("me", { fault }) };

test("is refused without a word, even where unsigned modules load", () => {
  const verdict = judge({}, { signature });
  expect(evidence(verdict, "signature-message-damaged")).toEqual([
    { errno: "EBADMSG", departsBy: fault.what, offset: 8199, signatureLength: 400, log: [] },
  ]);
  expect(verdict.predicted).toEqual({ errno: "EBADMSG", log: [] });
});

test("with the errno and the lines of what the kernel meets", () => {
  const log = ["PKCS7: Unsupported SignedData version"];
  const message = messageBy("me", { fault: { ...fault, errno: "EINVAL" }, log });
  expect(judge({}, { signature: { ...trailer, message } }).predicted).toEqual({ errno: "EINVAL", log });
});

test("the trailer is looked at first", () => {
  expect(ids(judge({}, { signature: { ...signature, hash: 4 } }))).toEqual(["signature-malformed"]);
});

test("a kernel without CONFIG_MODULE_SIG does not look", () => {
  expect(judge({ config: configOf("") }, { signature }).outcome).toBe("loads");
});
