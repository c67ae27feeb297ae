import { namedMembers } from "../../c-types/named-members.ts";
import { recordNamed } from "../../c-types/record-named.ts";
import { sizeOf } from "../../c-types/size-of.ts";
import type { CTypes } from "../../model/c-type.ts";
import type { StructMember, StructModule } from "../../model/kernel.ts";

/** `struct module` in the kernel's types; `undefined` when they have none: a kernel without CONFIG_MODULES may. */
export function structModuleOf(types: CTypes): StructModule | undefined {
  const struct = recordNamed(types, "module");
  if (!struct) return undefined;
  const members = namedMembers(types, struct).flatMap(
    ({ name, type, bitOffset, bitSize }): StructMember[] => {
      // A bit-field has no offset in bytes.
      if (bitSize !== undefined || bitOffset % 8 !== 0) return [];
      const size = sizeOf(types, type);
      return [{ name, offset: bitOffset / 8, ...(size !== undefined && { size }) }];
    },
  );
  const offset = (name: "init" | "exit"): { init?: number; exit?: number } => {
    const member = members.find((one) => one.name === name);
    return member ? { [name]: member.offset } : {};
  };
  return { size: struct.size, ...offset("init"), ...offset("exit"), members };
}
