import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { InputError, visible } from "@kofit/core";
import type { Answer } from "./answer.ts";
import { ask, type Reply } from "./guest.ts";
import { type Accelerator, type Machine, type Qemu, startQemu } from "./qemu.ts";
import { matrixDirectory } from "./workspace.ts";

export type Ready = Extract<Answer, { answer: "ready" }>;

/** A kernel that was booted up to init. Every guest that is started of it has loaded nothing. */
export interface Booted {
  readonly accelerator: Accelerator;
  readonly ready: Ready;
  /** Another guest, from the saved state; where there is none the kernel is booted again. */
  guest(): Promise<Qemu>;
}

export interface BootOptions {
  /** Seconds until a kernel has to be up. */
  readonly bootLimit: number;
  readonly signal: AbortSignal;
  /** How often a kernel that dies is booted; 4 when absent. */
  readonly attempts?: number;
  /** For the name of a log that is kept. */
  readonly name: string;
}

/** QEMU 7.2 emulating x86 on a busy machine kills a kernel now and then before it is up: such a boot is done again. */
const ATTEMPTS = 4;
const STATE = "state";
/** Until a guest that has nothing to do is idle, in milliseconds: a timer that it waits for may not survive its being saved. */
const SETTLES = 300;
/** Seconds for a guest that goes on from a saved state to sleep a moment. */
const WAKES = 10;

/**
 * Boots a kernel and saves it, so that the next guests start where this one stood.
 *
 * @throws {InputError} if it does not come up; the console's log is kept, and named.
 */
export async function bootKernel(machine: Machine, options: BootOptions): Promise<Booted> {
  const { qemu, ready } = await coldBoot(machine, options);
  try {
    if (!ready.modules) throw withoutModules(machine, ready);
    await setTimeout(SETTLES, undefined, { signal: options.signal });
    let saved = await qemu.save(STATE);
    return {
      accelerator: machine.accelerator,
      ready,
      async guest() {
        const restored = saved ? await restore(machine) : undefined;
        saved = restored !== undefined;
        return restored ?? (await coldBoot(machine, options)).qemu;
      },
    };
  } finally {
    await qemu.stop();
  }
}

async function restore(machine: Machine): Promise<Qemu | undefined> {
  const qemu = startQemu(machine, STATE);
  if ((await qemu.resumed()) && (await ask(qemu, "wake", WAKES)).answer?.answer === "ready") return qemu;
  await qemu.stop();
  return undefined;
}

async function coldBoot(machine: Machine, options: BootOptions): Promise<{ qemu: Qemu; ready: Ready }> {
  const { attempts = ATTEMPTS } = options;
  for (let attempt = 1; ; attempt += 1) {
    options.signal.throwIfAborted();
    const qemu = startQemu(machine);
    const abort = (): void => void qemu.stop();
    options.signal.addEventListener("abort", abort, { once: true });
    try {
      const reply = await ask(qemu, undefined, options.bootLimit);
      if (reply.answer?.answer === "ready") return { qemu, ready: reply.answer };
      await qemu.stop();
      options.signal.throwIfAborted();
      const refused = reply.console.length === 0 && qemu.complaint() !== "";
      const again = reply.kind === "died" && !refused && attempt < attempts;
      if (!again) throw await bootFailed(machine, options, reply, qemu.complaint());
    } finally {
      options.signal.removeEventListener("abort", abort);
    }
  }
}

async function bootFailed(
  machine: Machine,
  { name, bootLimit }: BootOptions,
  { kind, console }: Reply,
  complaint: string,
): Promise<InputError> {
  const log = join(matrixDirectory(), `${basename(name).replaceAll(/[^\w.+-]/g, "_")}.console.log`);
  if (machine.accelerator === "tcg") await writeFile(log, [...console, complaint, ""].join("\n"));
  const why = reason(kind, console, complaint, { bootLimit, port: machine.architecture.console });
  return new InputError({
    en: `${name} did not boot in QEMU: ${why.en}; what it printed is in ${log}`,
    zh: `${name} 未能在 QEMU 中启动：${why.zh}；控制台输出保存在 ${log}`,
  });
}

function reason(
  kind: Reply["kind"],
  console: readonly string[],
  complaint: string,
  { bootLimit, port }: { readonly bootLimit: number; readonly port: string },
): { en: string; zh: string } {
  if (complaint !== "" && console.length === 0) {
    const [line = ""] = complaint.split("\n").slice(-1);
    return { en: `QEMU says "${visible(line)}"`, zh: `QEMU 报告“${visible(line)}”` };
  }
  const panic = console.find((line) => line.includes("Kernel panic - not syncing"));
  if (panic !== undefined) return { en: `"${visible(panic)}"`, zh: `“${visible(panic)}”` };
  if (console.length === 0 && kind === "died") {
    return {
      en: `it rebooted at once, without a word on the serial port ${port}`,
      zh: `它立即重新启动，串口 ${port} 没有任何输出`,
    };
  }
  if (console.length === 0) {
    return {
      en: `nothing came over the serial port ${port} in ${bootLimit} s; the kernel is for another machine, or has no driver for this port built in`,
      zh: `${bootLimit} 秒内串口 ${port} 没有任何输出；该内核用于其他机器，或没有内置该串口的驱动`,
    };
  }
  const end = visible(console.at(-1) ?? "");
  return kind === "died"
    ? { en: `it rebooted after "${end}"`, zh: `它在输出“${end}”之后重新启动` }
    : {
        en: `its first process was not started in ${bootLimit} s, the last line was "${end}"`,
        zh: `${bootLimit} 秒内没有启动第一个进程，最后一行输出是“${end}”`,
      };
}

function withoutModules({ kernel }: Machine, { release }: Ready): InputError {
  return new InputError({
    en: `the kernel ${visible(release || kernel)} is built without CONFIG_MODULES: it loads no module at all`,
    zh: `内核 ${visible(release || kernel)} 编译时没有启用 CONFIG_MODULES：它不能加载任何模块`,
  });
}
