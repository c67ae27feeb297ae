import { struct, u16, u32, u8 } from "../../io/struct.ts";

// include/uapi/linux/btf.h

export const BTF_MAGIC = 0xeb9f;
export const BTF_VERSION = 1;

/** `struct btf_header`; a later one may be longer, `hdr_len` tells. Offsets count from the end of the header. */
export const btf_header = struct({
  magic: u16,
  version: u8,
  flags: u8,
  hdr_len: u32,
  type_off: u32,
  type_len: u32,
  str_off: u32,
  str_len: u32,
});

/** `sizeof(struct btf_type)`: `name_off`, `info`, `size` or `type`. */
export const BTF_TYPE_SIZE = 12;

export const BTF_KIND_INT = 1;
export const BTF_KIND_PTR = 2;
export const BTF_KIND_ARRAY = 3;
export const BTF_KIND_STRUCT = 4;
export const BTF_KIND_UNION = 5;
export const BTF_KIND_ENUM = 6;
export const BTF_KIND_FWD = 7;
export const BTF_KIND_TYPEDEF = 8;
export const BTF_KIND_VOLATILE = 9;
export const BTF_KIND_CONST = 10;
export const BTF_KIND_RESTRICT = 11;
export const BTF_KIND_FUNC = 12;
export const BTF_KIND_FUNC_PROTO = 13;
export const BTF_KIND_VAR = 14;
export const BTF_KIND_DATASEC = 15;
export const BTF_KIND_FLOAT = 16;
export const BTF_KIND_DECL_TAG = 17;
export const BTF_KIND_TYPE_TAG = 18;
export const BTF_KIND_ENUM64 = 19;

/**
 * What follows a `struct btf_type` of a kind, in bytes: `fixed`, and `each` as often as `vlen` says. By kind.
 * btf_type_size() in tools/lib/bpf/btf.c
 */
export const trailing: readonly ({ readonly fixed: number; readonly each: number } | undefined)[] = [
  undefined,
  { fixed: 4, each: 0 }, // INT: __u32
  { fixed: 0, each: 0 }, // PTR
  { fixed: 12, each: 0 }, // ARRAY: struct btf_array
  { fixed: 0, each: 12 }, // STRUCT: struct btf_member
  { fixed: 0, each: 12 }, // UNION: struct btf_member
  { fixed: 0, each: 8 }, // ENUM: struct btf_enum
  { fixed: 0, each: 0 }, // FWD
  { fixed: 0, each: 0 }, // TYPEDEF
  { fixed: 0, each: 0 }, // VOLATILE
  { fixed: 0, each: 0 }, // CONST
  { fixed: 0, each: 0 }, // RESTRICT
  { fixed: 0, each: 0 }, // FUNC
  { fixed: 0, each: 8 }, // FUNC_PROTO: struct btf_param
  { fixed: 4, each: 0 }, // VAR: struct btf_var
  { fixed: 0, each: 12 }, // DATASEC: struct btf_var_secinfo
  { fixed: 0, each: 0 }, // FLOAT
  { fixed: 4, each: 0 }, // DECL_TAG: struct btf_decl_tag
  { fixed: 0, each: 0 }, // TYPE_TAG
  { fixed: 0, each: 12 }, // ENUM64: struct btf_enum64
];
