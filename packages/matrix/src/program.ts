import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** Where a program is, by the `PATH`; `undefined`: nowhere. */
export function programOnPath(name: string): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(":")
    .filter((directory) => directory !== "")
    .map((directory) => join(directory, name))
    .find(runs);
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
