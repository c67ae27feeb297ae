import { expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import type { RawParam } from "../../../test/build/param-writer.ts";
import { rawKernelImage } from "../../../test/build/raw-kernel-writer.ts";
import { bytesSource } from "../../io/byte-source.ts";
import type { Fact } from "../../model/fact.ts";
import type { KernelFacts, ModuleSigning } from "../../model/kernel.ts";
import { mergeArtifacts } from "../../sources/common/merge.ts";
import { openInput } from "../../sources/common/open-input.ts";
import type { Input } from "../../sources/define-source.ts";
import { readFacts } from "../saved/read.ts";
import { writeFacts } from "../saved/write.ts";
import { readKernelFacts } from "./index.ts";

const others: readonly RawParam[] = [
  ...Array.from({ length: 20 }, (_, i) => ({ name: `some.param_${i}` })),
  { name: "initcall_debug" },
];
/** Where the kernel keeps sig_enforce, and where its strings stand. */
const [SIG_ENFORCE, STRINGS] = [0x30, 0xc01];
const CLEARED = 0x1_0000_0000;
const LOCKED_DOWN = "Kernel is locked down from %s; see man kernel_lockdown.7\n";

interface Spec {
  /** Offset of `sig_enforce`; without CONFIG_MODULE_SIG there is none. */
  readonly at?: number;
  readonly value?: number;
  readonly strings?: readonly string[];
}

function image({ at, value = 0, strings = [] }: Spec): Input {
  const param = at === undefined ? [] : [{ name: "module.sig_enforce", arg: at }];
  const kernel = rawKernelImage({ params: { params: [...others, ...param] } });
  kernel[SIG_ENFORCE] = value;
  kernel.set(text(strings.map((one) => `${one}\0`).join("")), STRINGS);
  return bytesSource("vmlinuz", kernel);
}

async function factsOf(...inputs: readonly Input[]): Promise<KernelFacts> {
  const facts = await readKernelFacts(await mergeArtifacts(await Promise.all(inputs.map(openInput))));
  expect(readFacts(text(writeFacts(facts)), "facts.json").moduleSigning).toEqual(facts.moduleSigning);
  return facts;
}

const valueOf = <T>(fact: Fact<T>): T | string => (fact.known ? fact.value : fact.why.en);
const signing = async (...inputs: readonly Input[]): Promise<ModuleSigning | string> =>
  valueOf((await factsOf(...inputs)).moduleSigning);
const config = (...lines: readonly string[]): Input =>
  bytesSource("config", text(["CONFIG_X=y", ...lines, ""].join("\n")));

test("what sig_enforce is at first, and that there is none", async () => {
  expect(await signing(image({ at: SIG_ENFORCE, value: 1 }))).toEqual({
    verifies: true,
    enforces: true,
    lockdown: "none",
  });
  expect(await signing(image({ at: SIG_ENFORCE }))).toMatchObject({ verifies: true, enforces: false });
  expect(await signing(image({}))).toMatchObject({ verifies: false, enforces: false });
  const { signaturePolicy } = await factsOf(image({ at: SIG_ENFORCE, value: 1 }));
  expect(signaturePolicy).toMatchObject({
    value: "enforced",
    origin: { input: "vmlinuz!kernel", part: "module.sig_enforce, messages" },
  });
});

test("what is false lies in the memory behind the file; anywhere else it cannot be told", async () => {
  expect(await signing(image({ at: 0x10_0000 }))).toMatchObject({ verifies: true, enforces: false });
  expect(await signing(image({ at: CLEARED }))).toContain("could not be read from vmlinuz");
});

/** Of a kernel that holds these strings. */
const policyOf = async (...strings: readonly string[]): Promise<string> =>
  valueOf((await factsOf(image({ at: SIG_ENFORCE, strings }))).signaturePolicy);

test("lockdown shows by what the kernel says when it is locked down", async () => {
  expect(await policyOf(LOCKED_DOWN)).toBe("permissive");
  expect(await policyOf(LOCKED_DOWN, "Kernel configuration")).toBe("lockdown");
  expect(await policyOf(LOCKED_DOWN, "Kernel configuration of another kind")).toBe("permissive");
  expect(await policyOf("Kernel configuration")).toBe("permissive");
  // The linker keeps one of two strings where one ends the other.
  expect(await policyOf(LOCKED_DOWN, "no Kernel configuration")).toContain("could not be read from vmlinuz");
});

test("the security modules that are started are the longest list of such", async () => {
  const strings = [
    LOCKED_DOWN,
    "bpf,ipe",
    "landlock,lockdown,yama,bpf",
    "yama,lockdown,other,things,and,more",
  ];
  expect(await signing(image({ at: SIG_ENFORCE, strings }))).toMatchObject({
    lockdown: "possible",
    securityModules: ["landlock", "lockdown", "yama", "bpf"],
  });
});

test("the image has the last word, and the configuration adds what it does not tell", async () => {
  const lines = ["CONFIG_MODULE_SIG=y", "CONFIG_MODULE_SIG_FORCE=y", "CONFIG_SECURITY_LOCKDOWN_LSM_EARLY=y"];
  const kernel = image({ at: SIG_ENFORCE, strings: [LOCKED_DOWN] });
  expect(await signing(kernel, config(...lines))).toEqual({
    verifies: true,
    enforces: false,
    lockdown: "possible",
    lockdownIsEarly: true,
  });
  expect(await signing(config(...lines))).toMatchObject({ enforces: true, lockdown: "none" });
  expect(await signing(bytesSource("vmlinuz", rawKernelImage({})), config(...lines))).toMatchObject({
    enforces: true,
  });
});
