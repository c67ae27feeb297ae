import { expect, test } from "vitest";
import { member } from "../../../test/build/struct-member.ts";
import { architectureNamed } from "../../model/architecture.ts";
import { type Config, configOf, configured } from "../../model/config.ts";
import type { StructModule } from "../../model/kernel.ts";
import { explanationsOf, shownByTypes } from "./explanations.ts";
import type { KernelSide } from "./option-changes.ts";

/** The end of a `struct module` of arm64, as a kernel without BTF of modules, livepatch or build ids has it. */
const struct: StructModule = {
  size: 1024,
  init: 312,
  exit: 944,
  members: [
    member("state", 0, 4),
    member("list", 8, 16),
    member("name", 24, 56),
    member("mkobj", 80, 96),
    member("num_syms", 176, 4),
    member("param_lock", 184, 32),
    member("kp", 216, 8),
    member("between", 224, 88),
    member("init", 312, 8),
    member("mem", 320, 504),
    member("arch", 824, 32),
    member("taints", 856, 8),
    member("num_tracepoints", 864, 4),
    member("tracepoints_ptrs", 872, 8),
    member("jump_entries", 880, 8),
    member("num_jump_entries", 888, 4),
    member("num_trace_bprintk_fmt", 892, 4),
    member("trace_bprintk_fmt_start", 896, 8),
    member("source_list", 904, 16),
    member("target_list", 920, 16),
    member("before_exit", 936, 8),
    member("exit", 944, 8),
    member("refcnt", 952, 4),
  ],
};
const config = configOf(
  "CONFIG_SYSFS=y\nCONFIG_TRACEPOINTS=y\nCONFIG_JUMP_LABEL=y\nCONFIG_TRACING=y\nCONFIG_MODULE_UNLOAD=y\nCONFIG_MODULES_TREE_LOOKUP=y",
);
const arm64 = architectureNamed("arm64");
const setBy =
  (of: Config): NonNullable<KernelSide["isSet"]> =>
  (option) =>
    configured(of, option);
const kernel: KernelSide = {
  struct: { ...struct, size: 960 },
  isSet: setBy(config),
  release: "6.12.95",
  architecture: arm64,
};
const named = (sets: ReturnType<typeof explanationsOf>): readonly string[] =>
  sets.map((set) => set.map(({ option, change }) => `${option} ${change}`).join(" + "));

const inRelease = (release: string): readonly string[] =>
  named(explanationsOf({ ...kernel, release }, { size: 1024, init: 312, exit: 968 }));
const words = (...module: string[]): Parameters<typeof explanationsOf>[2] => ({
  kernel: new Set(["SMP", "mod_unload"]),
  module: new Set(module),
});

test("what the module has and the kernel lacks is found by its size", () => {
  // 20 bytes, and 4 to the next word
  const found = explanationsOf(kernel, { size: 1024, init: 336, exit: 1008 });
  expect(named(found)).toEqual(["CONFIG_STACKTRACE_BUILD_ID gained"]);
  expect(found[0]?.[0]?.members).toEqual(["build_id"]);
});

test("only options that the release has, as it has them", () => {
  expect(inRelease("6.12.95")).toContain("CONFIG_DEBUG_INFO_BTF_MODULES gained");
  // Without btf_base_data it is 16 bytes.
  expect(inRelease("6.6.1")).not.toContain("CONFIG_DEBUG_INFO_BTF_MODULES gained");
});

test("an option that the kernel sets is not gained, and one that it does not set is not lost", () => {
  const found = explanationsOf(kernel, { size: 960, init: 312, exit: 928 });
  expect(named(found)).toEqual(["CONFIG_TRACEPOINTS lost"]);
  const without = configOf(config.text.replace("CONFIG_TRACEPOINTS=y", ""));
  expect(
    named(explanationsOf({ ...kernel, isSet: setBy(without) }, { size: 960, init: 312, exit: 928 })),
  ).toEqual([]);
});

test("nodes of trees in every memory area: another size and another alignment", () => {
  const found = explanationsOf(kernel, { size: 576, init: 312, exit: 552 });
  expect(named(found)).toEqual(["CONFIG_MODULES_TREE_LOOKUP lost"]);
});

test("two options, where no single one fits and there is one such pair", () => {
  const found = explanationsOf(kernel, { size: 1024, init: 336, exit: 992 });
  expect(named(found)).toEqual(["CONFIG_STACKTRACE_BUILD_ID gained + CONFIG_TRACEPOINTS lost"]);
});

test("an option that shows in the vermagic is set otherwise only if it shows there", () => {
  const module = { size: 960, init: 312 };
  expect(named(explanationsOf(kernel, module, words("SMP")))).toEqual(["CONFIG_MODULE_UNLOAD lost"]);
  expect(named(explanationsOf(kernel, module, words("SMP", "mod_unload")))).not.toContain(
    "CONFIG_MODULE_UNLOAD lost",
  );
});

test("the headers say which option guards what, whatever is known of others", () => {
  const guards = [{ option: "CONFIG_VENDOR", members: ["num_tracepoints", "tracepoints_ptrs"] }];
  const found = explanationsOf(
    { ...kernel, guards, isSet: setBy(configOf("CONFIG_VENDOR=y")) },
    { size: 960, init: 312, exit: 928 },
  );
  expect(named(found)).toEqual(["CONFIG_VENDOR lost"]);
});

test("the same on both sides needs no explanation, and a struct that is not understood has none", () => {
  expect(explanationsOf(kernel, { size: 960, init: 312, exit: 944 })).toEqual([]);
  const odd = { ...struct, members: [member("list", 3, 16)] };
  expect(explanationsOf({ struct: odd }, { size: 64, init: 8, exit: 16 })).toEqual([]);
});

const without = (...names: string[]): NonNullable<StructModule["members"]> =>
  (struct.members ?? []).filter(({ name }) => !names.includes(name));
const withLock = (size: number): ReturnType<typeof shownByTypes> =>
  shownByTypes(kernel, [...without("param_lock"), member("param_lock", 184, size)]);

test("types of both sides show the options, however many, and what none accounts for", () => {
  const module = [
    ...without("num_tracepoints", "tracepoints_ptrs", "taints"),
    member("btf_data_size", 0, 4),
    member("btf_base_data_size", 0, 4),
    member("btf_data", 0, 8),
    member("btf_base_data", 0, 8),
  ];
  const { changes, unexplained } = shownByTypes(kernel, module);
  expect(named([changes])).toEqual(["CONFIG_TRACEPOINTS lost + CONFIG_DEBUG_INFO_BTF_MODULES gained"]);
  expect(unexplained).toEqual(["taints"]);
});

test("a member of another size is an option's only if it is that size", () => {
  expect(named([withLock(40).changes])).toEqual(["CONFIG_DEBUG_MUTEXES gained"]);
  expect(withLock(48)).toEqual({ changes: [], unexplained: ["param_lock"] });
});

test("the same types show nothing", () => {
  expect(shownByTypes(kernel, struct.members ?? [])).toEqual({ changes: [], unexplained: [] });
});
