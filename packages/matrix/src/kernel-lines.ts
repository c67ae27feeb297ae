/** So long a line may have been cut: PRINTKRB_RECORD_MAX of kernel/printk/printk.c, less what stands before the text. */
const CUT = 950;

/** Whether the kernel's line is the one that was told; a `…` stands for what only the running kernel knows. */
export function meets(told: string, line: string): boolean {
  if (line.length >= CUT && told.startsWith(line)) return true;
  if (!told.includes("…")) return told === line;
  const parts = told.split("…");
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  if (!line.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = line.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return line.length - last.length >= at && line.endsWith(last);
}

/**
 * Lines that come with a refusal and are not its reason: taints, which the kernel tells once in its life, and notes. A
 * refused module may be the first to cause one.
 */
const information: readonly RegExp[] = [
  // module_augment_kernel_taints(), check_modinfo() in kernel/module/main.c
  /: loading out-of-tree module taints kernel\.$/,
  /: module verification failed: signature and\/or required key missing - tainting kernel$/,
  /: module license '.*' taints kernel\.$/,
  /: module license taints kernel\.$/,
  /: module is from the staging directory, the quality is unknown/,
  /: loading test module taints kernel\.$/,
  /: tainting kernel with TAINT_LIVEPATCH$/,
  /: (?:module_layout|bad vermagic|no versions for exported symbols|.*): kernel tainted\.$/,
  /^Disabling lock debugging due to kernel taint$/,
  // check_modinfo_retpoline()
  /: loading module not compiled with retpoline compiler\.$/,
  /^(?:Spectre V2 : )?System may be vulnerable to spectre v2$/,
  // find_module_sections(), load_module()
  /: Ignoring obsolete parameters$/,
  /: unknown parameter '.*' ignored$/,
  // btf_module_notify() in kernel/bpf/btf.c, where mismatch is allowed
  /^Kernel module BTF mismatch detected/,
  // printk_ratelimited()
  /: \d+ callbacks suppressed$/,
  // what a kernel tells some time after it was booted, or on a slow machine, whatever it does then
  /^(?:tsc|clocksource|random|hrtimer): /,
  // what modules log themselves
  /^kofit seed: /,
];

export const isInformation = (line: string): boolean => information.some((pattern) => pattern.test(line));

/**
 * Whether the kernel leaves a line out when it has printed it often: lockdown_is_locked_down() in
 * security/lockdown/lockdown.c is rate-limited, and a module follows the other.
 */
export const isRationed = (told: string): boolean => told.startsWith("Lockdown: ");

const WARNING_BEGINS = /^-+\[ cut here \]-+$/;
const WARNING_ENDS = /^---\[ end trace/;
/** dump_stack_print_info() and show_stack(): what is printed about the processor, behind the line that tells why. */
const STACK_BEGINS = /^CPU: \d+ (?:UID: \d+ )?PID: \d+ Comm: /;
const STACK_LINE =
  /^(?:Hardware name: |Call [Tt]race:| |\[<|Tainted: |Workqueue: |[A-Z0-9]{2,4}: |Code: |Modules linked in:|pstate: |pc : |lr : |sp : |x\d+ ?: |Exception stack|Backtrace:|Stack: |[0-9a-f]+: |---\[ end trace)/;

/** The lines without warnings and stacks, whose content only the running kernel knows. */
export function withoutTraces(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let inside: "warning" | "stack" | undefined;
  for (const line of lines) {
    if (inside === "stack" && !STACK_LINE.test(line)) inside = undefined;
    if (inside === undefined && WARNING_BEGINS.test(line)) inside = "warning";
    if (inside === undefined && STACK_BEGINS.test(line)) inside = "stack";
    if (inside === undefined) kept.push(line);
    if (inside === "warning" && WARNING_ENDS.test(line)) inside = undefined;
  }
  return kept;
}
