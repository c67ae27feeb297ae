import { configHeader } from "../../formats/kconfig/kconfig.ts";
import type { ByteSource } from "../../io/byte-source.ts";
import { configOf } from "../../model/config.ts";
import { head } from "./head.ts";

const latin1 = new TextDecoder("latin1");

/**
 * KERNELVERSION, `6.12.95`, in the comment that Kconfig puts on top of a configuration; `undefined` when there is no
 * such comment. `auto.conf` and headers have it like `.config`.
 */
export async function configVersion(config: ByteSource): Promise<string | undefined> {
  return configHeader(configOf(latin1.decode(await head(config, 8192))))?.kernelVersion;
}
