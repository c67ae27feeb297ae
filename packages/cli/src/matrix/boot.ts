import { visibleJson } from "@kofit/core";
import {
  type BootImage,
  bootTarget,
  type ModuleRequest,
  observe,
  type Progress,
  type Run,
  slots,
} from "@kofit/matrix";
import { availableParallelism } from "node:os";
import type { MatrixGiven } from "../commands/matrix.ts";
import { type ExitCode, exitCode } from "../frame/define-command.ts";
import { interruptible } from "../frame/interruptible.ts";
import { downloadProgress } from "../frame/kernel.ts";
import { UsageError } from "../frame/usage-error.ts";
import { printRuns } from "./print-run.ts";
import { requestsFor } from "./requests.ts";

/** A kernel, and what it did. */
export interface BootedRun {
  readonly image: BootImage;
  readonly run: Run;
}

/** `kofit matrix boot`. */
export async function boot({ operands, options: given, language, terminal }: MatrixGiven): Promise<ExitCode> {
  const targets = given.kernel ?? [];
  if (operands.length === 0 || targets.length === 0) throw needsMore();
  const moduleLimit = secondsOf(given.timeout);
  const requests = await requestsFor(operands, given.alone === true);
  const runs = await interruptible(async (signal) => {
    const images: BootImage[] = [];
    for (const group of given.each ? targets.map((target) => [target]) : [targets]) {
      images.push(
        await bootTarget(group, {
          ...(given.mirror !== undefined && { mirror: given.mirror }),
          offline: given.offline === true,
          signal,
          progress: downloadProgress(terminal),
        }),
      );
    }
    const show = progressOf(images.length * requests.length, (text) => terminal.progress(text), language);
    return bootAll(images, requests, signal, {
      ...(given.cmdline !== undefined && { cmdline: given.cmdline }),
      ...(moduleLimit !== undefined && { moduleLimit }),
      show,
    });
  });
  terminal.progress("");
  const { width, colour } = terminal;
  terminal.out(
    given.json
      ? `${visibleJson(JSON.stringify(json(runs), null, 2))}\n`
      : printRuns(runs, { language, width, colour, verbose: given.verbose ?? false }),
  );
  const all = runs.flatMap(({ run }) => run.observations);
  return all.every(({ removal }) => removal?.outcome === "removed") ? exitCode.ok : exitCode.refused;
}

interface BootAll {
  readonly cmdline?: string;
  readonly moduleLimit?: number;
  readonly show: (image: BootImage, progress: Progress) => void;
}

/** All at once, within the machine's cores; where one cannot be booted, the others are stopped. */
async function bootAll(
  images: readonly BootImage[],
  requests: readonly ModuleRequest[],
  signal: AbortSignal,
  { show, ...settings }: BootAll,
): Promise<BootedRun[]> {
  const shared = slots(availableParallelism());
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const runs = images.map(async (image) => {
    try {
      const progress = (at: Progress): void => show(image, at);
      return {
        image,
        run: await observe(image, requests, { ...settings, slots: shared, signal: stop, progress }),
      };
    } catch (error) {
      failed.abort();
      throw error;
    }
  });
  const ended = await Promise.allSettled(runs);
  // The first that failed says why; those that were stopped for it have nothing to say.
  const errors = ended.flatMap((each) => (each.status === "rejected" ? [each.reason] : []));
  const cause = errors.find((error) => !(error instanceof Error && error.name === "AbortError")) ?? errors[0];
  if (cause !== undefined) throw cause;
  return ended.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
}

function needsMore(): UsageError {
  return new UsageError({
    en: "matrix boot needs a kernel and modules: kofit matrix boot --kernel vmlinuz-6.12 hello.ko",
    zh: "matrix boot 需要指定内核和模块：kofit matrix boot --kernel vmlinuz-6.12 hello.ko",
  });
}

const LONGEST = 3600;

/** `--timeout`; absent without it. @throws {UsageError} if it is no such time. */
export function secondsOf(timeout: string | undefined): number | undefined {
  if (timeout === undefined) return undefined;
  const seconds = Number(timeout);
  if (Number.isFinite(seconds) && seconds > 0 && seconds <= LONGEST) return seconds;
  throw new UsageError({
    en: `--timeout takes seconds, 1 to ${LONGEST}, not ${timeout}`,
    zh: `--timeout 的值应为秒数（1 到 ${LONGEST}），而不是 ${timeout}`,
  });
}

const words = {
  boot: { en: "booting", zh: "正在启动" },
  modules: { en: "loading modules", zh: "正在加载模块" },
} as const;

function progressOf(
  total: number,
  say: (text: string) => void,
  language: "en" | "zh",
): (image: BootImage, progress: Progress) => void {
  const done = new Map<BootImage, number>();
  return (image, progress) => {
    done.set(image, progress.done);
    const all = [...done.values()].reduce((sum, each) => sum + each, 0);
    say(`${words[all === 0 ? progress.stage : "modules"][language]}  ${all} / ${total}`);
  };
}

/** Only grows: others read it. */
function json(runs: readonly BootedRun[]): object {
  return {
    schema: "kofit-boot/1",
    kernels: runs.map(({ image, run: { observations, ...run } }) => ({
      image: image.name,
      architecture: image.architecture,
      ...run,
      // Without what is undefined: the records are the log once more.
      modules: observations.map((each) => ({ file: each.id, ...each, id: undefined, records: undefined })),
    })),
  };
}
