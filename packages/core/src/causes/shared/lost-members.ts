import type { StructMember, StructModule } from "../../model/kernel.ts";
import type { ThisModule } from "../../model/module.ts";
import { explanationsOf } from "./explanations.ts";
import { movedIn } from "./moved.ts";

/** Members of the kernel's `struct module` that the headers of a module's build did not have. */
export interface LostMembers {
  /** The option that guards them: `"CONFIG_DEBUG_INFO_BTF_MODULES"`. */
  readonly option: string;
  readonly members: readonly StructMember[];
}

/**
 * The options whose members, taken out of the kernel's `struct module`, leave `init` and `exit` exactly where the
 * module has them; empty when no single option does, or when the kernel's members are not known.
 */
export function lostMembers(kernel: StructModule, module: ThisModule): readonly LostMembers[] {
  if (!movedIn(kernel, module)) return [];
  return explanationsOf({ struct: kernel }, module).flatMap(([change, ...more]) => {
    if (change?.change !== "lost" || more.length > 0) return [];
    const { option, members } = change;
    return [{ option, members: (kernel.members ?? []).filter(({ name }) => members.includes(name)) }];
  });
}
