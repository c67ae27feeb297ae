import { describe, expect, test } from "vitest";
import { architecture } from "../../test/build/facts.ts";
import { evidence, ids, judgeHanded } from "../../test/build/judge.ts";

const takes = [
  { name: "n", type: "int" },
  { name: "small", type: "byte" },
  { name: "big", type: "ulong" },
  { name: "on", type: "bool" },
  { name: "off", type: "invbool" },
  { name: "flag", type: "bint" },
  { name: "who", type: "charp" },
  { name: "label", type: "string", room: 8 },
  { name: "list", type: "int", elements: 3 },
  { name: "port", type: "ushort", hardware: true },
  { name: "mine" },
] as const;

const set = (parameters: string, kernel = {}) => judgeHanded({ parameters, takes }, kernel);

describe("what is refused", () => {
  test.each([
    ["n=seven", "EINVAL", ["hello: `seven' invalid for parameter `n'"]],
    ["n=", "EINVAL", ["hello: `' invalid for parameter `n'"]],
    ["n", "EINVAL", ["hello: `' invalid for parameter `n'"]],
    ["n=2147483648", "ERANGE", ["hello: `2147483648' invalid for parameter `n'"]],
    ["small=256", "ERANGE", ["hello: `256' invalid for parameter `small'"]],
    ["small=-1", "EINVAL", ["hello: `-1' invalid for parameter `small'"]],
    ["on=maybe", "EINVAL", ["hello: `maybe' invalid for parameter `on'"]],
    ["off", "EINVAL", ["hello: `' invalid for parameter `off'"]],
    ["who", "EINVAL", ["hello: `' invalid for parameter `who'"]],
    [
      "label=12345678",
      "ENOSPC",
      ["label: string doesn't fit in 7 chars.", "hello: `12345678' too large for parameter `label'"],
    ],
    ["list=1,x,3", "EINVAL", ["hello: `1' invalid for parameter `list'"]],
    [
      "list=1,2,3,4",
      "EINVAL",
      ["list: can only take 3 arguments", "hello: `1' invalid for parameter `list'"],
    ],
    ["list", "EINVAL", ["hello: `' invalid for parameter `list'"]],
  ])("%s", (parameters, errno, log) => {
    const verdict = set(parameters);
    expect(ids(verdict)).toEqual(["parameter-invalid"]);
    expect(verdict.predicted).toEqual({ errno, log });
  });

  test("too long a string", () => {
    const { predicted } = set(`who=${"x".repeat(1025)}`);
    expect(predicted.errno).toBe("ENOSPC");
    expect(predicted.log[0]).toBe("who: string parameter too long");
    expect(predicted.log[1]).toMatch(/^hello: `x{900}…$/);
  });
});

test.each([
  "n=7",
  "n=-0x10",
  "small=255",
  "on",
  "on=N",
  "on=true",
  "flag",
  "off=0",
  "who=",
  'who="you and me"',
  "label=1234567",
  "list=1,2,3",
  "list=5",
  "mine=anything",
  "mine",
  "port=80",
])("%s is fine", (parameters) => expect(ids(set(parameters))).toEqual([]));

test("all words are visited, and the last failure gives the errno", () => {
  const verdict = set("n=99999999999 unheard=1 on=maybe who=you");
  expect(ids(verdict)).toEqual(["parameter-invalid", "parameter-unknown", "parameter-invalid"]);
  expect(verdict.predicted).toEqual({
    errno: "EINVAL",
    log: [
      "hello: `99999999999' invalid for parameter `n'",
      "hello: unknown parameter 'unheard' ignored",
      "hello: `maybe' invalid for parameter `on'",
    ],
  });
});

test("a long has the machine's size", () => {
  expect(ids(set("big=4294967296"))).toEqual([]);
  const verdict = judgeHanded({ parameters: "big=4294967296", takes }, { architecture: architecture("arm") });
  expect(evidence(verdict, "parameter-invalid")).toMatchObject([{ reason: "out-of-range" }]);
});

test("true is a bool since 5.19", () => {
  expect(evidence(set("on=true", { release: "5.10.0" }), "parameter-invalid")).toMatchObject([
    { reason: "not-a-bool" },
  ]);
});

test("a kernel that is locked down keeps hands off hardware", () => {
  const verdict = set("port=80", { signaturePolicy: "lockdown" });
  expect(evidence(verdict, "parameter-invalid")).toMatchObject([{ reason: "locked-down" }]);
});

test("duplicate exports come before, the directory in sysfs after", () => {
  const verdict = judgeHanded(
    { parameters: "n=x", takes },
    {},
    { name: "loop", exports: [{ symbol: "_printk", gplOnly: false, crc: 1 }] },
  );
  expect(ids(verdict)).toEqual(["duplicate-export", "parameter-invalid", "builtin-same-name"]);
});
