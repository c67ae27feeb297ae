import { expect, test } from "vitest";
import { architecture, elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";
import type { ArchitectureName } from "../model/architecture.ts";
import { featuresByRelease } from "../model/loader-feature.ts";
import { unknownTypeSays } from "./shared/relocations.ts";
import { configOf } from "../model/config.ts";
import type { Relocations } from "../model/relocations.ts";

const at = (type: number): Relocations => ({
  unusual: [{ section: 8, index: 3, type, symbolIndex: 5, offset: 0x47 }],
});
const elf = elfShape({}, [section(".rela.text", { sh_type: 4, sh_flags: 0, sh_info: 1 })]);
const says = (name: ArchitectureName, type: number, release = "6.12.95-test", config = "") =>
  judge(
    { architecture: architecture(name), release, config: configOf(`CONFIG_MODVERSIONS=y\n${config}`) },
    { relocations: at(type), elf },
  );

// Seen on 5.10.223, 6.1.176, 6.12.95 and 7.3.4.
test.each([
  ["x86_64", "6.1.0-50-cloud-amd64", 42, "ENOEXEC", "module: hello: Unknown rela relocation: 42"],
  ["arm64", "5.10.0-32-cloud-arm64", 311, "ENOEXEC", "module hello: unsupported RELA relocation: 311"],
  [
    "arm64",
    "6.12.95+deb12-cloud-arm64",
    311,
    "ENOEXEC",
    "Modules: module hello: unsupported RELA relocation: 311",
  ],
  ["arm", "6.12.95+deb12-armmp", 250, "ENOEXEC", "hello: unknown relocation: 250"],
  ["i386", "6.12.95", 9, "ENOEXEC", "module: hello: Unknown relocation: 9"],
  ["riscv64", "6.12.95", 99, "EINVAL", "hello: Unknown relocation type 99"],
  ["riscv64", "6.12.95", 43, "EINVAL", "hello: The unexpected relocation type 'R_RISCV_ALIGN' from PC = …"],
  ["riscv64", "6.12.95", 3, "EINVAL", "hello: Dynamic linking not supported in kernel modules PC = …"],
  ["riscv64", "6.1.0", 3, "EINVAL", "hello: Unknown relocation type 3"],
  ["riscv64", "6.12.95", 22, "EINVAL", "hello: Thread local storage not supported in kernel modules PC = …"],
  ["ppc64le", "6.12.95", 99, "ENOEXEC", "module_64: hello: Unknown ADD relocation: 99"],
  ["ppc", "6.12.95", 99, "ENOEXEC", "module_32: hello: unknown ADD relocation: 99"],
  ["s390x", "6.12.95", 99, "ENOEXEC", "module hello: unknown relocation: 99"],
  ["mips", "6.12.95", 99, "EINVAL", "hello: Unknown relocation type 99"],
] as const)("%s %s refuses type %d", (name, release, type, errno, line) => {
  const found = evidence(says(name, type, release), "relocation-type-unknown");
  expect(found).toMatchObject([{ architecture: name, section: ".text", offset: 0x47, type }]);
  expect(unknownTypeSays(name, "hello", type, featuresByRelease(release) ?? new Set())).toEqual({
    errno,
    log: [line],
  });
});

test("is decisive", () => {
  const verdict = judge({}, { relocations: at(42), elf });
  expect(verdict.predicted).toEqual({
    errno: "ENOEXEC",
    log: ["module: hello: Unknown rela relocation: 42"],
  });
});

const found = (...given: Parameters<typeof says>) => evidence(says(...given), "relocation-type-unknown");

test("which types a kernel knows depends on its release and options", () => {
  expect(found("arm", 3, "6.1.0")).toEqual([]);
  expect(found("arm", 3, "5.10.0")).toHaveLength(1);
  expect(found("arm", 10, "6.1.0")).toHaveLength(1);
  expect(found("arm", 10, "6.1.0", "CONFIG_THUMB2_KERNEL=y")).toEqual([]);
  expect(found("arm", 57, "6.1.0", "CONFIG_ARM_HAS_GROUP_RELOCS=y")).toEqual([]);
  expect(found("riscv64", 57, "6.12.0")).toEqual([]);
  expect(found("riscv64", 57, "6.1.0")).toHaveLength(1);
});

test("of a loader that nobody looked at, nothing is said", () => {
  expect(evidence(says("loongarch64", 99), "relocation-type-unknown")).toEqual([]);
});
