import { type Config, configured, configValue } from "../../model/config.ts";
import { type Fact, type Known, known, unknown } from "../../model/fact.ts";
import type { SignaturePolicy } from "../../model/kernel.ts";
import type { CommandLine } from "../../model/state.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { config } from "./config.ts";
import { giveConfig } from "./remedies.ts";

/**
 * module_sig_check() in kernel/module/signing.c: enforcement is asked first, then lockdown; without CONFIG_MODULE_SIG
 * neither. What the running system says holds; a configuration tells what holds from the start, before the kernel's
 * command line ({@link policyBootedWith}) or Secure Boot make it stricter.
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

/** The policy of a kernel that was booted with this command line; what the system is that runs now does not matter. */
export function policyBootedWith(
  config: Fact<Config>,
  commandLine: Known<CommandLine>,
): Fact<SignaturePolicy> {
  if (!config.known) return config;
  const [symbol, policy] = policyOf(config.value, commandLine.value);
  return symbol.startsWith("CONFIG_")
    ? known(policy, { ...config.origin, part: symbol })
    : known(policy, { ...commandLine.origin, part: symbol });
}

/** The policy, and the option or the word of the command line that it comes from. */
function policyOf(config: Config, commandLine?: CommandLine): [from: string, policy: SignaturePolicy] {
  if (!configured(config, "CONFIG_MODULE_SIG")) return ["CONFIG_MODULE_SIG", "permissive"];
  if (configured(config, "CONFIG_MODULE_SIG_FORCE")) return ["CONFIG_MODULE_SIG_FORCE", "enforced"];
  if (commandLine?.sigEnforce === true) return ["module.sig_enforce", "enforced"];
  const locked = lockdownOf(config, commandLine);
  return locked === undefined ? ["CONFIG_MODULE_SIG_FORCE", "permissive"] : [locked, "lockdown"];
}

/** What locks the kernel down: security/lockdown/lockdown.c and its Kconfig. */
function lockdownOf(config: Config, commandLine: CommandLine | undefined): string | undefined {
  const symbols = [
    "CONFIG_LOCK_DOWN_KERNEL_FORCE_INTEGRITY",
    "CONFIG_LOCK_DOWN_KERNEL_FORCE_CONFIDENTIALITY",
  ];
  const forced = symbols.find((symbol) => configured(config, symbol));
  if (forced !== undefined) return forced;
  if (commandLine?.lockdown === undefined || !configured(config, "CONFIG_SECURITY_LOCKDOWN_LSM"))
    return undefined;
  // An early LSM is always there; another only if it is in the list of those to start.
  const started = commandLine.securityModules ?? (configValue(config, "CONFIG_LSM") ?? "").split(",");
  const active = configured(config, "CONFIG_SECURITY_LOCKDOWN_LSM_EARLY") || started.includes("lockdown");
  return active ? "lockdown" : undefined;
}
