import { expect, test } from "vitest";
import { configOf } from "./config.ts";
import { moduleOf, supports } from "./crypto.ts";

const signer = { digest: "sha512", algorithm: "rsa" };
const asModule = configOf("CONFIG_CRYPTO_SHA512=m");
const builtIn = configOf("CONFIG_CRYPTO_SHA512=y");

test("a digest may be built in, a module, or missing", () => {
  expect(moduleOf("sha512", asModule)).toEqual({ option: "CONFIG_CRYPTO_SHA512", modules: "sha512" });
  expect(moduleOf("sha512", builtIn)).toBeUndefined();
  expect(moduleOf("sha512", configOf(""))).toBeUndefined();
  expect(moduleOf("sha256", asModule)).toBeUndefined();
});

// Seen on 6.1.176, whose CONFIG_CRYPTO_SHA512 is m, in a guest without modprobe.
test("a module counts where it is loaded, or where nobody tells", () => {
  const on = (config: typeof asModule, loaded?: readonly string[]) =>
    supports(signer, { release: "6.1.176", config, ...(loaded && { loaded }) });
  expect(on(asModule)).toBe(true);
  expect(on(asModule, [])).toBe(false);
  expect(on(asModule, ["usbcore", "sha512_ssse3"])).toBe(true);
  expect(on(asModule, ["sha5120"])).toBe(false);
  expect(on(builtIn, [])).toBe(true);
  expect(on(configOf(""), ["sha512_generic"])).toBe(false);
});
