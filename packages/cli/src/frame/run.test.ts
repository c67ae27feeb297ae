import { expect, test } from "vitest";
import { FormatError, InputError } from "@kofit/core";
import { messageOf, run } from "./run.ts";
import type { Terminal } from "./terminal.ts";

/** A terminal that keeps what is written to it; `out` fails with `error` where one is given. */
function terminal(error?: unknown): Terminal & { readonly said: string[] } {
  const said: string[] = [];
  return {
    said,
    width: 80,
    colour: false,
    out(text) {
      // oxlint-disable-next-line only-throw-error
      if (error !== undefined) throw error;
      said.push(text);
    },
    message: (text) => void said.push(text),
    trouble: (line) => void said.push(line),
    progress: () => undefined,
  };
}

test("a bug ends with 70, its stack and how to report it, in the user's language", async () => {
  const broken = terminal(new TypeError("x is not a function"));
  const code = await run({ args: ["--version"], environment: { LANG: "zh_CN.UTF-8" }, terminal: broken });
  expect(code).toBe(70);
  const [report = ""] = broken.said;
  expect(report).toContain("TypeError: x is not a function\n    at ");
  expect(report).toMatch(/\nkofit \d+\.\d+\.\d+, Node v\d+/);
  expect(report).toContain("这是 kofit 自身的错误");
});

test("whatever is thrown, a bug is a bug", async () => {
  for (const thrown of ["text", 42, null, new RangeError("Invalid array length")]) {
    expect(await run({ args: ["--version"], environment: {}, terminal: terminal(thrown) })).toBe(70);
  }
});

test("what the input or the system is to blame for is one line and 2", async () => {
  const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {
    code: "ENOSPC",
    syscall: "write",
  });
  const damaged = new FormatError("a.ko", 0x40, "4 bytes wanted, 0 left");
  const wrong = new InputError({ en: "two kernels", zh: "两个内核" });
  for (const [error, line] of [
    [full, "ENOSPC: no space left on device, write"],
    [damaged, "a.ko at 0x40: 4 bytes wanted, 0 left"],
    [wrong, "two kernels"],
  ] as const) {
    const screen = terminal(error);
    expect(await run({ args: ["--version"], environment: {}, terminal: screen })).toBe(2);
    expect(screen.said).toEqual([line]);
  }
  expect(messageOf(wrong, "zh")).toBe("两个内核");
});
