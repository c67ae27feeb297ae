import { describe, expect, test } from "vitest";
import { commandLineOf } from "./command-line.ts";

test("an ordinary line says nothing of modules", () => {
  const text = "BOOT_IMAGE=/boot/vmlinuz root=UUID=1 ro quiet";
  expect(commandLineOf(text)).toEqual({
    text,
    blacklist: [],
    sigEnforce: false,
    nomodule: false,
    modulesDisabled: false,
  });
});

describe("module_blacklist", () => {
  test("the last one wins", () => {
    expect(commandLineOf("module_blacklist=a module-blacklist=b,c-d,,e").blacklist).toEqual([
      "b",
      "c-d",
      "e",
    ]);
  });
  test("without a value, or with too long a one, the one before holds", () => {
    const line = `module_blacklist=a module_blacklist module_blacklist=${"x".repeat(1025)}`;
    expect(commandLineOf(line).blacklist).toEqual(["a"]);
  });
  test("what stands behind -- is for init", () => {
    expect(commandLineOf("quiet -- module_blacklist=a").blacklist).toEqual([]);
  });
});

test("module.sig_enforce cannot be taken back", () => {
  expect(commandLineOf("module.sig_enforce").sigEnforce).toBe(true);
  expect(commandLineOf("module.sig-enforce=1 module.sig_enforce=0").sigEnforce).toBe(true);
  expect(commandLineOf("module.sig_enforce=0").sigEnforce).toBe(false);
  expect(commandLineOf("sig_enforce=1").sigEnforce).toBe(false);
});

test("lockdown is never lowered", () => {
  expect(commandLineOf("lockdown=confidentiality lockdown=integrity").lockdown).toBe("confidentiality");
  expect(commandLineOf("lockdown=integrity").lockdown).toBe("integrity");
  expect(commandLineOf("lockdown=none lockdown").lockdown).toBeUndefined();
});

test("nomodule is a number that is set like a bool", () => {
  expect(commandLineOf("nomodule").nomodule).toBe(true);
  expect(commandLineOf("nomodule=1 nomodule=0").nomodule).toBe(false);
  expect(commandLineOf("nomodule=x").nomodule).toBe(false);
});

test("a sysctl on the command line", () => {
  expect(commandLineOf("sysctl.kernel.modules_disabled=1").modulesDisabled).toBe(true);
  expect(commandLineOf("sysctl.kernel/modules_disabled=1").modulesDisabled).toBe(true);
  // The sysctl takes nothing but 1.
  expect(commandLineOf("sysctl.kernel.modules_disabled=2").modulesDisabled).toBe(false);
});

test("lsm= replaces the configured list", () => {
  expect(commandLineOf("lsm=a lsm=yama,lockdown").securityModules).toEqual(["yama", "lockdown"]);
});
