import { inflated } from "../inflate.ts";
import type { Codec } from "./define-codec.ts";

/** RFC 1952, by the platform's own decoder. */
export default {
  id: "gzip",
  magic: Uint8Array.of(0x1f, 0x8b, 0x08),
  decode: (compressed, name) => inflated(compressed, "gzip", name),
} satisfies Codec;
