import { type Config, configured, configValue } from "../../model/config.ts";
import type { ModuleSigning } from "../../model/kernel.ts";

/** What a configuration says about signatures of modules. init/Kconfig, security/lockdown/Kconfig */
export function signingOf(config: Config): ModuleSigning {
  const isSet = (name: string): boolean => configured(config, name);
  const forced =
    isSet("CONFIG_LOCK_DOWN_KERNEL_FORCE_INTEGRITY") ||
    isSet("CONFIG_LOCK_DOWN_KERNEL_FORCE_CONFIDENTIALITY");
  const possible = isSet("CONFIG_SECURITY_LOCKDOWN_LSM");
  return {
    verifies: isSet("CONFIG_MODULE_SIG"),
    enforces: isSet("CONFIG_MODULE_SIG_FORCE"),
    lockdown: forced ? "forced" : possible ? "possible" : "none",
    lockdownIsEarly: isSet("CONFIG_SECURITY_LOCKDOWN_LSM_EARLY"),
    securityModules: (configValue(config, "CONFIG_LSM") ?? "").split(","),
  };
}
