import { expect, test } from "vitest";
import { judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const btf = { size: 64, fault: { says: ["btf_header not found"], errno: "EINVAL" } } as const;
const config = configOf(
  "CONFIG_MODVERSIONS=y\nCONFIG_DEBUG_INFO_BTF_MODULES=y\nCONFIG_MODULE_ALLOW_BTF_MISMATCH=y",
);

// Seen on 6.1.176 and 6.12.95.
test("loads, with a line", () => {
  expect(judge({ config, release: "6.1.0-50-amd64" }, { btf }).predicted).toEqual({
    errno: null,
    log: ["BPF: btf_header not found", "failed to validate module [hello] BTF: -22"],
  });
  expect(judge({ config }, { btf }).predicted.log).toEqual(["BPF: btf_header not found"]);
});

// Seen on 6.12.95.
test("of a single type nothing is said", () => {
  const fault = { says: ["[…] PTR (anon) "], errno: "EINVAL", ofType: true } as const;
  expect(judge({ config }, { btf: { size: 64, fault } }).predicted.log).toEqual([]);
});
