import fc from "fast-check";
import { expect, test } from "vitest";
import { exportTable, imports, modversions } from "../../../test/build/facts.ts";
import { nameOf } from "../../model/names.ts";
import { lookUp } from "./lookups.ts";

const names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "module_layout"];
const exports = exportTable(names.map((symbol, row) => ({ symbol, crc: symbol === "c" ? 0 : row + 1 })));
const crcs = { names: exports.names, crcs: exports.crcs };

test("every import finds its row, whatever the order of the versions", () => {
  const some = fc.shuffledSubarray([...names, "nowhere"]);
  fc.assert(
    fc.property(some, some, (imported, versioned) => {
      const versions = modversions(Object.fromEntries(versioned.map((name) => [name, 1])));
      const rows = lookUp(imports(...imported), versions, exports, crcs);
      for (const [row, name] of imported.entries()) {
        expect(rows.exportRow[row]).toBe(names.indexOf(name));
        // c has no CRC and nowhere is not exported: nobody compares them.
        const compared = name !== "c" && name !== "nowhere";
        expect(rows.versionRow[row]).toBe(compared ? versioned.indexOf(name) : -1);
      }
    }),
    { numRuns: 500 },
  );
});

test("CRCs may come from another table than the exports", () => {
  const own = exportTable([{ symbol: "b", crc: 7 }]);
  const rows = lookUp(imports("a", "b"), undefined, exports, { names: own.names, crcs: own.crcs });
  expect(rows.exportRow).toEqual([0, 1]);
  expect(rows.crcRow).toEqual([-1, 0]);
  expect(nameOf(own.names, rows.crcRow[1] ?? 0)).toBe("b");
});

test("nothing is found where nothing is known", () => {
  const rows = lookUp(imports("a"), undefined, undefined, undefined);
  expect(rows).toEqual({ exportRow: [-1], crcRow: [-1], versionRow: [-1] });
});
