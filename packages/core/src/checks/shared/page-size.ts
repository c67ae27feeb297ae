import type { Architecture } from "../../model/architecture.ts";
import { type Config, configured, configValue } from "../../model/config.ts";

/** Options by which an architecture chooses its pages, before CONFIG_PAGE_SHIFT came with 6.9. */
const options: readonly (readonly [symbol: string, shift: number])[] = [
  ["CONFIG_ARM64_64K_PAGES", 16],
  ["CONFIG_ARM64_16K_PAGES", 14],
  ["CONFIG_PPC_64K_PAGES", 16],
  ["CONFIG_PPC_16K_PAGES", 14],
  ["CONFIG_PAGE_SIZE_64KB", 16],
  ["CONFIG_PAGE_SIZE_16KB", 14],
];

/** PAGE_SIZE, in bytes. arch/Kconfig, arch/arm64/Kconfig, arch/powerpc/Kconfig, arch/loongarch/Kconfig */
export function pageSizeOf({ name }: Architecture, config: Config): number {
  if (name === "x86_64" || name === "i386" || name === "arm") return 4096;
  const shift = Number(configValue(config, "CONFIG_PAGE_SHIFT"));
  if (shift >= 12 && shift <= 18) return 1 << shift;
  return 1 << (options.find(([symbol]) => configured(config, symbol))?.[1] ?? 12);
}
