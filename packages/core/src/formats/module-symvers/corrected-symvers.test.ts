import { expect, test } from "vitest";
import { correctedSymvers } from "./corrected-symvers.ts";

const differences = [
  { symbol: "wrong", symvers: { crc: 1, gplOnly: true }, image: { crc: 0xabc, gplOnly: false } },
  { symbol: "gone", symvers: { crc: 2, gplOnly: false } },
  { symbol: "lost", image: { crc: 3, gplOnly: true, namespace: "NS" } },
];

test("five columns: put right in place, left out, added; lines of modules stay", () => {
  const text = [
    "0x00000001\twrong\tvmlinux\tEXPORT_SYMBOL_GPL\t",
    "0x00000002\tgone\tvmlinux\tEXPORT_SYMBOL\t",
    "0x00000009\twrong\tdrivers/a\tEXPORT_SYMBOL\tOTHER",
    "",
  ].join("\n");
  expect(correctedSymvers(text, differences).split("\n")).toEqual([
    "0x00000abc\twrong\tvmlinux\tEXPORT_SYMBOL\t",
    "0x00000009\twrong\tdrivers/a\tEXPORT_SYMBOL\tOTHER",
    "0x00000003\tlost\tvmlinux\tEXPORT_SYMBOL_GPL\tNS",
    "",
  ]);
});

test("four columns, and five with the namespace in front of the owner", () => {
  expect(correctedSymvers("0x00000001\twrong\tvmlinux\tEXPORT_SYMBOL_GPL\n", differences)).toBe(
    "0x00000abc\twrong\tvmlinux\tEXPORT_SYMBOL\n0x00000003\tlost\tvmlinux\tEXPORT_SYMBOL_GPL\n",
  );
  expect(correctedSymvers("0x00000001\twrong\t\tvmlinux\tEXPORT_SYMBOL_GPL\n", differences)).toBe(
    "0x00000abc\twrong\t\tvmlinux\tEXPORT_SYMBOL\n0x00000003\tlost\tNS\tvmlinux\tEXPORT_SYMBOL_GPL\n",
  );
});

test("nothing differs, nothing changes", () => {
  const text = "0x00000001\ta\tvmlinux\tEXPORT_SYMBOL\t\n";
  expect(correctedSymvers(text, [])).toBe(text);
});
