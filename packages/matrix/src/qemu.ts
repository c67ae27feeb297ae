import { type ChildProcess, spawn } from "node:child_process";
import { Duplex } from "node:stream";
import { InputError } from "@kofit/core";
import type { Architecture } from "./architectures.ts";
import { programOnPath } from "@kofit/core/node";
import { type Qmp, qmpClient } from "./qmp.ts";
import { type Heard, serialReader } from "./serial.ts";

const nobody = (): void => {};

export type Accelerator = "tcg" | "kvm";

/** A virtual machine, before it is started. Files are named as seen from `directory`. */
export interface Machine {
  readonly architecture: Architecture;
  readonly accelerator: Accelerator;
  /** Where QEMU runs: a directory of this run, whose files have plain names. */
  readonly directory: string;
  readonly kernel: string;
  readonly initramfs: string;
  readonly cmdline: string;
  /** In MiB. */
  readonly memory: number;
}

/** A QEMU that runs. */
export interface Qemu {
  /** The next thing that the guest writes; `"silent"` when there is nothing for so long, `"ended"` when QEMU is gone. */
  hear(milliseconds: number): Promise<Heard | "silent" | "ended">;
  /** Writes to the guest's serial port. */
  say(text: string): void;
  /** Writes the state of the guest, which stands still afterwards, to a file of the directory; `false` where QEMU cannot. */
  save(file: string): Promise<boolean>;
  /** Waits until a guest that starts from a saved state runs: before, what is said to it is lost. `false`: it never does. */
  resumed(): Promise<boolean>;
  /** Ends it; done when it is gone. */
  stop(): Promise<void>;
  /** What QEMU itself complained of: the end of its stderr. */
  complaint(): string;
}

const COMPLAINT_KEPT = 2000;
/** Lines that wait to be heard; a guest that prints without end is not heard to the end. */
const MAX_WAITING = 100_000;

/**
 * The arguments of QEMU: one processor, one serial port on stdin and stdout, the monitor on descriptor 3, no disk, no
 * network, no display. A guest that reboots ends it.
 */
export function qemuArguments(machine: Machine, state?: string): string[] {
  const { architecture, accelerator, kernel, initramfs, cmdline, memory } = machine;
  const cpu = accelerator === "kvm" ? "host" : architecture.cpu;
  const words = [
    "-nodefaults -no-reboot -display none -nic none",
    `-accel ${accelerator} -machine ${architecture.machine} -cpu ${cpu} -smp 1 -m ${memory}`,
    "-serial stdio -chardev socket,id=monitor,fd=3 -mon chardev=monitor,mode=control",
    `-kernel ${kernel} -initrd ${initramfs}`,
  ].flatMap((line) => line.split(" "));
  return [...words, "-append", cmdline, ...(state === undefined ? [] : ["-incoming", `exec:cat ${state}`])];
}

/**
 * Starts QEMU, cold or where a saved guest stood.
 *
 * @throws {InputError} if it is not installed.
 */
export function startQemu(machine: Machine, state?: string): Qemu {
  const { program } = requireQemu(machine.architecture);
  // Linux ends it with us, should we be killed.
  const lifeline = programOnPath("setpriv");
  const command = lifeline === undefined ? [] : [lifeline, "--pdeathsig", "KILL", "--"];
  const [file = program, ...args] = [...command, program, ...qemuArguments(machine, state)];
  const child = spawn(file, args, {
    cwd: machine.directory,
    stdio: ["pipe", "pipe", "pipe", "pipe"],
    // Ctrl-C is for kofit, which ends it: ending by itself it would look as if the kernel had died.
    detached: true,
  });
  return running(child);
}

/** @throws {InputError} if it is not installed. */
export function requireQemu(architecture: Architecture): Architecture {
  const { program, programPackage } = architecture;
  if (programOnPath(program) !== undefined) return architecture;
  throw new InputError({
    en: `booting a kernel of ${architecture.id} takes ${program}, which is not installed; on Debian and Ubuntu: apt install ${programPackage}`,
    zh: `启动 ${architecture.id} 的内核需要 ${program}，但尚未安装；在 Debian 和 Ubuntu 上请运行：apt install ${programPackage}`,
  });
}

function running(child: ChildProcess): Qemu {
  const { stdin, stdout, stderr } = child;
  const monitor = child.stdio[3];
  if (!stdin || !stdout || !stderr || !(monitor instanceof Duplex)) throw new Error("QEMU without pipes");
  const waiting: Heard[] = [];
  let complaint = "";
  const state = { ended: false };
  let wake = nobody;
  const read = serialReader();
  stdout.on("data", (chunk: Buffer) => {
    if (waiting.length < MAX_WAITING) waiting.push(...read(chunk));
    wake();
  });
  stderr.on("data", (chunk: Buffer) => {
    complaint = (complaint + chunk.toString("utf8")).slice(-COMPLAINT_KEPT);
  });
  // A QEMU that ends closes its pipes while we write.
  for (const stream of [stdin, monitor]) stream.on("error", nobody);
  const gone = new Promise<void>((resolve) => {
    const end = (): void => {
      state.ended = true;
      wake();
      resolve();
    };
    child.on("error", (error) => {
      complaint += error.message;
      end();
    });
    child.on("close", end);
  });
  const qmp = qmpClient(monitor);
  return {
    async hear(milliseconds) {
      const deadline = Date.now() + milliseconds;
      // A wake may mean nothing: half a line came.
      while (waiting.length === 0 && !state.ended && Date.now() < deadline) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, deadline - Date.now());
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      return waiting.shift() ?? (state.ended ? "ended" : "silent");
    },
    say: (text) => void stdin.write(text),
    save: async (path) => saveState(qmp, path),
    resumed: async () => until(qmp, "query-status", "running", ["inmigrate"]),
    async stop() {
      child.kill("SIGKILL");
      await gone;
    },
    complaint: () => complaint.trim(),
  };
}

const LIMIT = 60_000;
const POLL = 10;

async function saveState(qmp: Qmp, path: string): Promise<boolean> {
  // Bytes a second: as fast as it can.
  if (!(await qmp("migrate-set-parameters", { "max-bandwidth": 2 ** 40 }))) return false;
  if (!(await qmp("migrate", { uri: `exec:cat>${path}` }))) return false;
  return until(qmp, "query-migrate", "completed", ["none", "setup", "active", "device"]);
}

/** Asks until the status is `wanted`; `false` when it is none that leads there, or takes too long. */
async function until(qmp: Qmp, query: string, wanted: string, onTheWay: readonly string[]): Promise<boolean> {
  const end = Date.now() + LIMIT;
  while (Date.now() < end) {
    const answer = await qmp(query);
    const status = answer?.["status"];
    if (status === wanted) return true;
    if (!answer || (typeof status === "string" && !onTheWay.includes(status))) return false;
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
  return false;
}
