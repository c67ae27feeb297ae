import { expect, test } from "vitest";
import { modversions } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const versions = modversions({ module_layout: 0x11, _printk: 0x22, usb_deregister: 0x44 });

test("Debian refuses it", () => {
  const verdict = judge({ release: "6.12.95+deb12-amd64" }, { modversions: versions });
  expect(evidence(verdict, "symbol-without-crc")).toEqual([{ symbol: "kmalloc_trace", symbolIndex: 11 }]);
  expect(verdict.predicted).toEqual({
    errno: "EINVAL",
    log: ["hello: no symbol version for kmalloc_trace", "hello: Unknown symbol kmalloc_trace (err -22)"],
  });
});

test("a Debian kernel without deb in its release tells by its configuration", () => {
  const config = configOf(
    'CONFIG_BUILD_SALT="6.1.0-50-amd64"\nCONFIG_CC_VERSION_TEXT="gcc-12 (Debian 12.2.0-14) 12.2.0"',
  );
  expect(judge({ release: "6.1.0-50-amd64", config }, { modversions: versions }).outcome).toBe("refused");
  expect(judge({ release: "6.1.0-mine", config }, { modversions: versions }).outcome).toBe("loads");
});

test("Debian's 6.1 kernels have no build salt", () => {
  const config = configOf('CONFIG_CC_VERSION_TEXT="gcc-12 (Debian 12.2.0-14+deb12u1) 12.2.0"');
  expect(judge({ release: "6.1.0-50-cloud-amd64", config }, { modversions: versions }).outcome).toBe(
    "refused",
  );
  expect(judge({ release: "6.1.176-mine", config }, { modversions: versions }).outcome).toBe("loads");
  const ubuntu = configOf('CONFIG_CC_VERSION_TEXT="gcc-12 (Ubuntu 12.2.0-17ubuntu1) 12.2.0"');
  expect(judge({ release: "6.1.0-50-generic", config: ubuntu }, { modversions: versions }).outcome).toBe(
    "loads",
  );
});

test("extended versions may have gaps", () => {
  const extended = modversions({ module_layout: 0x11, _printk: 0x22, usb_deregister: 0x44 }, "extended");
  const verdict = judge({ release: "6.12.95+deb12-amd64" }, { modversions: extended });
  expect(verdict.outcome).toBe("loads");
});
