import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { judge } from "../../test/build/judge.ts";
import { configOf } from "../model/config.ts";

const SHF_RELA_LIVEPATCH = 0x10_0000;
const marked = (name: string) => ({
  elf: elfShape({}, [section(name, { sh_type: 4, sh_flags: SHF_RELA_LIVEPATCH, sh_info: 1 })]),
});
const config = configOf("CONFIG_MODVERSIONS=y\nCONFIG_STRICT_MODULE_RWX=y\nCONFIG_LIVEPATCH=y");

// Seen on 6.1.176.
test("is refused where there is livepatch", () => {
  expect(judge({ config }, marked(".rela.data")).predicted).toEqual({
    errno: "EINVAL",
    log: ["livepatch: section .rela.data has an incorrectly formatted name"],
  });
  expect(judge({}, marked(".rela.data")).outcome).toBe("loads");
});

test("the name of a tool is fine", () => {
  expect(judge({ config }, marked(".klp.rela.vmlinux..text")).outcome).toBe("loads");
});
