import type { CrcTable, ExportTable } from "../../model/exports.ts";
import { type NameColumn, nameColumn, nameOf, type NameTable, nameTable } from "../../model/names.ts";
import { boolean, listOf, mismatch, natural, object, type Shape, string } from "./shape.ts";

// Tables are saved as columns, one value for all rows: 25,000 objects would be ten times as large and as slow.

/** Names, one in a line. */
const namesText = (names: NameColumn): string =>
  Array.from({ length: names.count }, (_, row) => nameOf(names, row)).join("\n");

const names: Shape<NameTable> = (value, place) => {
  const text = string(value, place);
  if (/[\0\r]/.test(text)) mismatch(place, "names without control characters", value);
  return nameTable(nameColumn(text === "" ? [] : text.split("\n")));
};

/** CRCs, eight hex digits each. */
const crcsText = (crcs: Uint32Array): string =>
  Array.from(crcs, (crc) => crc.toString(16).padStart(8, "0")).join("");

const crcs =
  (count: number): Shape<Uint32Array> =>
  (value, place) => {
    const text = string(value, place);
    if (text.length !== count * 8 || !/^[0-9a-f]*$/.test(text)) {
      mismatch(place, `${count} times 8 hex digits`, value);
    }
    return Uint32Array.from({ length: count }, (_, row) =>
      Number.parseInt(text.slice(row * 8, row * 8 + 8), 16),
    );
  };

/** One `0` or `1` a row. */
const bits =
  (count: number): Shape<Uint8Array> =>
  (value, place) => {
    const text = string(value, place);
    if (text.length !== count || !/^[01]*$/.test(text)) mismatch(place, `${count} times 0 or 1`, value);
    return Uint8Array.from(text, Number);
  };

/** One index into `table` a row. */
const indexes =
  (count: number, table: readonly string[]): Shape<Uint16Array> =>
  (value, place) => {
    const list = listOf(natural)(value, place);
    if (list.length !== count || list.some((index) => index >= table.length)) {
      mismatch(place, `${count} numbers below ${table.length}`, value);
    }
    return Uint16Array.from(list);
  };

/** The JSON of an export table. */
export const exportColumns = (table: ExportTable): object => ({
  symbols: namesText(table.names),
  crcs: crcsText(table.crcs),
  gplOnly: table.gplOnly.join(""),
  namespaces: table.namespaces,
  namespaceIndex: [...table.namespaceIndex],
  owners: table.owners,
  ownerIndex: [...table.ownerIndex],
  ...(table.modulesUnknown && { modulesUnknown: true }),
});

export const exportTable: Shape<ExportTable> = (value, place) => {
  const members = object(value, place);
  const table = members.required("symbols", names);
  const { count } = table;
  const namespaces = members.required("namespaces", listOf(string));
  const owners = members.required("owners", listOf(string));
  return {
    names: table,
    crcs: members.required("crcs", crcs(count)),
    gplOnly: members.required("gplOnly", bits(count)),
    namespaces,
    namespaceIndex: members.required("namespaceIndex", indexes(count, namespaces)),
    owners,
    ownerIndex: members.required("ownerIndex", indexes(count, owners)),
    ...(members.optional("modulesUnknown", boolean).modulesUnknown === true && { modulesUnknown: true }),
  };
};

/** The JSON of a CRC table. */
export const crcColumns = (table: CrcTable): object => ({
  symbols: namesText(table.names),
  crcs: crcsText(table.crcs),
});

export const crcTable: Shape<CrcTable> = (value, place) => {
  const members = object(value, place);
  const table = members.required("symbols", names);
  return { names: table, crcs: members.required("crcs", crcs(table.count)) };
};
