import { accessSync, constants, statSync } from "node:fs";
import { join } from "node:path";

/**
 * Where a program is; `undefined`: nowhere.
 *
 * @param path directories to look into, separated by `:`; absent: the `PATH` of this process.
 */
export function programOnPath(name: string, path = process.env["PATH"] ?? ""): string | undefined {
  return path
    .split(":")
    .filter((directory) => directory !== "")
    .map((directory) => join(directory, name))
    .find(runs);
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
