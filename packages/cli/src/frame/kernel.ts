import { type Kernel, type KernelTypes, openKernel, type OpenOptions, openTypes } from "@kofit/core/node";
import type { Context } from "./define-command.ts";
import { interruptible } from "./interruptible.ts";
import type { Options } from "./parse.ts";
import type { Terminal } from "./terminal.ts";

/** Options of every command that reads a kernel. */
export const kernelOptions = {
  mirror: {
    type: "string",
    value: "URL",
    summary: {
      en: "Debian mirror for apt: targets; otherwise the one of this system",
      zh: "apt: 目标所用的 Debian 镜像；未指定时使用本系统的镜像",
    },
  },
  offline: {
    type: "boolean",
    summary: { en: "fetch nothing, use what was fetched before", zh: "不下载，只使用以前下载的内容" },
  },
  "no-cache": {
    type: "boolean",
    summary: { en: "read everything anew, keep nothing", zh: "全部重新读取，不使用也不写入缓存" },
  },
} as const satisfies Options;

export interface KernelOptions {
  readonly mirror?: string | undefined;
  readonly offline?: boolean | undefined;
  readonly "no-cache"?: boolean | undefined;
}

/**
 * The kernel that `targets` mean together, as the options say; downloads show their progress.
 *
 * @param more what else is read: see `OpenOptions` of `openKernel`
 */
export async function kernelOf(
  targets: readonly string[],
  options: KernelOptions,
  { terminal }: Context,
  more: Pick<OpenOptions, "withImageBeside" | "withSharedHeaders"> = {},
): Promise<Kernel> {
  const open = (signal?: AbortSignal): Promise<Kernel> =>
    openKernel(targets, {
      ...more,
      cache: options["no-cache"] !== true,
      offline: options.offline === true,
      ...(options.mirror !== undefined && { mirror: options.mirror }),
      ...(signal && { signal }),
      progress: downloadProgress(terminal),
    });
  try {
    // Reading a kernel leaves nothing behind; a download is a file that is not whole.
    return await (targets.some((target) => target.startsWith("apt:")) ? interruptible(open) : open());
  } finally {
    terminal.progress("");
  }
}

/** All types of a kernel, for {@link typesOf}. */
export const openAllTypes = async (targets: readonly string[], options: OpenOptions): Promise<KernelTypes> =>
  openTypes(targets, undefined, options);

/** Reads types of the kernel that `targets` mean, anew; downloads show their progress. */
export async function typesOf<T>(
  read: (targets: readonly string[], options: OpenOptions) => Promise<T>,
  targets: readonly string[],
  options: KernelOptions,
  { terminal }: Context,
): Promise<T> {
  const found = await interruptible((signal) =>
    read(targets, {
      signal,
      offline: options.offline === true,
      ...(options.mirror !== undefined && { mirror: options.mirror }),
      progress: downloadProgress(terminal),
    }),
  );
  terminal.progress("");
  return found;
}

/** Shows on the status line how far a download is. */
export function downloadProgress(
  terminal: Terminal,
): (progress: { readonly name: string; readonly bytes: number; readonly total: number }) => void {
  return ({ name, bytes, total }) => terminal.progress(`${name}  ${megabytes(bytes, total)}`);
}

const MEGA = 1_000_000;

function megabytes(bytes: number, total: number): string {
  const done = (bytes / MEGA).toFixed(1);
  return Number.isFinite(total) && total > 0 ? `${done} / ${(total / MEGA).toFixed(1)} MB` : `${done} MB`;
}
