import { expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { parseBuiltinModinfo, parseModulesBuiltin } from "./modules-builtin.ts";
import { parseModulesDep } from "./modules-dep.ts";

const dep =
  "kernel/drivers/net/mii.ko.xz:\nkernel/drivers/net/usb/usbnet.ko.xz: kernel/drivers/net/mii.ko.xz kernel/a-b.ko\n";
const builtin =
  "kernel/drivers/net/loopback.ko\nkernel/drivers/tty/serial/8250/8250.ko\nkernel/lib/crc-itu-t.ko\n";
const modinfo = [
  "8250.parmtype=nr_uarts:uint",
  "8250.license=GPL",
  "",
  "crc_itu_t.description=a=b.c",
  "",
].join("\0");

test("modules.dep: what each module needs first", () => {
  expect([...parseModulesDep(text(dep), "modules.dep")]).toEqual([
    ["kernel/drivers/net/mii.ko.xz", []],
    ["kernel/drivers/net/usb/usbnet.ko.xz", ["kernel/drivers/net/mii.ko.xz", "kernel/a-b.ko"]],
  ]);
  expect(parseModulesDep(new Uint8Array(0), "modules.dep").size).toBe(0);
  expect(() => parseModulesDep(text(`${dep}kernel/x.ko\n`), "modules.dep")).toThrow(
    expect.objectContaining({ name: "FormatError", offset: dep.length }),
  );
});

test("modules.builtin: names as the kernel has them", () => {
  expect([...parseModulesBuiltin(text(builtin), "modules.builtin")]).toEqual([
    ["loopback", "kernel/drivers/net/loopback.ko"],
    ["8250", "kernel/drivers/tty/serial/8250/8250.ko"],
    ["crc_itu_t", "kernel/lib/crc-itu-t.ko"],
  ]);
  expect(() => parseModulesBuiltin(text("kernel/x.ko\nnone\n"), "modules.builtin")).toThrow(
    expect.objectContaining({ name: "FormatError", offset: 12 }),
  );
});

test("modules.builtin: of two with one name the first", () => {
  const twice = text("kernel/drivers/bus/arm-cci.ko\nkernel/drivers/perf/arm-cci.ko\n");
  expect([...parseModulesBuiltin(twice, "modules.builtin")]).toEqual([
    ["arm_cci", "kernel/drivers/bus/arm-cci.ko"],
  ]);
});

test("modules.builtin.modinfo: entries by module", () => {
  const found = parseBuiltinModinfo(text(modinfo), "modules.builtin.modinfo");
  expect(found.get("8250")).toEqual([
    ["parmtype", "nr_uarts:uint"],
    ["license", "GPL"],
  ]);
  expect(found.get("crc_itu_t")).toEqual([["description", "a=b.c"]]);
  expect(() => parseBuiltinModinfo(text("a.b=c\0rest"), "m")).toThrow("not NUL-terminated");
  expect(() => parseBuiltinModinfo(text("a.b=c\0rest\0"), "m")).toThrow(
    expect.objectContaining({ name: "FormatError", offset: 6 }),
  );
});

test("damage is a FormatError or a value", async () => {
  await survivesDamage(text(dep), (bytes) => parseModulesDep(bytes, "modules.dep"));
  await survivesDamage(text(builtin), (bytes) => parseModulesBuiltin(bytes, "modules.builtin"));
  await survivesDamage(text(modinfo), (bytes) => parseBuiltinModinfo(bytes, "modules.builtin.modinfo"));
});
