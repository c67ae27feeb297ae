import { statSync } from "node:fs";
import { InputError } from "@kofit/core";

/** @throws {InputError} if there is no directory at `path`. */
export function requireDirectory(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new InputError({ en: `${path}: there is no such directory`, zh: `${path}：没有这个目录` });
}
