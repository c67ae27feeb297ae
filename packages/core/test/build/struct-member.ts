import type { StructMember } from "../../src/model/kernel.ts";

/** A member of a struct, offset and size in bytes. */
export const member = (name: string, offset: number, size: number): StructMember => ({ name, offset, size });
