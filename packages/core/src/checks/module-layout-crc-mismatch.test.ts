import { expect, test } from "vitest";
import { modversions } from "../../test/build/facts.ts";
import { evidence, ids, judge } from "../../test/build/judge.ts";

test("is refused before vermagic", () => {
  const verdict = judge(
    {},
    {
      modversions: modversions({
        module_layout: 0x12,
        _printk: 0x22,
        kmalloc_trace: 0x33,
        usb_deregister: 0x44,
      }),
      vermagic: "6.12.95-test SMP ",
    },
  );
  expect(ids(verdict)).toEqual(["module-layout-crc-mismatch", "vermagic-mismatch"]);
  expect(evidence(verdict, "module-layout-crc-mismatch")).toEqual([{ moduleCrc: 0x12, kernelCrc: 0x11 }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["hello: disagrees about version of symbol module_layout"],
  });
});
