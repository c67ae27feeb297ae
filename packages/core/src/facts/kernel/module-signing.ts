import type { BuiltinParams } from "../../formats/builtin-params/builtin-params.ts";
import { stringsFrom } from "../../formats/kernel-image/kernel-strings.ts";
import { readOnlyData } from "../../formats/kernel-image/vmlinux.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import type { ModuleSigning } from "../../model/kernel.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { config } from "./config.ts";
import { imageBefore, imageOf } from "./image.ts";
import { imageMessages, LOCKED_DOWN } from "./image-messages.ts";
import { imageParams } from "./image-symbols.ts";
import { once } from "./once.ts";
import { giveConfig } from "./remedies.ts";
import { securityModulesIn } from "./security-modules.ts";
import { signingOf } from "./signing-of.ts";

/** From the image, else from the configuration. */
export const moduleSigning: (artifacts: Artifacts) => Promise<Fact<ModuleSigning>> = once(async (artifacts) =>
  readFact(
    artifacts,
    imageBefore(inImage, inConfig),
    unknown(
      {
        en: "whether this kernel wants signed modules is told by its image or its configuration, and neither was found",
        zh: "该内核是否要求模块签名要看其映像或配置，但两者都没有找到",
      },
      giveConfig,
    ),
  ),
);

async function inConfig(artifacts: Artifacts): Promise<Fact<ModuleSigning> | undefined> {
  const found = await config(artifacts);
  return found.known ? known(signingOf(found.value), found.origin) : undefined;
}

/** `MODULE_PARAM_PREFIX "module."`, `module_param(sig_enforce, …)`: kernel/module/signing.c, up to 5.18 kernel/module.c. */
const SIG_ENFORCE = "module.sig_enforce";

async function inImage(artifacts: Artifacts): Promise<Fact<ModuleSigning> | undefined> {
  const image = await imageOf(artifacts);
  const messages = await imageMessages(artifacts);
  if (!image || !messages) return undefined;
  const strings = await readOnlyData(image);
  const builtin = await imageParams(artifacts);
  const sigEnforce = builtin && sigEnforceIn(builtin, image.kernel);
  const lockdown = lockdownIn(messages, strings);
  if (!sigEnforce || lockdown === undefined) return unreadable(image.name);
  const securityModules = securityModulesIn(strings);
  const configuration = await config(artifacts);
  const early = configuration.known ? signingOf(configuration.value).lockdownIsEarly : undefined;
  return known(
    {
      ...sigEnforce,
      lockdown,
      ...(early !== undefined && { lockdownIsEarly: early }),
      ...(securityModules && { securityModules }),
    },
    { input: image.name, part: `${SIG_ENFORCE}, messages` },
  );
}

/** Its initial value is that of CONFIG_MODULE_SIG_FORCE. `undefined` when it is nowhere in the kernel's memory. */
function sigEnforceIn(
  { params, linked }: BuiltinParams,
  kernel: Uint8Array,
): Pick<ModuleSigning, "verifies" | "enforces"> | undefined {
  const param = params.find(({ name }) => name === SIG_ENFORCE);
  if (!param) return { verifies: false, enforces: false };
  const at = linked.offsetOf(param.arg);
  if (at !== undefined) return { verifies: true, enforces: kernel[at] !== 0 };
  return linked.isCleared(param.arg) ? { verifies: true, enforces: false } : undefined;
}

const unreadable = (name: string): Fact<ModuleSigning> =>
  unknown(
    {
      en: `whether the kernel wants signed modules could not be read from ${name}`,
      zh: `无法从 ${name} 读出该内核是否要求模块签名`,
    },
    giveConfig,
  );

/** lockdown_lsm_init() hands it this where Kconfig forces it. */
const BY_CONFIG = "Kernel configuration";

/** `undefined` where the words of a kernel that is locked down from its start are the end of others. */
function lockdownIn(
  messages: ReadonlySet<string>,
  strings: Uint8Array,
): ModuleSigning["lockdown"] | undefined {
  if (!messages.has(LOCKED_DOWN)) return "none";
  let isOpen = false;
  for (const { text, at } of stringsFrom(strings, BY_CONFIG)) {
    if (text !== BY_CONFIG) continue;
    if (strings[at - 1] === 0) return "forced";
    isOpen = true;
  }
  return isOpen ? undefined : "possible";
}
