import { InputError, type LoadedModule, type Told, type Via } from "@kofit/core";
import { existsSync } from "node:fs";
import { nearest } from "../frame/nearest.ts";
import type { Options, Parsed } from "../frame/parse.ts";
import { UsageError } from "../frame/usage-error.ts";
import { certificatesIn } from "./certificates-in.ts";
import { loadedModule } from "./loaded-module.ts";

/** Options that tell the state of the target; without them it is as the running system has it, or as usual. */
export const stateOptions = {
  cmdline: {
    type: "string",
    value: "TEXT",
    summary: {
      en: "the kernel's command line: 'module.sig_enforce=1 lockdown=integrity module_blacklist=a,b'",
      zh: "内核命令行，例如 'module.sig_enforce=1 lockdown=integrity module_blacklist=a,b'",
    },
  },
  loaded: {
    type: "string",
    multiple: true,
    value: "FILE,FILE…",
    summary: {
      en: "what is loaded before, in this order, and nothing else: module files, or names of the kernel's own modules; '' for nothing",
      zh: "此前已按此顺序加载、且仅加载了这些：模块文件，或内核自带模块的名字；'' 表示没有",
    },
  },
  params: {
    type: "string",
    value: "TEXT",
    summary: { en: "the module's parameters: 'n=7 who=you'", zh: "模块参数，例如 'n=7 who=you'" },
  },
  via: {
    type: "string",
    value: "finit|init|modprobe",
    summary: {
      en: "how it is loaded: finit_module or init_module with the file as it is, or modprobe; otherwise as insmod does",
      zh: "加载方式：以文件原样调用 finit_module 或 init_module，或用 modprobe；未指定时与 insmod 相同",
    },
  },
  "compressed-flag": {
    type: "boolean",
    summary: {
      en: "let the kernel unpack the file (MODULE_INIT_COMPRESSED_FILE)",
      zh: "由内核解压文件（MODULE_INIT_COMPRESSED_FILE）",
    },
  },
  "force-vermagic": {
    type: "boolean",
    summary: {
      en: "load whatever the vermagic (MODULE_INIT_IGNORE_VERMAGIC)",
      zh: "忽略 vermagic（MODULE_INIT_IGNORE_VERMAGIC）",
    },
  },
  "force-modversion": {
    type: "boolean",
    summary: {
      en: "load whatever the CRCs (MODULE_INIT_IGNORE_MODVERSIONS)",
      zh: "忽略符号 CRC（MODULE_INIT_IGNORE_MODVERSIONS）",
    },
  },
  trust: {
    type: "string",
    multiple: true,
    value: "FILE",
    summary: {
      en: "certificates that the kernel trusts beside its own, such as an enrolled MOK: DER or PEM",
      zh: "内核除内置证书外还信任的证书，例如已登记的 MOK（DER 或 PEM）",
    },
  },
} as const satisfies Options;

type Given = Parsed<typeof stateOptions>["values"];

const ways = ["finit", "init", "modprobe"] as const satisfies readonly Via[];

/**
 * What the options tell of the target's state.
 *
 * @throws {UsageError} if they contradict each other, or have a value that is not allowed.
 * @throws {InputError} if a module of `--loaded` cannot be read.
 */
export async function toldBy(given: Given): Promise<Told> {
  const flags = {
    compressedFlag: given["compressed-flag"] === true,
    forceVermagic: given["force-vermagic"] === true,
    forceModversion: given["force-modversion"] === true,
  };
  const named = given.via === undefined ? undefined : wayNamed(given.via);
  requireFlagsFor(named, flags);
  // The kernel is asked to unpack by finit_module() alone.
  const via = named ?? (flags.compressedFlag ? "finit" : undefined);
  return {
    ...flags,
    ...(via && { via }),
    ...(given.cmdline !== undefined && { commandLine: given.cmdline }),
    ...(given.params !== undefined && { parameters: given.params }),
    ...(given.loaded && { loaded: await loadedBefore(given.loaded) }),
    ...(given.trust && { enrolled: await certificatesIn(given.trust) }),
  };
}

type Flags = Required<Pick<Told, "compressedFlag" | "forceVermagic" | "forceModversion">>;

function requireFlagsFor(
  via: Via | undefined,
  { compressedFlag, forceVermagic, forceModversion }: Flags,
): void {
  if (via === undefined || via === "finit") return;
  if (compressedFlag) throw onlyWith("--compressed-flag", "finit");
  if (via === "modprobe") return;
  if (forceVermagic) throw onlyWith("--force-vermagic", "finit", "modprobe");
  if (forceModversion) throw onlyWith("--force-modversion", "finit", "modprobe");
}

const isWay = (value: string): value is (typeof ways)[number] => ways.some((way) => way === value);

function wayNamed(value: string): Via {
  if (isWay(value)) return value;
  const near = nearest(value, ways);
  throw new UsageError({
    en: `--via takes finit, init or modprobe, not ${value || "nothing"}${near ? `; did you mean ${near}?` : ""}`,
    zh: `--via 的值应为 finit、init 或 modprobe，而不是 ${value || "空"}${near ? `；您是否想用 ${near}？` : ""}`,
  });
}

const onlyWith = (option: string, ...allowed: readonly Via[]): UsageError =>
  new UsageError({
    en: `${option} is a flag of finit_module: it goes with --via ${allowed.join(" or ")}, or without --via`,
    zh: `${option} 是 finit_module 的标志：只能与 --via ${allowed.join(" 或 ")} 同用，或不指定 --via`,
  });

async function loadedBefore(lists: readonly string[]): Promise<LoadedModule[]> {
  const loaded: LoadedModule[] = [];
  for (const item of lists.flatMap((list) => list.split(",")).map((item) => item.trim())) {
    if (item !== "") loaded.push(await loadedNamed(item));
  }
  return loaded;
}

/** A file; or, where none is there and none can be meant, the name of one of the kernel's own modules. */
async function loadedNamed(item: string): Promise<LoadedModule> {
  const isName = /^[\w-]+$/.test(item) && !existsSync(item);
  if (isName) return { name: item.replaceAll("-", "_") };
  try {
    return await loadedModule(item);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError({ en: `--loaded: ${error.text.en}`, zh: `--loaded：${error.text.zh}` });
  }
}
