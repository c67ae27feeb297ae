import { installCommand, type Need, recipesFor, visibleJson } from "@kofit/core";
import { defineCommand, type ExitCode, exitCode, type Given } from "../frame/define-command.ts";
import { interruptible } from "../frame/interruptible.ts";
import type { Options } from "../frame/parse.ts";
import { jsonOption } from "../frame/report-options.ts";
import { UsageError } from "../frame/usage-error.ts";
import { type Answer, needTitles, recipeText } from "../recipe/recipe-text.ts";
import { givenOf, type SystemAndKernel, systemAndKernel } from "../recipe/this-system.ts";

const options = {
  root: {
    type: "string",
    value: "DIR",
    summary: { en: "another system, by its root directory", zh: "另一个系统的根目录" },
  },
  release: {
    type: "string",
    value: "RELEASE",
    summary: { en: "the kernel; the running one if absent", zh: "内核版本；默认为正在运行的内核" },
  },
  ...jsonOption,
} as const satisfies Options;

const needs = {
  headers: "headers",
  "headers-again": "headers-again",
  kernel: "kernel-from-source",
} as const satisfies Readonly<Record<string, Need>>;

export default defineCommand({
  id: "recipe",
  summary: {
    en: "what to type on this system: headers, a kernel from source, programs",
    zh: "在本系统上应输入的命令：安装头文件、从源代码编译内核、安装程序",
  },
  operands: "[headers|headers-again|kernel|PACKAGE…]",
  about: [
    {
      en: "Prints commands for the distribution and the kernel at hand, each with the condition in which it is right, and runs none of them. Whether the repository still has the headers is asked of the package manager, as of its last update.",
      zh: "针对当前发行版和内核给出命令，每条命令都注明适用条件；不会执行其中任何一条。软件源中是否仍有对应的头文件，以软件包管理器最近一次更新的索引为准。",
    },
    {
      en: "headers: of this kernel. headers-again: as their package has them, when something changed them. kernel: kernel and headers of one build. Anything else is a package by its name on Debian, such as pahole or gcc-aarch64-linux-gnu.",
      zh: "headers：该内核的头文件。headers-again：头文件被改动后恢复为软件包中的内容。kernel：同一次编译所得的内核和头文件。其他参数视为 Debian 软件包名，例如 pahole 或 gcc-aarch64-linux-gnu。",
    },
    {
      en: "Known are Debian, Ubuntu, Armbian, Raspberry Pi OS, Fedora, Arch Linux, and systems that descend from them.",
      zh: "支持 Debian、Ubuntu、Armbian、Raspberry Pi OS、Fedora、Arch Linux 及其衍生系统。",
    },
  ],
  options,
  run: recipe,
});

async function recipe({
  operands,
  options: given,
  language,
  terminal,
}: Given<typeof options>): Promise<ExitCode> {
  const packages = operands.filter((name) => !(name in needs));
  const odd = packages.find((name) => !/^[a-z0-9][a-z0-9.+-]*$/.test(name));
  if (odd !== undefined) {
    throw new UsageError({
      en: `${odd} is neither headers, headers-again, kernel, nor the name of a package`,
      zh: `${odd} 既不是 headers、headers-again、kernel，也不是软件包名`,
    });
  }
  const here = await systemAndKernel(given.root, given.release);
  const { system, release, distribution } = here;
  if (!distribution) {
    terminal.trouble(
      {
        en: `there are no recipes for ${system.distribution}: look for the package with the headers of ${release} in its documentation`,
        zh: `没有适用于 ${system.distribution} 的方法：请在其文档中查找 ${release} 的头文件软件包`,
      }[language],
    );
    return exitCode.unknown;
  }
  const wanted = Object.entries(needs).filter(([word]) => operands.length === 0 || operands.includes(word));
  const offered = await interruptible((signal) => offer({ ...here, distribution }, signal));
  const facts = givenOf(here, offered);
  const answers: readonly (Answer & { readonly need: string })[] = [
    ...wanted.map(([, need]) => ({
      need,
      title: needTitles[need],
      advice: recipesFor(distribution, need, facts),
    })),
    ...(packages.length > 0 ? [programs({ ...here, distribution }, packages)] : []),
  ];
  const { name } = distribution;
  if (given.json) {
    const document = {
      schema: "kofit-recipe/1",
      distribution: distribution.id,
      release,
      offered: offered ?? null,
      answers,
    };
    terminal.out(`${visibleJson(JSON.stringify(document, null, 2))}\n`);
  } else terminal.out(recipeText(`${name}, ${release}`, answers, language, terminal));
  return exitCode.ok;
}

type Known = SystemAndKernel & Required<Pick<SystemAndKernel, "distribution">>;

/** Only this system's package manager can be asked. */
async function offer(here: Known, signal: AbortSignal): Promise<boolean | undefined> {
  if (!here.isThis) return undefined;
  const { isOffered } = await import("@kofit/build");
  return isOffered(here.distribution, here.distribution.headersPackage(givenOf(here)), signal);
}

function programs(
  { distribution, system }: Known,
  packages: readonly string[],
): Answer & { readonly need: string } {
  const title = { en: packages.join(", "), zh: packages.join("、") };
  const condition = { en: "they are missing", zh: "缺少这些软件包" };
  const commands = [installCommand(distribution, system, packages)];
  return { need: "packages", title, advice: [{ certain: true, condition, commands }] };
}
