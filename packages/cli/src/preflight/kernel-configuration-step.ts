import { type ConfigDifference, type KernelFacts, type OptionUse, probedTools, type Text } from "@kofit/core";
import { type Headers, matters, type Weighed, weighedDrift } from "@kofit/build";
import { repairable } from "./repairable.ts";
import { listed, notKnown, notOk, ok, type Problem, type Step } from "./step.ts";

/** The configuration of the headers against the kernel's: only what changes modules counts. */
export async function kernelConfigurationStep(kernel: KernelFacts, headers: Headers): Promise<Step> {
  const id = "kernel-configuration";
  const { config } = headers.configuration;
  if (!kernel.config.known || !config) {
    const found = { en: "there is nothing to compare", zh: "没有可比较的内容" };
    const problem: Problem = kernel.config.known
      ? {
          what: { en: "the headers have no configuration", zh: "头文件没有配置" },
          remedy: { en: "install the headers package again", zh: "请重新安装头文件软件包" },
        }
      : { what: kernel.config.why, remedy: kernel.config.remedy };
    return notKnown(id, found, [problem]);
  }
  const weighed = await weighedDrift(kernel.config.value.text, headers, kernel);
  const matter = weighed.filter(matters).toSorted(byWeight);
  const rest = weighed.filter((one) => !matter.includes(one));
  const evidence = { matter, noise: rest };
  const notes = rest.length > 0 ? [noiseNote(rest)] : [];
  if (matter.length === 0) return ok(id, same(kernel.config.origin.input), { notes, evidence });
  const names = listed(matter.map(({ symbol }) => symbol));
  const found = {
    en: `options that change modules differ: ${names.en}`,
    zh: `影响模块的选项不同：${names.zh}`,
  };
  const remedy = repairable(headers, remedyFor(weighed, headers));
  return notOk(
    id,
    found,
    matter.map((one) => ({ what: whatItDoes(one), remedy })),
    { notes, evidence },
  );
}

/** What decides over loading first, then how modules are compiled, then what is in headers. */
const byWeight = (a: Weighed, b: Weighed): number => weightOf(a) - weightOf(b);
const weightOf = ({ members, use }: Weighed): number => {
  if (members.length > 0) return 0;
  return use?.kind === "rules" ? 1 : 2;
};

/** Of a member of a package, the member. */
function same(input: string): Text {
  const name = input.slice(input.lastIndexOf("!") + 1);
  return {
    en: `nothing that changes modules differs from ${name}`,
    zh: `与 ${name} 相比，没有影响模块的差异`,
  };
}

function noiseNote(rest: readonly ConfigDifference[]): Text {
  const names = listed(rest.map(({ symbol }) => symbol));
  return {
    en: `differs and changes nothing in a module: ${names.en}`,
    zh: `不同但不影响模块：${names.zh}`,
  };
}

const value = (one: string | undefined): Text => ({
  en: one ?? "not set",
  zh: one === undefined ? "未设置" : `为 ${one}`,
});

function whatItDoes({ symbol, kernel, headers, members, use }: Weighed): Text {
  const [mine, theirs] = [value(kernel), value(headers)];
  const does = effectOf(members, use);
  return {
    en: `${symbol} is ${mine.en} in the kernel and ${theirs.en} in the headers: ${does.en}`,
    zh: `${symbol} 在内核中${mine.zh}，在头文件中${theirs.zh}：${does.zh}`,
  };
}

function effectOf(members: readonly string[], use: OptionUse | undefined): Text {
  if (members.length > 0) {
    const names = listed(members);
    return {
      en: `it guards ${names.en} in struct module`,
      zh: `它控制 struct module 中的 ${names.zh}`,
    };
  }
  const place = use ? `${use.path}:${use.line}` : "";
  if (use?.kind === "rules") {
    return { en: `${place} compiles by it`, zh: `${place} 的编译方式取决于它` };
  }
  return { en: `${place} asks for it`, zh: `${place} 的内容取决于它` };
}

/** A tool that was missing when the headers were configured is to be installed first: the next configuration misses it too. */
function remedyFor(differences: readonly ConfigDifference[], { release = "RELEASE" }: Headers): Text {
  const missing = differences.flatMap(({ symbol, headers }) => {
    const tool = probedTools[symbol];
    return tool && tool.missing === headers ? [tool] : [];
  });
  const again = `apt install --reinstall linux-headers-${release}`;
  const [tool] = missing;
  if (!tool) {
    return {
      en: `restore the configuration that the package came with; on Debian and Ubuntu: ${again}`,
      zh: `请恢复软件包自带的配置；在 Debian 和 Ubuntu 上：${again}`,
    };
  }
  // What stands behind # is for other distributions.
  const how = tool.install.replace(/\s*#\s*/, "; ");
  return {
    en: `the headers were configured where ${tool.tool} was missing; install it (${how}), then: ${again}`,
    zh: `这些头文件是在缺少 ${tool.tool} 的情况下配置的；请安装它（${how}），然后：${again}`,
  };
}
