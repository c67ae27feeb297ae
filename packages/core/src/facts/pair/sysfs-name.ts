import { type Fact, known, type Text, unknown } from "../../model/fact.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import { nameInKernel } from "../../model/module-name.ts";
import type { ModuleFacts } from "../../model/module.ts";
import type { TakenName } from "../../model/pair.ts";

/** What has the module's name in `/sys/module` before it is loaded: mod_sysfs_init() in kernel/module/sysfs.c looks there. */
export function sysfsName(
  { sysfsModules, builtins }: KernelFacts,
  { thisModule, name }: ModuleFacts,
): Fact<TakenName | undefined> {
  if (!thisModule.known) return thisModule;
  if (!name.known) return name;
  const wanted = nameInKernel({ thisModule: thisModule.value, name: name.value });
  if (!sysfsModules.known) return sysfsModules;
  const { value, origin } = sysfsModules;
  if (wanted === undefined) return known(undefined, origin);
  const path = builtins.known ? builtins.value.get(wanted) : undefined;
  const madeFor = value.made.get(wanted);
  if (madeFor !== undefined) return known({ madeFor, ...(path !== undefined && { path }) }, origin);
  if (value.drivers.has(wanted)) return shownByRunning(wanted);
  return known(undefined, origin);
}

const shownByRunning = (name: string): Fact<TakenName | undefined> =>
  unknown(
    {
      en: `a driver that is built into this kernel may be called ${name}, and whether it takes /sys/module/${name} shows only when the kernel runs`,
      zh: `该内核可能内置了名为 ${name} 的驱动，它是否会占用 /sys/module/${name} 只有在内核运行时才能看到`,
    },
    lookThere,
  );

const lookThere: Text = {
  en: "run kofit check on the machine itself, where it looks into /sys/module, or give the module another name",
  zh: "请在目标机器上直接运行 kofit check（它会查看 /sys/module），或给模块换一个名字",
};
