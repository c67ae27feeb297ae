import { InputError } from "@kofit/core";
import { programOnPath } from "@kofit/core/node";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { errorsIn } from "../run/errors-in.ts";
import { runProgram } from "../run/run-program.ts";
import type { Compiled, PlannedFile } from "./plan.ts";

/** Milliseconds; the largest of these programs takes seconds, on a slow board half a minute. */
const TIME_LIMIT = 5 * 60_000;
const OUTPUT_KEPT = 16 << 10;

/** A file with all that it will hold. */
export interface FinishedFile extends Omit<PlannedFile, "content"> {
  readonly content: Uint8Array;
  readonly mode: number;
}

/**
 * The contents of all files, programs compiled.
 *
 * @param directory for what the compiler writes; the caller removes it.
 * @throws {InputError} if a program cannot be compiled; an `AbortError` when `signal` fires.
 */
export async function finished(
  files: readonly PlannedFile[],
  directory: string,
  signal: AbortSignal,
): Promise<readonly FinishedFile[]> {
  const found: FinishedFile[] = [];
  for (const [index, file] of files.entries()) {
    const { content } = file;
    if (content instanceof Uint8Array) found.push({ ...file, content, mode: 0o644 });
    else {
      const program = await compiled(file.path, content, join(directory, `program-${index}`), signal);
      found.push({ ...file, content: program, mode: 0o755 });
    }
  }
  return found;
}

async function compiled(
  path: string,
  { sources, includes, libraries }: Compiled,
  output: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const compiler = ["gcc", "cc", "clang"].find((name) => programOnPath(name) !== undefined);
  if (compiler === undefined) throw noCompiler(path);
  // HOSTCFLAGS of the kernel's Makefile, as far as they change what comes out.
  const flags = ["-O2", "-fomit-frame-pointer", "-std=gnu11", "-D_GNU_SOURCE", "-w"];
  const args = [...flags, ...includes.map((one) => `-I${one}`), "-o", output, ...sources, ...libraries];
  const {
    how,
    code,
    output: said,
  } = await runProgram(compiler, args, {
    timeLimit: TIME_LIMIT,
    outputKept: OUTPUT_KEPT,
    signal,
  });
  if (how !== "exited" || code !== 0) throw notCompiled(path, errorsIn(said));
  const program = await readFile(output);
  await rm(output);
  return program;
}

const noCompiler = (path: string): InputError =>
  new InputError({
    en: `${path} has to be compiled anew, and there is no compiler; on Debian and Ubuntu: apt install gcc. Nothing was changed`,
    zh: `需要重新编译 ${path}，但没有编译器；在 Debian 和 Ubuntu 上：apt install gcc。没有改动任何内容`,
  });

const notCompiled = (path: string, said: string): InputError =>
  new InputError({
    en: `${path} could not be compiled anew: ${said}. Nothing was changed`,
    zh: `无法重新编译 ${path}：${said}。没有改动任何内容`,
  });
