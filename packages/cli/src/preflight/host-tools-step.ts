import {
  type ArchitectureName,
  FormatError,
  type HostTool,
  readHostTools,
  sameInAll,
  type Text,
} from "@kofit/core";
import { type BuildMachine, cannotRun, type Headers } from "@kofit/build";
import { listed, notKnown, notOk, ok, type Problem, type Step } from "./step.ts";

/** Whether the programs that make runs are programs of this machine. */
export async function hostToolsStep(headers: Headers, machine: BuildMachine): Promise<Step> {
  try {
    return judge(await readHostTools(headers.trees), headers, machine);
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    const found = { en: "one cannot be read", zh: "其中一个无法读取" };
    return notOk("host-tools", found, [{ what: sameInAll(error.message), remedy: rebuild(headers) }]);
  }
}

function judge(tools: readonly HostTool[], headers: Headers, machine: BuildMachine): Step {
  const evidence = { tools, machine };
  const { architecture, library } = machine;
  if (tools.length === 0) return none(headers, evidence);
  if (architecture === undefined) {
    return notKnown(
      "host-tools",
      { en: "this machine's architecture is not known", zh: "本机的体系结构未知" },
      [
        {
          what: { en: `kofit has no name for ${process.arch}`, zh: `kofit 不认识 ${process.arch}` },
          remedy: { en: "look at them with file(1)", zh: "请用 file(1) 查看这些程序" },
        },
      ],
    );
  }
  const foreign = tools.filter((tool) => cannotRun(tool, machine) === "foreign");
  if (foreign.length > 0) {
    const problems = foreign.map((tool): Problem => foreignTool(tool, architecture, headers));
    const names = listed([...new Set(foreign.map((tool) => tool.machine?.name ?? "?"))]);
    const found = {
      en: `they are programs of ${names.en}, this machine is ${architecture}`,
      zh: `它们是 ${names.zh} 的程序，而本机是 ${architecture}`,
    };
    return notOk("host-tools", found, problems, { stopsBuild: true, evidence });
  }
  const newer = tools.filter((tool) => cannotRun(tool, machine) === "newer-library");
  if (newer.length > 0) {
    const found = {
      en: `they want a newer C library than this machine has (${library})`,
      zh: `它们需要比本机（${library}）更新的 C 库`,
    };
    const problems = newer.map((tool) => newerLibrary(tool, library));
    return notOk("host-tools", found, problems, { stopsBuild: true, evidence });
  }
  return ok(
    "host-tools",
    {
      en: `${tools.length} programs, all of this machine (${architecture})`,
      zh: `共 ${tools.length} 个程序，均属于本机（${architecture}）`,
    },
    { evidence },
  );
}

/** scripts/Makefile.build runs fixdep, scripts/Makefile.modpost modpost, whatever a module is and however it is configured. */
function none(headers: Headers, evidence: object): Step {
  const problem: Problem = {
    what: {
      en: "scripts/basic/fixdep and scripts/mod/modpost are not there, which make runs for every module",
      zh: "缺少 scripts/basic/fixdep 和 scripts/mod/modpost，而 make 编译每个模块时都要运行它们",
    },
    remedy: headers.unpacked
      ? {
          en: "give the package that has them as well, with another --headers: Debian's is linux-kbuild-VERSION",
          zh: "请再用一个 --headers 给出包含它们的软件包：在 Debian 中是 linux-kbuild-VERSION",
        }
      : {
          en: "install the headers package again, with what it depends on (Debian's linux-kbuild-VERSION)",
          zh: "请重新安装头文件软件包及其依赖（在 Debian 中是 linux-kbuild-VERSION）",
        },
  };
  const found = { en: "there are none", zh: "没有这类程序" };
  return notOk("host-tools", found, [problem], { stopsBuild: true, evidence });
}

const foreignTool = ({ path, machine }: HostTool, here: ArchitectureName, headers: Headers): Problem => ({
  what: {
    en: `${path} was compiled for ${machine?.name ?? "?"} and does not run on ${here} (make: "Exec format error")`,
    zh: `${path} 是为 ${machine?.name ?? "?"} 编译的，无法在 ${here} 上运行（make 会报 "Exec format error"）`,
  },
  remedy: rebuild(headers),
});

const rebuild = ({ directory, unpacked }: Headers): Text =>
  unpacked
    ? {
        en: "build them for the machine that the package is for; to try here, give the linux-kbuild package of this machine",
        zh: "请为软件包所面向的机器编译它们；若要在本机尝试，请给出适用于本机的 linux-kbuild 软件包",
      }
    : {
        en: `get headers that were made for this machine, or compile scripts/basic and scripts/mod anew where the kernel's source is; do not run make oldconfig or modules_prepare in ${directory}, which changes the configuration`,
        zh: `请换用为本机制作的头文件，或在有内核源代码的地方重新编译 scripts/basic 和 scripts/mod；不要在 ${directory} 中运行 make oldconfig 或 modules_prepare，那会改变配置`,
      };

const newerLibrary = ({ path, library = "?" }: HostTool, here = "?"): Problem => ({
  what: {
    en: `${path} wants GLIBC_${library}; the C library here is ${here}`,
    zh: `${path} 需要 GLIBC_${library}；本机的 C 库是 ${here}`,
  },
  remedy: {
    en: "build on the release of the distribution that these headers are of, or newer, in a container for instance",
    zh: "请在这些头文件所属的发行版版本或更新的版本上编译，例如使用容器",
  },
});
