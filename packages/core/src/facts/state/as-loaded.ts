import { type Fact, known } from "../../model/fact.ts";
import type { HandedModule } from "../../model/module.ts";
import type { StateFacts } from "../../model/state.ts";

/**
 * A module as the kernel takes it with the flags of this call. `--force` makes it look away from vermagic or CRCs, and
 * then from the signature, too: module_sig_check() in kernel/module/signing.c, rewrite_section_headers() and
 * check_modinfo() in kernel/module/main.c.
 */
export function asLoaded(module: HandedModule, { loading }: StateFacts): HandedModule {
  if (!loading.known) return module;
  const { forceVermagic, forceModversion } = loading.value;
  if (!forceVermagic && !forceModversion) return module;
  const none = (fact: Fact<unknown>): Fact<undefined> =>
    fact.known ? known(undefined, loading.origin) : fact;
  return {
    ...module,
    signature: none(module.signature),
    ...(forceVermagic && { vermagic: none(module.vermagic) }),
    ...(forceModversion && { modversions: none(module.modversions) }),
  };
}
