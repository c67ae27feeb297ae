import type { Text } from "@kofit/core";

/** What the scripts are made for. */
export interface ScriptOptions {
  /** The program, and its first arguments: `["/usr/bin/node", "/opt/kofit/kofit.cjs"]`. */
  readonly program: readonly string[];
  /** Whether the script fails when a module will not load. */
  readonly strict: boolean;
}

/** Seconds that a package manager waits for an answer. */
const LIMIT = 120;

/** A word as sh takes it. */
export const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** A sentence of the script itself, in the language of its surroundings; kofit's own lines follow it. */
const say = ({ en, zh }: Text): string => `say ${quoted(en)} ${quoted(zh)}`;

/**
 * What every script begins with: nothing happens where kofit is gone, and nothing takes longer than {@link LIMIT}. `run` sets `said` and
 * `code`. To stderr, because debconf reads stdout.
 */
function preamble({ program }: ScriptOptions): string {
  const gone = program
    .filter((word) => word.startsWith("/"))
    .map((word) => `[ -r ${quoted(word)} ] || exit 0`)
    .join("\n");
  return `say() {
  case "\${LC_ALL:-\${LC_MESSAGES:-\${LANG:-}}}" in
    zh*) printf 'kofit: %s\\n' "$2" >&2 ;;
    *) printf 'kofit: %s\\n' "$1" >&2 ;;
  esac
}

# kofit or its Node may have been removed meanwhile.
${gone}
command -v timeout >/dev/null 2>&1 || exit 0

run() {
  said=$(timeout -k 5 ${LIMIT} ${program.map(quoted).join(" ")} "$@" 2>&1 </dev/null)
  code=$?
}
`;
}

/** What every script ends with: says what is wrong, and fails only where that was asked for. */
function conclusion({ strict }: ScriptOptions, warning: Text): string {
  const unknown = {
    en: "whether they load is not known for all modules:",
    zh: "并非所有模块都能确定是否可以加载：",
  };
  return `case $code in
  0) ;;
  1)
    ${say(warning)}
    printf '%s\\n' "$said" >&2
    ${strict ? "exit 1" : ":"}
    ;;
  3)
    ${say(unknown)}
    printf '%s\\n' "$said" >&2
    ;;
  124 | 137)
    ${say({ en: `no answer within ${LIMIT} seconds; modules were not judged`, zh: `${LIMIT} 秒内没有结果，未能判断各模块` })}
    ;;
  *)
    ${say({ en: "modules were not judged:", zh: "未能判断各模块：" })}
    printf '%s\\n' "$said" | tail -n 5 >&2
    ;;
esac
exit 0
`;
}

const afterReboot: Text = {
  en: "after a reboot, DKMS modules will be missing or will not load:",
  zh: "重启之后，有 DKMS 模块会缺失或无法加载：",
};

/** `/etc/kernel/postinst.d` and its likes: the release is the first argument. run-parts(8) */
export function kernelScript(options: ScriptOptions): string {
  const withoutHeaders: Text = {
    en: "no headers of this kernel are there: DKMS modules are built for it when they are installed",
    zh: "尚无该内核的头文件：安装头文件之后才会为它编译 DKMS 模块",
  };
  return `#!/bin/sh
release=\${1:-}
[ -n "$release" ] || exit 0
set -- /var/lib/dkms/*/*/source
[ -e "$1" ] || [ -h "$1" ] || exit 0
${preamble(options)}
if [ ! -e "/lib/modules/$release/build/Makefile" ]; then
  ${say(withoutHeaders)}
  exit 0
fi
run dkms --kernel "$release"
${conclusion(options, afterReboot)}`;
}

/** kernel-install(8): the command is the first argument, the release the second; exit code 77 would end all. */
export function installScript(options: ScriptOptions): string {
  return `#!/bin/sh
[ "\${1:-}" = add ] || exit 0
release=\${2:-}
[ -n "$release" ] || exit 0
${preamble(options)}
run dkms --kernel "$release"
${conclusion(options, afterReboot)}`;
}

/** After a transaction of a package manager that names no kernel: all of them. */
export function transactionScript(options: ScriptOptions): string {
  return `#!/bin/sh
${preamble(options)}
run dkms
${conclusion(options, afterReboot)}`;
}

/**
 * POST_BUILD of dkms: release, directory of the modules, and what the package itself wants to run, which comes first and whose exit
 * code counts. dkms starts it in its build directory: run_build_script().
 */
export function postBuildScript(options: ScriptOptions): string {
  const refused: Text = {
    en: "the kernel will not load what dkms has built:",
    zh: "内核不会加载 dkms 编译出的模块：",
  };
  return `#!/bin/sh
release=\${1:-}
directory=\${2:-}
[ $# -ge 2 ] || exit 0
shift 2
if [ $# -gt 0 ] && [ -x "./$1" ]; then
  own=./$1
  shift
  "$own" "$@" || exit
fi
[ -d "/lib/modules/$release" ] || exit 0
${preamble(options)}
run check --kernel "/lib/modules/$release" -- "$directory"
${conclusion(options, refused)}`;
}

/**
 * `/etc/dkms/NAME.conf`, which dkms reads behind the dkms.conf of a package: read_conf(). A script of dkms is named relative to its
 * build directory; more steps up than there are end at the root.
 */
export function dkmsOverride(script: string): string {
  const up = "../".repeat(16);
  const words = "$kernelver $dkms_tree/$module/$module_version/$kernelver/$arch/module $POST_BUILD";
  return `# shellcheck shell=bash disable=SC2034,SC2154
if [ -x ${quoted(script)} ]; then
  POST_BUILD="${up}${script.slice(1)} ${words}"
fi
`;
}

/** alpm-hooks(5): after dkms's own hooks and those that make the initramfs. */
export function pacmanHook(script: string): string {
  return `[Trigger]
Type = Path
Operation = Install
Operation = Upgrade
Target = usr/lib/modules/*/vmlinuz
Target = usr/src/*/dkms.conf

[Action]
Description = Asking kofit whether DKMS modules will load after a reboot...
When = PostTransaction
Exec = ${script}
`;
}

/** For packages of dkms; kernels come by kernel-install. libdnf5-actions(8): callback, package, direction, options, command. */
export const dnf5Actions = (script: string): string =>
  `post_transaction:*dkms*:in:enabled=host-only:${script}\n`;

/** The same for dnf 4. dnf-post-transaction-actions(8): package, transaction's state, command. */
export const dnf4Action = (script: string): string => `*dkms*:in:${script}\n`;
