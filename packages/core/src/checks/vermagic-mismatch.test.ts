import { expect, test } from "vitest";
import { modversions, VERMAGIC } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("flags are compared word by word", () => {
  const module = "6.12.95-test SMP preempt_rt mod_unload ";
  const verdict = judge({}, { vermagic: module });
  expect(evidence(verdict, "vermagic-mismatch")).toEqual([
    { module, kernel: VERMAGIC, onlyInModule: ["preempt_rt"], onlyInKernel: ["preempt", "modversions"] },
  ]);
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: [`hello: version magic '${module}' should be '${VERMAGIC}'`],
  });
});

test("with versions the release is skipped", () => {
  expect(judge({}, { vermagic: VERMAGIC.replace("6.12.95", "1.2.3") }).outcome).toBe("loads");
});

test("with extended versions only, the release counts", () => {
  const extended = modversions(
    { module_layout: 0x11, _printk: 0x22, kmalloc_trace: 0x33, usb_deregister: 0x44 },
    "extended",
  );
  const verdict = judge({}, { vermagic: VERMAGIC.replace("6.12.95", "1.2.3"), modversions: extended });
  expect(evidence(verdict, "vermagic-mismatch")).toMatchObject([
    { moduleRelease: "1.2.3-test", kernelRelease: "6.12.95-test", onlyInModule: [], onlyInKernel: [] },
  ]);
});

test("a kernel without versions wants every byte", () => {
  const vermagic = "6.12.95-test SMP mod_unload ";
  expect(judge({ vermagic }, { vermagic: vermagic.trimEnd() }).outcome).toBe("refused");
  expect(judge({ vermagic }, { vermagic }).outcome).toBe("loads");
});
