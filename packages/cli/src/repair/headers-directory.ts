import { InputError } from "@kofit/core";
import { openKernel, type OpenOptions } from "@kofit/core/node";
import { readlinkSync, statSync } from "node:fs";
import { release } from "node:os";

/**
 * The headers that are meant: those that are named, else the build directory of the kernel.
 *
 * @param kernel targets; none is the running kernel.
 * @throws {InputError} if they are not there, or the kernel's release is not known.
 */
export async function headersDirectory(
  named: string | undefined,
  kernel: readonly string[],
  options: OpenOptions,
): Promise<string> {
  const directory = named ?? `/lib/modules/${await releaseOf(kernel, options)}/build`;
  const found = statSync(directory, { throwIfNoEntry: false });
  if (found?.isDirectory()) return directory;
  if (found) throw notADirectory(directory);
  throw named === undefined ? notInstalled(directory) : notThere(directory);
}

async function releaseOf(kernel: readonly string[], options: OpenOptions): Promise<string> {
  if (kernel.length === 0) return release();
  const { facts } = await openKernel(kernel, options);
  if (facts.release.known) return facts.release.value;
  const { why, remedy } = facts.release;
  throw new InputError({ en: `${why.en}; ${remedy.en}`, zh: `${why.zh}；${remedy.zh}` });
}

/** A link that leads nowhere says where it wants to. */
function missing(directory: string): { en: string; zh: string } {
  try {
    const target = readlinkSync(directory);
    return {
      en: `${directory} leads to ${target}, which is not there`,
      zh: `${directory} 指向 ${target}，但那里什么也没有`,
    };
  } catch {
    return { en: `${directory} is not there`, zh: `${directory} 不存在` };
  }
}

function notThere(directory: string): InputError {
  return new InputError(missing(directory));
}

function notInstalled(directory: string): InputError {
  const { en, zh } = missing(directory);
  const name = directory.split("/").at(-2) ?? "RELEASE";
  return new InputError({
    en: `${en}: the headers are not installed; \`kofit recipe headers --release ${name}\` tells how to install them on this system; or name others with --headers`,
    zh: `${zh}：没有安装头文件；\`kofit recipe headers --release ${name}\` 会给出本系统上的安装方法；或用 --headers 指定其他头文件`,
  });
}

const notADirectory = (path: string): InputError =>
  new InputError({
    en: `${path} is no directory; repair takes headers that are unpacked or installed`,
    zh: `${path} 不是目录；repair 需要已解包或已安装的头文件`,
  });
