import { errorsIn } from "@kofit/build";
import type { Text } from "@kofit/core";

/** Programs that building takes, and that are not there. */
export function toolsMissing(packages: readonly string[]): Text {
  const command = `apt install ${packages.join(" ")}`;
  return {
    en: `building a module takes programs that are not installed; on Debian and Ubuntu: ${command}`,
    zh: `编译模块所需的程序尚未安装；在 Debian 和 Ubuntu 上请运行：${command}`,
  };
}

export function noHeaders(target: string): Text {
  return {
    en: `${target} has no headers package in the archive, so no module can be built for it; name another with --kernel`,
    zh: `软件源中没有 ${target} 的头文件包，因此无法为它编译模块；请用 --kernel 指定其他内核`,
  };
}

/** @param wanted the compiler that the headers ask for, where another was used. */
export function buildFailed(output: string, wanted: string | undefined): Text {
  const shown = errorsIn(output);
  const hint =
    wanted === undefined
      ? { en: "", zh: "" }
      : {
          en: ` (these headers ask for ${wanted}, which is not installed)`,
          zh: `（这些头文件要求使用 ${wanted}，而它尚未安装）`,
        };
  return {
    en: `the module could not be built against the fetched headers${hint.en}: ${shown}`,
    zh: `无法用下载的头文件编译模块${hint.zh}：${shown}`,
  };
}
