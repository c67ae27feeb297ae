import { type Config, configured } from "../../model/config.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import type { SignaturePolicy } from "../../model/kernel.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { config } from "./config.ts";
import { giveConfig } from "./remedies.ts";

/**
 * module_sig_check() in kernel/module/signing.c: enforcement is asked first, then lockdown; without CONFIG_MODULE_SIG
 * neither. What the running system says holds; a configuration tells what holds from the start, before the kernel's
 * command line or Secure Boot make it stricter.
 */
export async function signaturePolicy(artifacts: Artifacts): Promise<Fact<SignaturePolicy>> {
  return readFact(
    artifacts,
    [live, configuredPolicy],
    unknown(
      {
        en: "whether this kernel wants signed modules is told by its configuration, which was not found",
        zh: "该内核是否要求模块签名要看其配置，但没有找到配置",
      },
      giveConfig,
    ),
  );
}

async function live({ live }: Artifacts): Promise<Fact<SignaturePolicy> | undefined> {
  if (live?.sigEnforce === undefined) return undefined;
  const origin = { input: "/sys/module/module/parameters/sig_enforce" };
  if (live.sigEnforce) return known("enforced", origin);
  if (live.lockdown === undefined || live.lockdown === "none") return known("permissive", origin);
  return known("lockdown", { input: "/sys/kernel/security/lockdown" });
}

async function configuredPolicy(artifacts: Artifacts): Promise<Fact<SignaturePolicy> | undefined> {
  const found = await config(artifacts);
  if (!found.known) return undefined;
  const [symbol, policy] = policyOf(found.value);
  return known(policy, { ...found.origin, part: symbol });
}

function policyOf(config: Config): [symbol: string, policy: SignaturePolicy] {
  if (!configured(config, "CONFIG_MODULE_SIG")) return ["CONFIG_MODULE_SIG", "permissive"];
  if (configured(config, "CONFIG_MODULE_SIG_FORCE")) return ["CONFIG_MODULE_SIG_FORCE", "enforced"];
  // security/lockdown/Kconfig
  const locked = [
    "CONFIG_LOCK_DOWN_KERNEL_FORCE_INTEGRITY",
    "CONFIG_LOCK_DOWN_KERNEL_FORCE_CONFIDENTIALITY",
  ].find((symbol) => configured(config, symbol));
  return locked === undefined ? ["CONFIG_MODULE_SIG_FORCE", "permissive"] : [locked, "lockdown"];
}
