import type { StructModule } from "../../model/kernel.ts";
import type { ThisModule } from "../../model/module.ts";

/** A function that stands elsewhere in the module than in the kernel; offsets in bytes. */
export interface Moved {
  readonly member: "init" | "exit";
  readonly module: number;
  readonly kernel: number;
}

/** `exit`, else `init`, where it stands elsewhere in the module than in the kernel; `undefined` when neither does. */
export function movedIn(kernel: StructModule, module: ThisModule): Moved | undefined {
  for (const member of ["exit", "init"] as const) {
    const [mine, theirs] = [kernel[member], module[member]];
    if (mine !== undefined && theirs !== undefined && mine !== theirs) {
      return { member, module: theirs, kernel: mine };
    }
  }
  return undefined;
}
