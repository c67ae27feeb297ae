import { type Fact, type Known, known, type Origin, unknown } from "../../model/fact.ts";
import type { ModuleSigning, SignaturePolicy } from "../../model/kernel.ts";
import type { CommandLine } from "../../model/state.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { moduleSigning } from "./module-signing.ts";
import { giveConfig } from "./remedies.ts";

/**
 * module_sig_check() in kernel/module/signing.c: enforcement is asked first, then lockdown; without CONFIG_MODULE_SIG
 * neither. What the running system says holds; else what the kernel was built to do tells what holds from the start, before
 * its command line ({@link policyBootedWith}) or Secure Boot make it stricter.
 */
export async function signaturePolicy(artifacts: Artifacts): Promise<Fact<SignaturePolicy>> {
  const signing = await moduleSigning(artifacts);
  if (!signing.known) return readFact(artifacts, [live], signing);
  return readFact(artifacts, [live, async () => policyBootedWith(signing)], needsConfig);
}

async function live({ live }: Artifacts): Promise<Fact<SignaturePolicy> | undefined> {
  if (live?.sigEnforce === undefined) return undefined;
  const origin = { input: "/sys/module/module/parameters/sig_enforce" };
  if (live.sigEnforce) return known("enforced", origin);
  if (live.lockdown === undefined || live.lockdown === "none") return known("permissive", origin);
  return known("lockdown", { input: "/sys/kernel/security/lockdown" });
}

const needsConfig = unknown(
  {
    en: "whether `lockdown=` counts for this kernel depends on CONFIG_SECURITY_LOCKDOWN_LSM_EARLY and CONFIG_LSM, which are in its configuration",
    zh: "`lockdown=` 对该内核是否有效取决于 CONFIG_SECURITY_LOCKDOWN_LSM_EARLY 和 CONFIG_LSM，要看其配置",
  },
  giveConfig,
);

/** The policy of a kernel that was booted with this command line; what the system is that runs now does not matter. */
export function policyBootedWith(
  signing: Fact<ModuleSigning>,
  commandLine?: Known<CommandLine>,
): Fact<SignaturePolicy> {
  if (!signing.known) return signing;
  const { value, origin } = signing;
  if (!value.verifies) return known("permissive", by(origin, "CONFIG_MODULE_SIG"));
  if (value.enforces) return known("enforced", by(origin, "CONFIG_MODULE_SIG_FORCE"));
  if (commandLine?.value.sigEnforce === true) {
    return known("enforced", { ...commandLine.origin, part: "module.sig_enforce" });
  }
  if (value.lockdown === "forced") return known("lockdown", by(origin, "CONFIG_LOCK_DOWN_KERNEL_FORCE_*"));
  const locked = commandLine?.value.lockdown === undefined ? false : heeds(value, commandLine.value);
  if (locked === undefined) return needsConfig;
  return locked && commandLine
    ? known("lockdown", { ...commandLine.origin, part: "lockdown" })
    : known("permissive", by(origin, "CONFIG_MODULE_SIG_FORCE"));
}

/** Of a configuration, the option; an image says itself where it was read. */
const by = (origin: Origin, part: string): Origin =>
  origin.part === undefined ? { ...origin, part } : origin;

/** Whether `lockdown=` is heeded; `undefined` where that cannot be told. security/lockdown/lockdown.c and its Kconfig. */
function heeds(
  { lockdown, lockdownIsEarly, securityModules }: ModuleSigning,
  commandLine: CommandLine,
): boolean | undefined {
  if (lockdown === "none") return false;
  // An early LSM is always there; another only if it is in the list of those to start.
  const started = commandLine.securityModules ?? securityModules;
  if (lockdownIsEarly === true || started?.includes("lockdown") === true) return true;
  return lockdownIsEarly === undefined || started === undefined ? undefined : false;
}
