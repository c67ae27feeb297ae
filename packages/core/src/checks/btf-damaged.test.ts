import { expect, test } from "vitest";
import { judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const btf = { size: 64, fault: { says: ["btf_header not found"], errno: "EINVAL" } } as const;
const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_DEBUG_INFO_BTF_MODULES=y");

// Seen on 7.2.13 and 7.3.4.
test("is refused where mismatches are not allowed", () => {
  expect(judge({ config }, { btf }).predicted).toEqual({
    errno: "EINVAL",
    log: ["BPF: btf_header not found", "failed to validate module [hello] BTF: -22"],
  });
  const fault = { says: ["Unsupported version"], errno: "ENOTSUPP" } as const;
  expect(judge({ config }, { btf: { size: 64, fault } }).predicted.errno).toBe("ENOTSUPP");
});

test("a kernel that reads no types of modules does not mind", () => {
  expect(judge({}, { btf }).outcome).toBe("loads");
  expect(judge({ config }, { btf: { size: 64 } }).outcome).toBe("loads");
});
