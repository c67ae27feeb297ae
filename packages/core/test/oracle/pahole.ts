// Structs as pahole prints them, and how kofit's readings are compared with them.
import { execFileSync } from "node:child_process";
import { type LayoutRow, layoutOf } from "../../src/c-types/layout.ts";
import type { CTypes, RecordType } from "../../src/model/c-type.ts";

/** One struct as pahole prints it: its own members, offset in bits and size in bytes. */
export interface Printed {
  readonly name: string;
  readonly size: number;
  readonly members: readonly (readonly [bitOffset: number, size: number])[];
  /** In bytes. */
  readonly sumHoles: number;
  /** In bytes. */
  readonly padding: number;
  readonly bitFields: boolean;
}

/** Of an anonymous member the line of its closing brace has the offset. */
const MEMBER = /\/\*\s*(?<offset>\d+)(?::\s*(?<bit>\d+))?\s+(?<size>\d+)\s*\*\/$/;

/** All structs of pahole's output; lines with one tab are members of the struct itself. */
function printed(output: string): Printed[] {
  return output.split(/^(?=(?:struct|union|enum) )/m).flatMap((text) => {
    const name = /^struct (\w+) \{/.exec(text)?.[1];
    const size = /^\t\/\* size: (\d+),/m.exec(text)?.[1];
    if (name === undefined || size === undefined) return [];
    const own = text.split("\n").filter((line) => /^\t[^\t/]/.test(line) && MEMBER.test(line));
    const found = own.map((line) => MEMBER.exec(line)?.groups ?? {});
    return {
      name,
      size: Number(size),
      members: found.map(
        ({ offset, bit = 0, size }) => [8 * Number(offset) + Number(bit), Number(size)] as const,
      ),
      sumHoles: Number(/sum holes: (\d+)/.exec(text)?.[1] ?? 0),
      padding: Number(/^\t\/\* padding: (\d+)/m.exec(text)?.[1] ?? 0),
      bitFields: found.some(({ bit }) => bit !== undefined),
    };
  });
}

/** The structs that pahole finds in a file. */
export function byPahole(
  path: string,
  format: "btf" | "dwarf" = "btf",
  ...more: readonly string[]
): Printed[] {
  return printed(
    execFileSync("pahole", ["-F", format, ...more, path], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
}

/** What a comparison saw. */
export interface Compared {
  /** Structs that both sides have and lay out alike, size, members, holes and padding. */
  readonly alike: number;
  /** One line for each that they do not. */
  readonly different: readonly string[];
}

/**
 * Compares every struct that pahole prints with those of that name in `types`. Of several of one name, pahole prints one: it
 * has to be among ours.
 */
export function compared(types: CTypes, all: readonly Printed[]): Compared {
  let alike = 0;
  const different: string[] = [];
  for (const one of all) {
    const wanted = textOf(one);
    let first: string | undefined;
    const found = types.named("struct", one.name).some((id) => {
      const record = types.type(id);
      const text = record.kind === "struct" ? textOf(laidOut(types, record)) : "";
      first ??= text;
      return text === wanted;
    });
    if (found) alike += 1;
    else different.push(`kofit: ${first ?? "none"}; pahole: ${wanted}`);
  }
  return { alike, different };
}

/** Of a struct with bit-fields sizes and holes are left out: pahole counts storage units, kofit bits. */
function textOf({ name, size, members, sumHoles, padding, bitFields }: Printed): string {
  const places = members.map(([offset, bytes]) => (bitFields ? offset : `${offset}+${bytes}`));
  return `${name} ${size}: ${places.join(" ")}${bitFields ? "" : `; holes ${sumHoles}, padding ${padding}`}`;
}

function laidOut(types: CTypes, record: RecordType): Printed {
  const { name, size, rows, padding } = layoutOf(types, record);
  const own = rows.filter(({ depth }) => depth === 0);
  return {
    name,
    size,
    members: own.map(({ bitOffset, bits = 0 }) => [bitOffset, bits / 8] as const),
    sumHoles: own.reduce((sum, { hole = 0 }: LayoutRow) => sum + hole / 8, 0),
    padding: padding / 8,
    bitFields: own.some(({ bitField }) => bitField === true),
  };
}

/** Where pahole says that the members of a struct stand. */
export interface PrintedPlaces {
  readonly size: number;
  /** Offset and size of every member, those of records without a name as well. */
  readonly places: string;
}

/** Structs as pahole prints them, by name: `undefined` for a name of which there are several. */
export function placesByPahole(
  path: string,
  format: "btf" | "dwarf",
): ReadonlyMap<string, PrintedPlaces | undefined> {
  const output = execFileSync("pahole", ["-F", format, path], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const found = new Map<string, PrintedPlaces | undefined>();
  for (const text of output.split(/^(?=(?:struct|union|enum) )/m)) {
    const name = /^struct (\w+) \{/.exec(text)?.[1];
    const size = /^\t\/\* size: (\d+),/m.exec(text)?.[1];
    if (name === undefined || size === undefined) continue;
    const places = text.match(/\/\*\s*\d+(?::\s*\d+)?\s+\d+\s*\*\/$/gm)?.join() ?? "";
    found.set(name, found.has(name) ? undefined : { size: Number(size), places });
  }
  return found;
}
