import { expect, test } from "vitest";
import { modversions, unknownFact } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

const versions = modversions({ _printk: 0x22, kmalloc_trace: 0x33, usb_deregister: 0x44 });

test("Debian refuses it", () => {
  const verdict = judge({ release: "6.12.95+deb12-amd64" }, { modversions: versions });
  expect(evidence(verdict, "module-layout-without-crc")).toEqual([{ rows: 3 }]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["hello: no symbol version for module_layout"],
  });
});

test("mainline only warns", () => {
  expect(judge({}, { modversions: versions }).outcome).toBe("loads");
});

test("a release that does not tell needs the configuration", () => {
  const verdict = judge({ config: unknownFact }, { modversions: versions });
  expect(verdict.outcome).toBe("unknown");
});
