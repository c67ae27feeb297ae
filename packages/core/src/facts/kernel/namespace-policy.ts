import { findBytes } from "../../io/find-bytes.ts";
import { configured } from "../../model/config.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import type { NamespacePolicy } from "../../model/kernel.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { config } from "./config.ts";
import { givenImage } from "./image.ts";
import { giveConfig } from "./remedies.ts";

/**
 * From the configuration; else from the level at which the image prints the message: verify_namespace_is_imported() in
 * kernel/module/main.c warns with CONFIG_MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS, and calls it an error without.
 */
export async function namespacePolicy(artifacts: Artifacts): Promise<Fact<NamespacePolicy>> {
  return readFact(
    artifacts,
    [configuredPolicy, inImage],
    unknown(
      {
        en: "whether this kernel insists on imported namespaces is told by its configuration, which was not found",
        zh: "该内核是否强制要求导入命名空间要看其配置，但没有找到配置",
      },
      giveConfig,
    ),
  );
}

const OPTION = "CONFIG_MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS";

async function configuredPolicy(artifacts: Artifacts): Promise<Fact<NamespacePolicy> | undefined> {
  const found = await config(artifacts);
  if (!found.known) return undefined;
  return known(configured(found.value, OPTION) ? "warned" : "enforced", { ...found.origin, part: OPTION });
}

const MESSAGE = new TextEncoder().encode("%s: module uses symbol (%s) from namespace ");
/** KERN_SOH and a level of include/linux/kern_levels.h stand before a message. */
const KERN_SOH = 1;
const levels: ReadonlyMap<number, NamespacePolicy> = new Map([
  // KERN_ERR
  [0x33, "enforced"],
  // KERN_WARNING
  [0x34, "warned"],
]);

async function inImage(artifacts: Artifacts): Promise<Fact<NamespacePolicy> | undefined> {
  const image = await givenImage(artifacts);
  if (!image) return undefined;
  const at = findBytes(image.kernel, MESSAGE);
  const policy = image.kernel[at - 2] === KERN_SOH ? levels.get(image.kernel[at - 1] ?? 0) : undefined;
  return policy && known(policy, { input: image.name, part: "messages" });
}
