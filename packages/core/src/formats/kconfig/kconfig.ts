import { FormatError } from "../../io/format-error.ts";
import { type Config, configOf } from "../../model/config.ts";

/** A comment of Latin-1 makes a file no UTF-8; values are ASCII but for names that somebody gave. */
const latin1 = new TextDecoder("latin1");

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return latin1.decode(bytes);
  }
}

/** Looked at to recognise a configuration: its header and some lines. */
const HEAD = 8192;

const SETTING = /^(?:CONFIG_\w+=|# CONFIG_\w+ is not set$)/m;
const DEFINE = /^#define CONFIG_\w+ /m;

/**
 * Whether `bytes`, the start of a file or all of it, are a configuration: text in which a line sets a symbol, or one
 * that begins with what Kconfig writes above all.
 */
export function looksLikeConfig(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, HEAD);
  if (head.includes(0)) return false;
  const text = latin1.decode(head);
  return SETTING.test(text) || DEFINE.test(text) || header(text) !== undefined;
}

/**
 * A configuration from `.config`, `/boot/config-*`, `auto.conf` or `autoconf.h`. Lines that Kconfig does not know are
 * left as they are: Kconfig itself only warns of them.
 *
 * @throws {FormatError} if it is no text, or no line of it sets a symbol.
 */
export function parseConfig(bytes: Uint8Array, source: string): Config {
  const text = configText(bytes, source);
  return configOf(SETTING.test(text) ? text : fromDefines(text));
}

/**
 * The text of any of these files, as it is.
 *
 * @throws {FormatError} if it is no text, or no line of it sets a symbol.
 */
export function configText(bytes: Uint8Array, source: string): string {
  const nul = bytes.indexOf(0);
  if (nul >= 0) throw new FormatError(source, nul, "a configuration is text; a NUL was found");
  const text = textOf(bytes);
  if (SETTING.test(text) || DEFINE.test(text)) return text;
  throw new FormatError(source, 0, "no line `CONFIG_…=…`, `# CONFIG_… is not set` or `#define CONFIG_… …`");
}

/**
 * `autoconf.h` as a configuration. It writes `y` as `1` and `m` as `CONFIG_X_MODULE 1`, conf_write_autoconf() in
 * scripts/kconfig/confdata.c: a number 1 becomes `y`, and a symbol whose own name ends in `_MODULE` counts as both.
 */
function fromDefines(text: string): string {
  const from = header(text.slice(0, HEAD));
  const settings = from ? [`# Linux/${from.arch} ${from.kernelVersion} Kernel Configuration`] : [];
  for (const [, symbol = "", value = ""] of text.matchAll(/^#define (CONFIG_\w+) (.*?)\r?$/gm)) {
    if (value !== "1") settings.push(`${symbol}=${value}`);
    else {
      if (symbol.endsWith("_MODULE")) settings.push(`${symbol.slice(0, -"_MODULE".length)}=m`);
      settings.push(`${symbol}=y`);
    }
  }
  return settings.join("\n");
}

/** What a configuration says of the kernel in its first lines. */
export interface ConfigHeader {
  /** `ARCH` as it was given to make: `"arm64"`, `"x86"`, `"x86_64"`, `"powerpc"`. */
  readonly arch: string;
  /** `KERNELVERSION`: `"6.12.95"`, without what a distribution or `LOCALVERSION` adds: no release. */
  readonly kernelVersion: string;
}

/** `# Linux/arm64 6.12.95 Kernel Configuration`, `mainmenu` of the kernel's Kconfig; `undefined` when it is not there. */
export function configHeader(config: Config): ConfigHeader | undefined {
  return header(config.text.slice(0, HEAD));
}

function header(text: string): ConfigHeader | undefined {
  const [, arch, kernelVersion] = /^(?:#| \*) Linux\/(\S+) (\S+) Kernel Configuration$/m.exec(text) ?? [];
  return arch !== undefined && kernelVersion !== undefined ? { arch, kernelVersion } : undefined;
}
