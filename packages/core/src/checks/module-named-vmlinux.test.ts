import { expect, test } from "vitest";
import { judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

// Seen on 6.1.176, and on 6.12.95 without CONFIG_LIVEPATCH.
test("is refused where there is livepatch", () => {
  const thisModule = { size: 0x500, init: 0x138, exit: 0x4a8, name: "vmlinux" };
  const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_LIVEPATCH=y");
  expect(judge({ config }, { thisModule }).predicted).toEqual({
    errno: "EINVAL",
    log: ["livepatch: vmlinux.ko: invalid module name"],
  });
  expect(judge({}, { thisModule }).outcome).toBe("loads");
});
