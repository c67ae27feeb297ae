import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "@kofit/core";
import { cacheDirectory, programOnPath } from "@kofit/core/node";
import type { Architecture } from "./architectures.ts";

const FLAGS = ["-Os", "-static", "-s"];

/**
 * The guest's first process, built by the machine's compiler from `packages/matrix/init/init.c` and kept in the cache
 * under a name that tells source and compiler apart. Answers with its path.
 *
 * @throws {InputError} if there is no compiler, or it cannot build a static program.
 */
export async function guestInit(architecture: Architecture): Promise<string> {
  const source = sourceFile();
  const hash = createHash("sha256").update(readFileSync(source)).update(FLAGS.join(" "));
  const directory = join(cacheDirectory(), "matrix");
  const kept = join(directory, `init-${architecture.id}-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(kept)) return kept;
  const compiler = compilerOf(architecture);
  await mkdir(directory, { recursive: true });
  const temporary = `${kept}.${process.pid}.new`;
  try {
    await compile(compiler, [...FLAGS, "-o", temporary, source], architecture);
    await rename(temporary, kept);
  } finally {
    await rm(temporary, { force: true });
  }
  return kept;
}

/** Looks upward from this file: sources and bundle lie at different depths below the repository. */
function sourceFile(): string {
  const own = "packages/matrix/init/init.c";
  let above = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(above, own)) && dirname(above) !== above) above = dirname(above);
  return join(above, own);
}

function compilerOf(architecture: Architecture): string {
  const { triplet, node } = architecture;
  const names = [`${triplet}-gcc`, ...(process.arch === node ? ["gcc", "cc"] : [])];
  const found = names.find((name) => programOnPath(name) !== undefined);
  if (found !== undefined) return found;
  const packages = packagesOf(architecture);
  throw new InputError({
    en: `booting a kernel of ${architecture.id} takes a compiler for it, to build the guest's first process; on Debian and Ubuntu: apt install ${packages}`,
    zh: `启动 ${architecture.id} 的内核需要该架构的编译器，用来编译虚拟机中的第一个进程；在 Debian 和 Ubuntu 上请运行：apt install ${packages}`,
  });
}

const packagesOf = ({ node, compilerPackages }: Architecture): string =>
  (process.arch === node ? ["gcc", "libc6-dev"] : compilerPackages).join(" ");

function compile(compiler: string, args: readonly string[], architecture: Architecture): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(compiler, args, { timeout: 60_000 }, (error, _output, errors) => {
      if (!error) {
        resolve();
        return;
      }
      const line = errors.split("\n").find((each) => /error|cannot find/.test(each)) ?? error.message;
      const packages = packagesOf(architecture);
      reject(
        new InputError({
          en: `${compiler} could not build the guest's first process: ${line}; it takes a C library with static parts, on Debian and Ubuntu: apt install ${packages}`,
          zh: `${compiler} 无法编译虚拟机中的第一个进程：${line}；需要带静态库的 C 库，在 Debian 和 Ubuntu 上请运行：apt install ${packages}`,
        }),
      );
    });
  });
}
