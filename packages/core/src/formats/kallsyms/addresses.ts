import { FormatError } from "../../io/format-error.ts";
import type { KernelBytes } from "./kernel-bytes.ts";
import type { KernelMap } from "./kernel-map.ts";
import type { NameList } from "./name-list.ts";
import type { TokenTable } from "./token-table.ts";

/** Address of each symbol, by row; rows are sorted by it. */
export type AddressOf = (row: number) => bigint;

/** The addresses of the symbols, and what they are relative to. */
export interface Addresses {
  /**
   * Address of the symbol in that row: as linked or, of a kernel that holds no addresses (7.0 and later of 64 bits; arm64,
   * whose relocations have them), the distance from its first byte.
   */
  readonly addressOf: AddressOf;
  /** Where `kallsyms_relative_base` stands, which may be empty until relocations are applied; absent without one. */
  readonly baseAt?: number;
  /** Of a raw kernel: addresses are distances from its first byte. */
  readonly fromFirstByte?: true;
}

/** How a table says addresses. */
type Form =
  /** `kallsyms_addresses`: words. Without CONFIG_KALLSYMS_BASE_RELATIVE up to v6.14; of 32 bits since v7.0. */
  | "addresses"
  /** `kallsyms_offsets` from `kallsyms_relative_base`. */
  | "offsets"
  /** The same with CONFIG_KALLSYMS_ABSOLUTE_PERCPU (x86_64 up to v6.14): below 0 from the base, else as they are. */
  | "percpu"
  /** Distances from where they stand: 64 bits since v7.0. */
  | "distances";

interface Place {
  readonly form: Form;
  readonly at: number;
  /** Where `kallsyms_relative_base` is, for the two forms with one. */
  readonly baseAt?: number;
}

/**
 * The addresses of the symbols. Up to v6.3 they stand before num_syms, since then behind the token index; Linux kernel
 * commit 404bad70fcf7 ("scripts/kallsyms: change the output order") (in v6.5). Which form they have is seen: all but the
 * right one give addresses that are not in order.
 *
 * @throws {FormatError} if no form does.
 */
export function findAddresses(
  kernel: KernelBytes,
  names: NameList,
  tokens: TokenTable,
  map: KernelMap,
): Addresses {
  for (const place of placesOf(kernel, names, tokens)) {
    const addressOf = readerOf(kernel, place, names.count, map);
    if (!addressOf || !isSorted(addressOf, names.count)) continue;
    const { form, baseAt } = place;
    return {
      addressOf,
      ...(baseAt !== undefined && { baseAt }),
      ...(form === "distances" && { fromFirstByte: true }),
    };
  }
  throw new FormatError(
    kernel.name,
    names.countAt,
    `kallsyms: ${names.count} addresses in order expected before the names or behind the tokens, none found`,
  );
}

function placesOf({ wordSize }: KernelBytes, { count, countAt }: NameList, { end }: TokenTable): Place[] {
  const aligned = (at: number): number => Math.ceil(at / wordSize) * wordSize;
  const behind = [...new Set([aligned(end), end])].flatMap((at): Place[] => {
    const baseAt = aligned(at + 4 * count);
    return [
      { form: "offsets", at, baseAt },
      { form: "percpu", at, baseAt },
      { form: "addresses", at },
      ...(wordSize === 8 ? [{ form: "distances" as const, at }] : []),
    ];
  });
  const baseAt = countAt - wordSize;
  const offsets = baseAt - aligned(4 * count);
  return [
    ...behind,
    { form: "offsets", at: offsets, baseAt },
    { form: "percpu", at: offsets, baseAt },
    { form: "addresses", at: countAt - aligned(wordSize * count) },
  ];
}

/** `undefined` when the table would not be inside the kernel, or is none of that form. */
function readerOf(kernel: KernelBytes, place: Place, count: number, map: KernelMap): AddressOf | undefined {
  const { form, at, baseAt = 0 } = place;
  const { kernel: bytes, littleEndian, wordSize } = kernel;
  const end = Math.max(at + count * (form === "addresses" ? wordSize : 4), baseAt + wordSize);
  if (at < 0 || end > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (offset: number): bigint =>
    wordSize === 8 ? view.getBigUint64(offset, littleEndian) : BigInt(view.getUint32(offset, littleEndian));
  const table: Table = {
    ...place,
    count,
    unsigned: (row) => view.getUint32(at + 4 * row, littleEndian),
    signed: (row) => view.getInt32(at + 4 * row, littleEndian),
    word: (row) => word(at + wordSize * row),
    wordBits: BigInt(8 * wordSize),
    base: word(baseAt),
    own: map.addressOf(at),
  };
  return readers[form](table);
}

interface Table extends Place {
  readonly count: number;
  readonly unsigned: (row: number) => number;
  readonly signed: (row: number) => number;
  readonly word: (row: number) => bigint;
  readonly wordBits: bigint;
  readonly base: bigint;
  /** Address of the table. */
  readonly own: bigint | undefined;
}

const readers: Readonly<Record<Form, (table: Table) => AddressOf | undefined>> = {
  addresses: ({ word }) => word,
  offsets({ unsigned, base, count, wordBits }) {
    // The lowest symbol is the base. Addresses of 32 bits look like offsets otherwise.
    const highest = base + BigInt(unsigned(count - 1));
    if (unsigned(0) !== 0 || highest >> wordBits !== 0n) return undefined;
    return (row) => base + BigInt(unsigned(row));
  },
  // kallsyms_sym_address() in kernel/kallsyms.c
  percpu:
    ({ signed, base }) =>
    (row) => {
      const offset = signed(row);
      return offset >= 0 ? BigInt(offset) : base - 1n - BigInt(offset);
    },
  distances({ own, signed, count }) {
    if (own === undefined || isMonotonous(signed, count)) return undefined;
    return (row) => own + BigInt(4 * row + signed(row));
  },
};

/** Bytes that are all alike would be distances to places in order: most of them differ from the one before. */
function isMonotonous(signed: Table["signed"], count: number): boolean {
  let alike = 0;
  for (let row = 1; row < count; row += 1) if (signed(row) === signed(row - 1)) alike += 1;
  return alike > count / 2;
}

function isSorted(addressOf: AddressOf, count: number): boolean {
  const first = addressOf(0);
  let last = first;
  for (let row = 1; row < count; row += 1) {
    const address = addressOf(row);
    if (address < last) return false;
    last = address;
  }
  return count === 1 || last > first;
}
