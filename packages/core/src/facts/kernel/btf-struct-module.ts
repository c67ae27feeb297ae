import type { Btf } from "../../formats/btf/btf.ts";
import { btfArchitectureHint, findStruct, namedMembers } from "../../formats/btf/find-struct.ts";
import { typeSize } from "../../formats/btf/type-size.ts";
import type { StructMember, StructModule } from "../../model/kernel.ts";

/** `struct module` in the kernel's types; `undefined` when they have none: a kernel without CONFIG_MODULES may. */
export function structModuleOf(btf: Btf): StructModule | undefined {
  const struct = findStruct(btf, "module");
  if (!struct) return undefined;
  const { pointerSize } = btfArchitectureHint(btf);
  const members = namedMembers(btf, struct).flatMap(
    ({ name, typeId, bitOffset, bitSize }): StructMember[] => {
      // A bit-field has no offset in bytes.
      if (bitSize !== undefined || bitOffset % 8 !== 0) return [];
      const size = pointerSize && typeSize(btf, typeId, pointerSize);
      return [{ name, offset: bitOffset / 8, ...(size !== undefined && { size }) }];
    },
  );
  const offset = (name: "init" | "exit"): { init?: number; exit?: number } => {
    const member = members.find((one) => one.name === name);
    return member ? { [name]: member.offset } : {};
  };
  return { size: struct.size, ...offset("init"), ...offset("exit"), members };
}
