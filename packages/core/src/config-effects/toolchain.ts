import { type Config, configured, configValue } from "../model/config.ts";
import { type Tool, tools } from "../model/tool-difference.ts";
import { type Compiler, compilerIn } from "./compiler.ts";

/** What something was built or configured with. */
export interface Toolchain {
  /** Absent when nothing names one. */
  readonly compiler?: Compiler;
  /** As the configuration writes it, `"124"`; `"none"` where Kconfig found none. A tool that it does not name is absent. */
  readonly tools: Readonly<Partial<Record<Tool, string>>>;
  /** Whether plugins of gcc are compiled in: CONFIG_GCC_PLUGINS. */
  readonly plugins: boolean;
}

/**
 * The tools that a configuration was made with: init/Kconfig, scripts/Kconfig.include. A banner tells the compiler that
 * really built the kernel, and has the last word on it.
 */
export function toolchainOf(config: Config, banner?: string): Toolchain {
  const compiler = (banner === undefined ? undefined : compilerIn(banner)) ?? compilerOf(config);
  const found = tools.flatMap((tool) => {
    const version = versionOf(config, tool);
    return version === undefined ? [] : [[tool, version] as const];
  });
  return {
    ...(compiler && { compiler }),
    tools: Object.fromEntries(found),
    plugins: configured(config, "CONFIG_GCC_PLUGINS"),
  };
}

function compilerOf(config: Config): Compiler | undefined {
  const named = compilerIn(configValue(config, "CONFIG_CC_VERSION_TEXT") ?? "");
  if (named) return named;
  const kind = configured(config, "CONFIG_CC_IS_CLANG") ? "clang" : "gcc";
  // "120200": scripts/cc-version.sh
  const number = Number(configValue(config, kind === "gcc" ? "CONFIG_GCC_VERSION" : "CONFIG_CLANG_VERSION"));
  if (!Number.isSafeInteger(number) || number <= 0) return undefined;
  return { kind, version: [Math.floor(number / 10_000), Math.floor(number / 100) % 100, number % 100] };
}

/** Symbols with a tool's version, the first that is not 0 counts; 0 is what Kconfig's scripts print where there is none. */
const symbols: Readonly<Record<Tool, readonly string[]>> = {
  assembler: ["CONFIG_AS_VERSION"],
  linker: ["CONFIG_LD_VERSION", "CONFIG_LLD_VERSION"],
  pahole: ["CONFIG_PAHOLE_VERSION"],
  rustc: ["CONFIG_RUSTC_VERSION"],
  bindgen: ["CONFIG_BINDGEN_VERSION_TEXT"],
};

function versionOf(config: Config, tool: Tool): string | undefined {
  const values = symbols[tool].flatMap((symbol) => configValue(config, symbol) ?? []);
  if (values.length === 0) return undefined;
  return values.find((value) => value !== "0" && value !== "") ?? "none";
}
