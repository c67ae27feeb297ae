import { configured } from "../model/config.ts";
import type { Language } from "../model/fact.ts";
import { hex32 } from "../model/hex.ts";
import type { ModuleFacts } from "../model/module.ts";
import { nameOf } from "../model/names.ts";
import { vermagicOf } from "../model/vermagic.ts";
import { defineCause } from "./define-cause.ts";

export interface Evidence {
  readonly symbol: string;
  /** CRC that the module has of it: what it was built with exported it. Absent when it has none. */
  readonly crc?: number;
}

const TRIM = "CONFIG_TRIM_UNUSED_KSYMS";

/** The kernel was built without the exports that none of its own modules uses. */
export default defineCause<Evidence>({
  id: "symbol-trimmed",
  explains: ["unknown-symbol"],
  find({ kernel: { config, release }, module, defect }) {
    if (defect.check !== "unknown-symbol" || !config.known || !configured(config.value, TRIM)) return [];
    const { symbol } = defect.evidence;
    const crc = crcOf(module, symbol);
    const { vermagic } = module;
    const built =
      vermagic.known && vermagic.value !== undefined ? vermagicOf(vermagic.value).release : undefined;
    // A build of this very release exported it: little but trimming takes it away.
    const certainty = crc !== undefined && release.known && built === release.value ? "likely" : "possible";
    return [{ certainty, evidence: { symbol, ...(crc !== undefined && { crc }) } }];
  },
  links: {
    en: ({ evidence }) => linksIn.en(evidence),
    zh: ({ evidence }) => linksIn.zh(evidence),
  },
});

function crcOf({ modversions }: ModuleFacts, symbol: string): number | undefined {
  if (!modversions.known || !modversions.value) return undefined;
  const { names, crcs } = modversions.value;
  for (let row = 0; row < names.count; row += 1) if (nameOf(names, row) === symbol) return crcs[row];
  return undefined;
}

type LinksOf = (evidence: Evidence) => readonly string[];

const linksIn: Readonly<Record<Language, LinksOf>> = {
  en: ({ symbol, crc }) => [
    `\`${TRIM}\` is set in this kernel: what none of its own modules uses is not exported.`,
    ...(crc === undefined
      ? []
      : [
          `The module carries the CRC ${hex32(crc)} of \`${symbol}\`, so the kernel that it was built for exports it.`,
        ]),
    `A kernel without \`${TRIM}\`, or with the symbol in \`CONFIG_UNUSED_KSYMS_WHITELIST\`, exports it.`,
  ],
  zh: ({ symbol, crc }) => [
    `该内核启用了 \`${TRIM}\`：自带模块都不使用的符号不会导出。`,
    ...(crc === undefined
      ? []
      : [`模块带有 \`${symbol}\` 的 CRC ${hex32(crc)}，因此编译模块时所针对的内核导出了它。`]),
    `未启用 \`${TRIM}\` 的内核，或在 \`CONFIG_UNUSED_KSYMS_WHITELIST\` 中列出该符号的内核，会导出它。`,
  ],
};
