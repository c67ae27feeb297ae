import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { defineCommand, type ExitCode, exitCode, type Given } from "../frame/define-command.ts";
import { requireDirectory } from "../frame/require-directory.ts";
import type { Options } from "../frame/parse.ts";
import { UsageError } from "../frame/usage-error.ts";
import { hookKinds, type HookKind } from "../hook/mark.ts";

const options = {
  root: {
    type: "string",
    value: "DIR",
    summary: { en: "another root file system", zh: "另一个根文件系统" },
  },
  strict: {
    type: "boolean",
    summary: {
      en: "the hooks fail when a module will not load; otherwise they warn",
      zh: "有模块无法加载时钩子以失败结束；否则只发出警告",
    },
  },
  force: {
    type: "boolean",
    summary: {
      en: "take files of kofit that were changed by hand, too",
      zh: "也处理被手动修改过的 kofit 文件",
    },
  },
  program: {
    type: "string",
    value: "PATH",
    summary: {
      en: "the kofit that the hooks are to run; otherwise this one",
      zh: "钩子要运行的 kofit；未指定时为当前这一个",
    },
  },
} as const satisfies Options;

const actions = ["install", "status", "remove"] as const;
type Action = (typeof actions)[number];

export default defineCommand({
  id: "hook",
  summary: {
    en: "asks kofit by itself: after dkms has built, after a kernel was upgraded",
    zh: "自动询问 kofit：dkms 编译之后，以及内核升级之后",
  },
  operands: "install|status|remove [dkms] [kernel] [pacman] [dnf]",
  about: [
    {
      en: "dkms: after each build, would the kernel load what was built? kernel: after an upgrade with apt, which DKMS modules will be missing after the reboot? pacman and dnf (with kernel-install): the same, by their own hooks. Without a name, all that fit the system.",
      zh: "dkms：每次编译之后，内核会加载编译结果吗？kernel：用 apt 升级内核之后，重启后会缺少哪些 DKMS 模块？pacman 和 dnf（以及 kernel-install）：用它们各自的钩子做同样的事。不指定名称时，处理所有适合本系统的钩子。",
    },
    {
      en: "A hook warns and never breaks the package manager, unless --strict; it gives up after two minutes, and does nothing when kofit is gone. Only files with kofit's mark are written or removed. Packages that are added to dkms later: run install once more.",
      zh: "除非使用 --strict，钩子只发出警告，绝不会中断软件包管理器；两分钟后放弃；kofit 已被移除时什么也不做。只写入或移除带有 kofit 标记的文件。之后又向 dkms 添加了软件包时，请再运行一次 install。",
    },
  ],
  options,
  run: command,
});

async function command({
  operands,
  options: given,
  language,
  terminal,
}: Given<typeof options>): Promise<ExitCode> {
  const [action, named] = operandsOf(operands);
  const { root = "/", force = false, strict = false } = given;
  requireDirectory(root);
  const { hooksOf } = await import("../hook/hooks.ts");
  const { doneText, refusal, statusText } = await import("../hook/hook-text.ts");
  const hooks = await hooksOf(root, { program: programOf(given.program), strict });
  const style = { width: terminal.width, colour: terminal.colour };
  if (action === "status") {
    const entries = await hooks.status(named.length > 0 ? named : hookKinds);
    const installed = new Set(
      entries.filter(({ standing }) => standing !== "absent").map(({ kind }) => kind),
    );
    const shown = entries.filter(({ kind }) => installed.has(kind) || named.length > 0);
    terminal.out(statusText(shown, language, style));
    const whole = entries.every(({ kind, standing }) => standing === "current" || !installed.has(kind));
    return whole ? exitCode.ok : exitCode.refused;
  }
  const done =
    action === "install"
      ? await hooks.install(named.length > 0 ? named : hooks.fitting, force)
      : await hooks.remove(named.length > 0 ? named : hookKinds, force);
  terminal.out(doneText(done, language, style));
  // What is not kofit's is nothing to remove.
  const refused = done.filter(
    (one) => one.done === "refused" && (action === "install" || one.standing === "changed"),
  );
  for (const one of refused) terminal.trouble(refusal(one)[language]);
  return refused.length > 0 ? exitCode.failed : exitCode.ok;
}

const isAction = (word: string | undefined): word is Action => actions.some((action) => action === word);
const isKind = (word: string): word is HookKind => hookKinds.some((kind) => kind === word);

function operandsOf([action, ...names]: readonly string[]): readonly [Action, readonly HookKind[]] {
  if (!isAction(action)) {
    throw new UsageError({
      en: `hook takes ${actions.join(", ")}: kofit hook status`,
      zh: `hook 的参数为 ${actions.join("、")}：kofit hook status`,
    });
  }
  const wrong = names.find((name) => !isKind(name));
  if (wrong !== undefined) {
    throw new UsageError({
      en: `there is no hook ${wrong}; there are ${hookKinds.join(", ")}`,
      zh: `没有 ${wrong} 这种钩子；可用的有 ${hookKinds.join("、")}`,
    });
  }
  return [action, names.filter(isKind)];
}

/** How the hooks start kofit: the same program with the same Node, wherever they are started. */
function programOf(given: string | undefined): readonly string[] {
  if (given !== undefined) return [resolve(given)];
  const [node, script] = process.argv;
  const flags = process.execArgv.filter((flag) => flag !== "");
  return [node ?? process.execPath, ...flags, ...(script === undefined ? [] : [realpathSync(script)])];
}
