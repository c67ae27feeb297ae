import { member } from "../../../test/build/struct-member.ts";
import type { StructModule } from "../../model/kernel.ts";
import { expect, test } from "vitest";
import { lostMembers } from "./lost-members.ts";

/** The end of `struct module` of Debian's 6.12.95+deb12-cloud-arm64, as pahole prints it; what is before is one member. */
const kernel: StructModule = {
  size: 1280,
  init: 312,
  exit: 1192,
  members: [
    member("before", 0, 312),
    member("init", 312, 8),
    member("mem", 320, 504),
    member("between", 824, 200),
    member("num_bpf_raw_events", 1024, 4),
    member("bpf_raw_events", 1032, 8),
    member("btf_data_size", 1040, 4),
    member("btf_base_data_size", 1044, 4),
    member("btf_data", 1048, 8),
    member("btf_base_data", 1056, 8),
    member("jump_entries", 1064, 8),
    member("num_jump_entries", 1072, 4),
    member("num_trace_bprintk_fmt", 1076, 4),
    member("trace_bprintk_fmt_start", 1080, 8),
    member("trace_events", 1088, 8),
    member("num_trace_events", 1096, 4),
    member("trace_evals", 1104, 8),
    member("num_trace_evals", 1112, 4),
    member("num_ftrace_callsites", 1116, 4),
    member("ftrace_callsites", 1120, 8),
    member("kprobes_text_start", 1128, 8),
    member("kprobes_text_size", 1136, 4),
    member("kprobe_blacklist", 1144, 8),
    member("num_kprobe_blacklist", 1152, 4),
    member("source_list", 1160, 16),
    member("target_list", 1176, 16),
    member("exit", 1192, 8),
    member("refcnt", 1200, 4),
    member("dyndbg_info", 1208, 24),
  ],
};

test("24 bytes less before exit are the members of two options", () => {
  const lost = lostMembers(kernel, { size: 1216, init: 312, exit: 1168 });
  expect(lost.map(({ option, members }) => [option, members.map(({ name }) => name)])).toEqual([
    ["CONFIG_DEBUG_INFO_BTF_MODULES", ["btf_data_size", "btf_base_data_size", "btf_data", "btf_base_data"]],
    // 32 bytes, but num_ftrace_callsites takes the room of a hole when they are gone
    ["CONFIG_EVENT_TRACING", ["trace_events", "num_trace_events", "trace_evals", "num_trace_evals"]],
  ]);
});

test("equal sizes do not matter, offsets do", () => {
  const [lost] = lostMembers(kernel, { size: 1280, init: 312, exit: 1168 });
  expect(lost?.option).toBe("CONFIG_DEBUG_INFO_BTF_MODULES");
});

test("every option that explains the offsets is named", () => {
  // each pair shares 8 of its 16 bytes with the counter of a neighbour
  const lost = lostMembers(kernel, { size: 1280, init: 312, exit: 1184 });
  expect(lost.map(({ option }) => option)).toEqual([
    "CONFIG_JUMP_LABEL",
    "CONFIG_TRACING",
    // CONFIG_DYNAMIC_FTRACE guards the same members in later releases.
    "CONFIG_FTRACE_MCOUNT_RECORD",
  ]);
});

test("what aligns to a cache line absorbs what was lost before it", () => {
  const early: StructModule = {
    size: 640,
    init: 56,
    exit: 568,
    members: [
      member("name", 0, 24),
      member("build_id", 24, 20),
      member("holders", 48, 8),
      member("init", 56, 8),
      member("mem", 64, 504),
      member("exit", 568, 8),
    ],
  };
  const [lost] = lostMembers(early, { size: 640, init: 32, exit: 568 });
  expect(lost?.option).toBe("CONFIG_STACKTRACE_BUILD_ID");
});

test("nothing is named for a module that agrees, or that no single option explains", () => {
  expect(lostMembers(kernel, { size: 1280, init: 312, exit: 1192 })).toEqual([]);
  expect(lostMembers(kernel, { size: 1280, init: 312, exit: 1191 })).toEqual([]);
  expect(lostMembers(kernel, { size: 1216 })).toEqual([]);
});

test("nothing is named without the kernel's members, or when their layout is not understood", () => {
  expect(lostMembers({ size: 1280, init: 312, exit: 1192 }, { size: 1216, init: 312, exit: 1168 })).toEqual(
    [],
  );
  const odd = { ...kernel, members: [member("before", 3, 312), ...(kernel.members ?? []).slice(1)] };
  expect(lostMembers(odd, { size: 1216, init: 312, exit: 1168 })).toEqual([]);
});
