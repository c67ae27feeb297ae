import {
  configOf,
  type FileUse,
  FormatError,
  readCompleteness,
  sameInAll,
  type Text,
  type WantedFile,
} from "@kofit/core";
import { type Headers, isPathForMake, reinstallHeaders } from "@kofit/build";
import { listed, notOk, ok, type Problem, type Step } from "./step.ts";

const uses: Readonly<Record<FileUse, Text>> = {
  rules: { en: "make reads it", zh: "make 需要读取它" },
  configuration: { en: "it holds the configuration", zh: "其中是配置" },
  header: { en: "every module includes it", zh: "每个模块都包含它" },
  tool: { en: "make runs it", zh: "make 需要运行它" },
  link: { en: "every module is linked with it", zh: "每个模块链接时都要用到它" },
  exports: {
    en: "without it modpost knows no symbol of the kernel, and no CRC",
    zh: "没有它，modpost 不知道内核的任何符号和 CRC",
  },
  plugin: { en: "the compiler loads it", zh: "编译器需要加载它" },
};

/** Whether everything is there that building a module takes, by these headers' own rules. */
export async function treeStep(headers: Headers): Promise<Step> {
  const { trees, configuration, arch, directory } = headers;
  if (!isPathForMake(directory)) return unusablePath(directory);
  try {
    const config = configuration.config ?? configOf("");
    const { wanted, missing } = await readCompleteness(trees, config, arch);
    if (missing.length === 0) {
      const found = {
        en: `all ${wanted} files that its own rules ask for are there`,
        zh: `其自身规则所要求的 ${wanted} 个文件都在`,
      };
      return ok("tree", found, { evidence: { wanted, missing } });
    }
    const names = listed(missing.map(({ paths }) => paths[0]));
    const found = { en: `missing: ${names.en}`, zh: `缺少：${names.zh}` };
    const problems = missing.map((file) => missingFile(file, headers));
    return notOk("tree", found, problems, { stopsBuild: true, evidence: { wanted, missing } });
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return notOk(
      "tree",
      { en: "one of its Makefiles is damaged", zh: "其中一个 Makefile 已损坏" },
      [{ what: sameInAll(error.message), remedy: reinstall(headers) }],
      { stopsBuild: true },
    );
  }
}

function missingFile({ paths, use, option }: WantedFile, headers: Headers): Problem {
  const because = option === undefined ? { en: "", zh: "" } : { en: ` (${option})`, zh: `（${option}）` };
  const name = paths.join(" | ");
  return {
    what: {
      en: `${name} is missing or empty: ${uses[use].en}${because.en}`,
      zh: `${name} 不存在或为空：${uses[use].zh}${because.zh}`,
    },
    remedy: reinstall(headers),
  };
}

const reinstall = ({ unpacked, release = "RELEASE" }: Headers): Text =>
  unpacked
    ? {
        en: "give the packages that this one depends on with --headers, too (on Debian the common headers and linux-kbuild), or put the file into the package",
        zh: "请用 --headers 同时给出它所依赖的软件包（在 Debian 上为 common 头文件和 linux-kbuild），或把该文件放入软件包",
      }
    : reinstallHeaders(release);

function unusablePath(directory: string): Step {
  return notOk(
    "tree",
    { en: "make cannot work in this path", zh: "make 无法在此路径下工作" },
    [
      {
        what: {
          en: `${directory} has a space, a colon or a character that make takes for its own`,
          zh: `${directory} 中有空格、冒号或 make 视为特殊的字符`,
        },
        remedy: {
          en: "move the headers, or lead to them by a link with a plain name",
          zh: "请移动头文件，或用一个普通名字的链接指向它们",
        },
      },
    ],
    { stopsBuild: true },
  );
}
