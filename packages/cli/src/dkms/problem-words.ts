import type { Text } from "@kofit/core";
import type { DkmsProblem, DkmsRow } from "@kofit/core/node";

/** A sentence on what is wrong, and one on what to do about it. */
export interface ProblemText {
  readonly what: Text;
  /** Absent where there is nothing to do. */
  readonly fix?: Text;
}

type Where = Pick<DkmsRow, "name" | "version" | "release">;

/** A word as a shell takes it: names come from strangers, and commands are pasted. */
const word = (text: string): string =>
  /^[\w.+~:@%/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The package and the kernel as arguments of dkms. */
const nameOf = ({ name, version, release }: Where): string =>
  `${word(`${name}/${version}`)} -k ${word(release)}`;

const again = (where: Where): string => `dkms install --force ${nameOf(where)}`;

/** What a problem is called, for the package and kernel that it was found at. */
export function problemText(problem: DkmsProblem, where: Where): ProblemText {
  const { release } = where;
  switch (problem.problem) {
    case "source-missing":
      return sourceMissing(problem.link, where);
    case "conf-unreadable":
      return {
        what: {
          en: `dkms cannot read its dkms.conf: ${problem.why.en}`,
          zh: `dkms 无法读取它的 dkms.conf：${problem.why.zh}`,
        },
        fix: reinstall(where),
      };
    case "modules-unknown":
      return {
        what: {
          en: `which modules it builds is not known: ${problem.why.en}`,
          zh: `它编译哪些模块尚不清楚：${problem.why.zh}`,
        },
      };
    case "module-missing":
      return {
        what: {
          en: `${problem.module}: dkms.conf names this module, and the build has no file of it`,
          zh: `${problem.module}：dkms.conf 中有这个模块，但编译结果中没有它的文件`,
        },
        fix: rebuild(where),
      };
    case "not-built":
      return notBuilt(problem, where);
    case "not-installed":
      return notInstalled(problem.activeVersion, where);
    case "installed-missing":
      return {
        what: {
          en: `${problem.module}: dkms says that it is installed, and there is no such file below lib/modules/${release}`,
          zh: `${problem.module}：dkms 记录为已安装，但 lib/modules/${release} 下没有该文件`,
        },
        fix: run(again(where)),
      };
    case "kernel-gone":
      return {
        what: { en: "this kernel is not installed any more", zh: "该内核已不再安装" },
        fix: {
          en: `What was built for it may go: dkms remove ${nameOf(where)}`,
          zh: `为它编译的内容可以移除：dkms remove ${nameOf(where)}`,
        },
      };
    case "installed-differs":
    case "other-copy":
    case "not-in-modules-dep":
    case "initramfs-differs":
    case "weak":
      return fileText(problem, where);
    default:
      return problem satisfies never;
  }
}

type FileProblem = Extract<
  DkmsProblem,
  { problem: "installed-differs" | "other-copy" | "not-in-modules-dep" | "initramfs-differs" | "weak" }
>;

function fileText(problem: FileProblem, where: Where): ProblemText {
  const { release } = where;
  const { module, path } = problem;
  switch (problem.problem) {
    case "installed-differs":
      return problem.packing
        ? {
            what: {
              en: `${module}: /${path} is the module that was built, compressed otherwise`,
              zh: `${module}：/${path} 就是编译出的模块，只是压缩方式不同`,
            },
          }
        : { what: otherFile(module, path, problem.version), fix: run(again(where)) };
    case "other-copy":
      return otherCopy(module, path, problem.chosen, release);
    case "not-in-modules-dep":
      return {
        what: {
          en: `${module}: modules.dep does not name /${path}, so modprobe does not find it`,
          zh: `${module}：modules.dep 中没有 /${path}，因此 modprobe 找不到它`,
        },
        fix: run(`depmod ${word(release)}`),
      };
    case "initramfs-differs":
      return {
        what: {
          en: `${module}: /${problem.image} holds another build of it, ${path}, which is loaded first when the system starts`,
          zh: `${module}：/${problem.image} 中是它的另一个编译版本 ${path}，系统启动时会先加载那一个`,
        },
        fix: {
          en: `Make the image anew: update-initramfs -u -k ${word(release)} (Debian), dracut --force --kver ${word(release)} (Fedora), mkinitcpio -P (Arch)`,
          zh: `请重新生成该映像：update-initramfs -u -k ${word(release)}（Debian）、dracut --force --kver ${word(release)}（Fedora）、mkinitcpio -P（Arch）`,
        },
      };
    case "weak":
      return {
        what: {
          en: `${problem.module}: built for another kernel; /${problem.path} leads to ${problem.target}`,
          zh: `${problem.module}：为另一个内核编译；/${problem.path} 指向 ${problem.target}`,
        },
      };
    default:
      return problem satisfies never;
  }
}

const run = (command: string): Text => ({ en: `Run: ${command}`, zh: `请运行：${command}` });

const rebuild = (where: Where): Text => run(`dkms unbuild ${nameOf(where)}; dkms install ${nameOf(where)}`);

function otherCopy(module: string, path: string, chosen: boolean, release: string): ProblemText {
  if (!chosen) {
    return {
      what: {
        en: `${module}: there is another module of this name, /${path}; modprobe does not take it`,
        zh: `${module}：还有一个同名模块 /${path}；modprobe 不会加载它`,
      },
    };
  }
  return {
    what: {
      en: `${module}: modprobe takes another module of this name, /${path}`,
      zh: `${module}：modprobe 会加载另一个同名模块 /${path}`,
    },
    fix: {
      en: `Run: depmod ${word(release)}; if it is taken then, too, a file in /etc/depmod.d says so`,
      zh: `请运行：depmod ${word(release)}；如果之后仍然如此，则是 /etc/depmod.d 中的文件指定的`,
    },
  };
}

function otherFile(module: string, path: string, version: string | undefined): Text {
  return version === undefined
    ? {
        en: `${module}: /${path} is not the file that dkms has built`,
        zh: `${module}：/${path} 不是 dkms 编译出的文件`,
      }
    : {
        en: `${module}: /${path} is what was built of version ${version}`,
        zh: `${module}：/${path} 是用 ${version} 版本编译出的文件`,
      };
}

function sourceMissing(link: string | undefined, where: Where): ProblemText {
  return {
    what:
      link === undefined
        ? { en: "its source is not there", zh: "缺少源代码" }
        : {
            en: `its source is not there: the link leads to ${link}`,
            zh: `缺少源代码：链接指向 ${link}，而该处不存在`,
          },
    fix: reinstall(where),
  };
}

const reinstall = ({ name, version }: Where): Text => ({
  en: `Install its package again; or, if it is gone for good: dkms remove ${word(`${name}/${version}`)} --all`,
  zh: `请重新安装它的软件包；如果不再需要：dkms remove ${word(`${name}/${version}`)} --all`,
});

function notInstalled(activeVersion: string | undefined, where: Where): ProblemText {
  if (activeVersion === undefined) {
    return {
      what: { en: "it was built and is not installed", zh: "已编译但未安装" },
      fix: run(`dkms install ${nameOf(where)}`),
    };
  }
  return {
    what: {
      en: `version ${activeVersion} of it is installed for this kernel`,
      zh: `此内核安装的是它的 ${activeVersion} 版本`,
    },
  };
}

function notBuilt(problem: Extract<DkmsProblem, { problem: "not-built" }>, where: Where): ProblemText {
  const { excluded, log } = problem;
  if (excluded.known && excluded.value) {
    const { directive, value } = excluded.value;
    return {
      what: {
        en: `not built, as its dkms.conf wants it: ${directive} (${value})`,
        zh: `按其 dkms.conf 的要求未编译：${directive}（${value}）`,
      },
    };
  }
  const perhaps = excluded.known
    ? { en: "", zh: "" }
    : {
        en: ` (perhaps its dkms.conf wants it so: ${excluded.why.en})`,
        zh: `（可能是其 dkms.conf 的要求：${excluded.why.zh}）`,
      };
  const build = `dkms install ${nameOf(where)}`;
  return {
    what: {
      en: `not built for this kernel${perhaps.en}`,
      zh: `没有为此内核编译${perhaps.zh}`,
    },
    fix:
      log === undefined
        ? run(build)
        : {
            en: `A build of it failed; ${log} says why. To build it again: ${build}`,
            zh: `它的一次编译失败了；原因见 ${log}。重新编译：${build}`,
          },
  };
}
