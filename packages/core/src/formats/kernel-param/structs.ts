import { type Field, size, struct, u16, u8 } from "../../io/struct.ts";

/** What a compiler leaves free, so that a pointer is aligned after two half words. */
const gap: Field<Uint8Array> = (c) => c.take(c.encoding.wordSize - 4);

/** `struct kernel_param` in include/linux/moduleparam.h: one parameter of a module, or of what is built into a kernel. */
export const kernel_param = struct({
  name: size,
  mod: size,
  ops: size,
  perm: u16,
  level: u8,
  flags: u8,
  gap,
  arg: size,
});
