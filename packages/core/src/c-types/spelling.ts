import type { CType, CTypes, FunctionType, TypeId } from "../model/c-type.ts";

/** Pointers to arrays of functions that return … : what people write is three deep. */
const MAX_DEPTH = 32;

/**
 * A declaration as C spells it: `"struct list_head *next"`, `"void (*init)(void)"`, `"char name[56]"`. Anonymous records
 * and enums are `"struct {…}"`. With `name` `""` it is the type alone.
 */
export function spelling(types: CTypes, id: TypeId, name = ""): string {
  return declare(types, id, name, 0);
}

function declare(types: CTypes, id: TypeId, inner: string, depth: number): string {
  if (depth > MAX_DEPTH) return join("…", inner);
  const type = types.type(id);
  if (type.kind === "pointer") {
    return declare(types, type.to, pointing(types.type(type.to), inner), depth + 1);
  }
  if (type.kind === "array") return declare(types, type.element, `${inner}[${type.count}]`, depth + 1);
  if (type.kind === "function") {
    return declare(types, type.returns, `${inner}(${parameters(types, type, depth)})`, depth + 1);
  }
  return type.kind === "qualified" ? qualified(types, type, inner, depth) : join(plainName(type), inner);
}

/** `*name`, in parentheses where what it points to is written behind it. */
const pointing = ({ kind }: CType, inner: string): string =>
  kind === "array" || kind === "function" ? `(*${inner})` : `*${inner}`;

function parameters(types: CTypes, { parameters, variadic }: FunctionType, depth: number): string {
  const all = parameters.map(({ type, name }) => declare(types, type, name, depth + 1));
  if (variadic) all.push("...");
  return all.length === 0 ? "void" : all.join(", ");
}

function qualified(
  types: CTypes,
  { qualifier, tag = "", to }: Extract<CType, { kind: "qualified" }>,
  inner: string,
  depth: number,
): string {
  const word = qualifier === "tag" ? `__${tag}` : qualifier === "atomic" ? "_Atomic" : qualifier;
  // Of a pointer the word stands behind the star: `*const p`.
  const target = types.type(to);
  if (target.kind === "pointer") {
    return declare(
      types,
      target.to,
      pointing(types.type(target.to), `${word} ${inner}`.trimEnd()),
      depth + 1,
    );
  }
  return `${word} ${declare(types, to, inner, depth + 1)}`;
}

function plainName(type: Exclude<CType, { kind: "pointer" | "array" | "function" | "qualified" }>): string {
  if (type.kind === "void") return "void";
  if (type.kind === "forward") return `${type.of} ${type.name}`;
  const tagged = type.kind === "struct" || type.kind === "union" || type.kind === "enum";
  return tagged ? `${type.kind} ${type.name === "" ? "{…}" : type.name}` : type.name;
}

function join(type: string, inner: string): string {
  if (inner === "") return type;
  return inner.startsWith("[") ? `${type}${inner}` : `${type} ${inner}`;
}
