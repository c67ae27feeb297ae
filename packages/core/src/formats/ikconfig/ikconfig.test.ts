import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { text } from "../../../test/build/byte-writer.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { readAll } from "../../io/byte-source.ts";
import { findIkconfig } from "./ikconfig.ts";

const CONFIG = "CONFIG_MODVERSIONS=y\n".repeat(50);
const kernel = (config: string): Uint8Array =>
  new Uint8Array(
    Buffer.concat([text("IKCFG_ST is a mark\0"), text("IKCFG_ST"), gzipSync(config), text("IKCFG_ED more")]),
  );

async function found(bytes: Uint8Array, limit = 1 << 16): Promise<string | undefined> {
  const config = await findIkconfig(bytes, "vmlinuz", limit);
  return config && new TextDecoder().decode(await readAll(config, limit));
}

test("the configuration stands between the marks, and the mark alone is none", async () => {
  expect(await found(kernel(CONFIG))).toBe(CONFIG);
  expect(await found(text("IKCFG_ST and IKCFG_ED"))).toBeUndefined();
});

test("one that is cut off or too large is an error", async () => {
  const whole = kernel(CONFIG);
  await expect(found(whole.slice(0, -12))).rejects.toMatchObject({ source: "vmlinuz", offset: 19 });
  await expect(found(whole, 500)).rejects.toThrow("more than 500 bytes");
});

test("damage is a FormatError or a value", async () => {
  await survivesDamage(kernel(CONFIG), found, 300);
});
