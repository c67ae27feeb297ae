import { configured } from "../../model/config.ts";
import { type Fact, known } from "../../model/fact.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import { vermagicOf } from "../../model/vermagic.ts";

/** Whether the kernel was built with CONFIG_MODVERSIONS. Its vermagic says so and is known more often than its configuration. */
export function kernelHasModversions({ vermagic, config, crcs }: KernelFacts): Fact<boolean> {
  if (vermagic.known) return known(vermagicOf(vermagic.value).flags.includes("modversions"), vermagic.origin);
  if (config.known) return known(configured(config.value, "CONFIG_MODVERSIONS"), config.origin);
  if (crcs.known) return known(crcs.value.names.count > 0, crcs.origin);
  return vermagic;
}
