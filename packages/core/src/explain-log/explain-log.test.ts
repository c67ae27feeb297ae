import { describe, expect, test } from "vitest";
import { explainLog, explainSymptom, logReader } from "./explain-log.ts";
import type { LogExplanation } from "./log-explanation.ts";
import { nextSteps } from "./next-steps.ts";

const SIZE =
  "module vloop: .gnu.linkonce.this_module section size must match the kernel's built struct module size at run time";
const ids = ({ causes }: LogExplanation): readonly string[] => causes.map(({ symptom }) => symptom);
const lineNumbers = ({ causes }: LogExplanation): readonly number[] =>
  causes[0]?.lines.map(({ number }) => number) ?? [];

test("what insmod says belongs to what the kernel said", () => {
  const found = explainLog(
    `$ sudo insmod ./vloop.ko
insmod: ERROR: could not insert module ./vloop.ko: Invalid module format
$ dmesg | tail -2
[  101.1] vloop: loading out-of-tree module taints kernel.
[  101.2] ${SIZE}
`,
  );
  expect(ids(found)).toEqual(["struct-module-layout"]);
  expect(found.causes[0]).toMatchObject({ module: "./vloop.ko", checks: ["this-module-size"], count: 2 });
  expect(lineNumbers(found)).toEqual([2, 5]);
  expect(found.noise.map(({ signature }) => signature)).toEqual(["out-of-tree"]);
  expect(found.lines).toBe(5);
});

test("an errno of another module is a cause of its own, behind what is named", () => {
  const found = explainLog(
    "modprobe: ERROR: could not insert 'enic': Exec format error\nvloop: disagrees about version of symbol module_layout",
  );
  expect(found.causes.map(({ symptom, module }) => [symptom, module])).toEqual([
    ["module-layout-crc", "vloop"],
    ["enoexec", "enic"],
  ]);
});

test("the first error of a build counts, and make's last words belong to it", () => {
  const found = explainLog(
    `make -C /lib/modules/6.15.2-arch1-1/build M=/home/a/vloop modules
make[1]: Entering directory '/usr/lib/modules/6.15.2-arch1-1/build'
  CC [M]  vloop.o
vloop.c:40:9: error: implicit declaration of function ‘del_timer_sync’ [-Wimplicit-function-declaration]
vloop.c:60:9: error: expected ‘;’ before ‘}’ token
cc1: some warnings being treated as errors
make[3]: *** [/usr/lib/modules/6.15.2-arch1-1/build/scripts/Makefile.build:203: vloop.o] Error 1
make: *** [Makefile:8: all] Error 2
`,
  );
  expect(ids(found)[0]).toBe("api-change");
  expect(ids(found)).not.toContain("make-failed");
  expect(lineNumbers(found)).toEqual([4, 7, 8]);
  expect(found.surroundings).toEqual({ release: "6.15.2-arch1-1" });
  const [cause] = found.causes;
  expect(cause && explainSymptom(cause, "en").what).toContain("`del_timer_sync`");
  expect(cause && nextSteps(cause)).toEqual(["kofit preflight --kernel /lib/modules/6.15.2-arch1-1"]);
});

test("make's last words alone say that the reason is missing", () => {
  expect(ids(explainLog("make[1]: *** [Makefile:1: all] Error 2\n"))).toEqual(["make-failed"]);
});

test("a log without anything known has no cause", () => {
  const found = explainLog("hello\nworld");
  expect(found).toEqual({ lines: 2, surroundings: {}, causes: [], noise: [], left: 0 });
  expect(explainLog("")).toEqual({ lines: 0, surroundings: {}, causes: [], noise: [], left: 0 });
});

describe("where the bytes are cut does not matter", () => {
  const log = `a\r\n\u001b[31m${SIZE}\u001b[0m\r\n50 %\r100 %\rvloop: disagrees about version of symbol module_layout\n`;
  const whole = explainLog(log);
  test("whole", () => {
    expect(ids(whole)).toEqual(["struct-module-layout", "module-layout-crc"]);
    expect(whole.causes.map(({ lines }) => lines[0]?.number)).toEqual([2, 3]);
    expect(whole.lines).toBe(3);
  });
  test.each([1, 2, 3, 7, 64])("%i bytes at a time", (size) => {
    const bytes = new TextEncoder().encode(log);
    const reader = logReader();
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
    expect(reader.end()).toEqual(whole);
  });
});

test("thousands of modules are counted, not kept", () => {
  const lines = Array.from(
    { length: 5000 },
    (_, i) => `m${i}: disagrees about version of symbol module_layout`,
  );
  const found = explainLog(lines.join("\n"));
  expect(found.causes).toHaveLength(200);
  expect(found.left).toBe(4800);
});

test("what a log names does not reach a shell", () => {
  const [cause] = explainLog("modprobe: ERROR: could not insert '$(reboot)': Exec format error").causes;
  expect(cause && nextSteps(cause)).toEqual(["kofit check MODULE.ko"]);
  const [other] = explainLog("modprobe: ERROR: could not insert '--x': Exec format error").causes;
  expect(other && nextSteps(other)).toEqual(["kofit check MODULE.ko"]);
});
