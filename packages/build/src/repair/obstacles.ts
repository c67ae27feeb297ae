import {
  type ConfigHeader,
  configHeader,
  configOf,
  FormatError,
  type KernelFacts,
  readCompleteness,
  sameInAll,
  sourceArch,
} from "@kofit/core";
import { installHeaders, reinstallHeaders } from "../headers/install-headers.ts";
import type { Headers } from "../headers/open-headers.ts";
import { isPathForMake } from "../workspace.ts";
import type { Obstacle, PartOfPlan } from "./plan.ts";

/** Why these headers cannot be brought in step with that kernel at all; `undefined` when they can. */
export function unfit(headers: Headers, kernel: KernelFacts): Obstacle | undefined {
  if (!isPathForMake(headers.directory)) return notForMake(headers.directory);
  const { release } = kernel;
  if (release.known && headers.release !== undefined && release.value !== headers.release) {
    return ofAnother(release.value, headers.release);
  }
  const { config } = kernel;
  if (!config.known) return { what: config.why, remedy: config.remedy, stops: "unknown" };
  if (!isWhole(config.value.text)) return notWhole(config.origin.input);
  const [mine, theirs] = [configHeader(config.value), headers.configuration.config];
  const other = theirs && configHeader(theirs);
  if (!mine || !other) return undefined;
  const [here, there] = [nameOf(mine), nameOf(other)];
  return here === there ? undefined : ofAnother(here, there);
}

/** Whoever gave make ARCH=x86_64 has `Linux/x86_64` there, where a package has `Linux/x86`. */
const nameOf = ({ arch, kernelVersion }: ConfigHeader): string =>
  `Linux/${sourceArch(arch)} ${kernelVersion}`;

/** Of `auto.conf` and its kin the strings have no quotes, and what is not set is not there. */
const isWhole = (text: string): boolean => /^# CONFIG_\w+ is not set$/m.test(text);

const notForMake = (directory: string): Obstacle => ({
  what: {
    en: `make cannot work in ${directory}: it has a space, a colon or a character that make takes for its own`,
    zh: `make 无法在 ${directory} 中工作：路径中有空格、冒号或 make 视为特殊的字符`,
  },
  remedy: {
    en: "move the headers, or lead to them by a link with a plain name",
    zh: "请移动头文件，或用一个普通名字的链接指向它们",
  },
  stops: "unfit",
});

const ofAnother = (kernel: string, headers: string): Obstacle => ({
  what: {
    en: `the kernel is ${kernel}, and these are headers of ${headers}: another kernel's headers cannot be repaired into its own`,
    zh: `内核是 ${kernel}，而这些是 ${headers} 的头文件：无法把另一个内核的头文件修复成它的`,
  },
  remedy: installHeaders(kernel),
  stops: "unfit",
});

const notWhole = (input: string): Obstacle => ({
  what: {
    en: `${input} is not a whole .config: it does not list the options that are not set`,
    zh: `${input} 不是完整的 .config：其中没有列出未设置的选项`,
  },
  remedy: {
    en: "give the kernel's configuration with --kernel: its image, /proc/config.gz, or /boot/config-RELEASE",
    zh: "请用 --kernel 给出内核的配置：内核映像、/proc/config.gz 或 /boot/config-RELEASE",
  },
  stops: "unknown",
});

/** Files that building modules takes under the kernel's configuration, that are missing, and that the plan does not write. */
export async function missingFiles(
  headers: Headers,
  kernel: KernelFacts,
  written: ReadonlySet<string>,
): Promise<PartOfPlan> {
  const { trees, arch, release = "RELEASE" } = headers;
  const config = kernel.config.known ? kernel.config.value : configOf("");
  const remedy = reinstallHeaders(release);
  try {
    const { missing } = await readCompleteness(trees, config, arch);
    const lost = missing.filter(({ paths }) => !paths.some((path) => written.has(path)));
    return {
      obstacles: lost.map(({ paths }) => ({
        what: {
          en: `${paths.join(" | ")} is missing or empty, and nothing here tells what was in it`,
          zh: `${paths.join(" | ")} 不存在或为空，也无从得知其内容`,
        },
        remedy,
      })),
    };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { obstacles: [{ what: sameInAll(error.message), remedy }] };
  }
}
