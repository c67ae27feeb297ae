import { expect, it } from "vitest";
import { createPool, findOffer, type Offer, parseDepends } from "./pool.ts";

const offer = (name: string, version: string, notAutomatic = false): Offer => ({
  name,
  version,
  architecture: "amd64",
  depends: "",
  filename: `pool/${name}.deb`,
  size: 1,
  sha256: "0".repeat(64),
  suite: notAutomatic ? "bookworm-backports" : "bookworm",
  uri: "http://mirror.example.org/debian",
  notAutomatic,
});

it("offers the newest version first, and backports only where nothing else has the package", () => {
  const pool = createPool([
    offer("a", "6.1.9-1"),
    offer("a", "6.12.1-1~bpo12+1", true),
    offer("a", "6.1.10-1"),
    offer("b", "1", true),
  ]);
  expect(pool.offers("a").map((o) => o.version)).toEqual(["6.1.10-1", "6.1.9-1", "6.12.1-1~bpo12+1"]);
  expect(pool.offers("b").map((o) => o.version)).toEqual(["1"]);
  expect(pool.offers("c")).toEqual([]);
  expect(findOffer(pool, { name: "a", relation: "=", version: "6.1.9-1" })?.version).toBe("6.1.9-1");
  expect(findOffer(pool, { name: "a", relation: ">>", version: "7" })).toBeUndefined();
});

it("reads Depends", () => {
  expect(
    parseDepends(
      "kmod, linux-image-6 (= 6-1) | linux-image-6-unsigned (= 6-1),\n python3:any (>= 3.1~), $bad, x ( <> 1)",
    ),
  ).toEqual([
    [{ name: "kmod" }],
    [
      { name: "linux-image-6", relation: "=", version: "6-1" },
      { name: "linux-image-6-unsigned", relation: "=", version: "6-1" },
    ],
    [{ name: "python3", relation: ">=", version: "3.1~" }],
  ]);
  expect(parseDepends("")).toEqual([]);
});
