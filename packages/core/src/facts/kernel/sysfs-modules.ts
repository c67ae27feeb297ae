import { builtinDrivers } from "../../formats/builtin-drivers/builtin-drivers.ts";
import { sysfsFunctions } from "../../formats/builtin-drivers/sysfs-functions.ts";
import type { BuiltinParams } from "../../formats/builtin-params/builtin-params.ts";
import { parseBuiltinModinfo, parseModulesBuiltin } from "../../formats/modules-files/modules-builtin.ts";
import { readAll } from "../../io/byte-source.ts";
import { type Fact, known, unknown } from "../../model/fact.ts";
import { hasReached } from "../../model/release.ts";
import type { MadeFor, SysfsModules } from "../../model/sysfs-modules.ts";
import { MAX_INDEX } from "../../sources/common/limits.ts";
import type { Artifacts } from "../../sources/define-source.ts";
import { readFact } from "../read-fact.ts";
import { imageBefore, imageOf } from "./image.ts";
import { imageParams, imageSymbols } from "./image-symbols.ts";
import { release } from "./release.ts";
import { giveModulesDirectory } from "./remedies.ts";

/**
 * From the tables in the image, which the kernel itself goes through; else from `modules.builtin.modinfo`, which has the
 * parameters without their permissions.
 */
export async function sysfsModules(artifacts: Artifacts): Promise<Fact<SysfsModules>> {
  return readFact(
    artifacts,
    imageBefore(inImage, inLists),
    unknown(
      {
        en: "neither the image of this kernel nor modules.builtin is at hand, and these tell which names in /sys/module are taken",
        zh: "既没有该内核的映像，也没有 modules.builtin，而 /sys/module 中哪些名字已被占用要由它们得知",
      },
      giveModulesDirectory,
    ),
  );
}

async function inImage(artifacts: Artifacts): Promise<Fact<SysfsModules> | undefined> {
  const image = await imageOf(artifacts);
  const symbols = await imageSymbols(artifacts);
  const params = await imageParams(artifacts);
  if (!image || !symbols || !params) return undefined;
  const { kallsyms } = symbols;
  const makes = kallsyms && sysfsFunctions(kallsyms);
  const noDrivers: ReadonlySet<string> = new Set();
  // Without CONFIG_SYSFS nobody makes directories, and nobody looks whether there are some.
  if (makes && !makes.hasSysfs) {
    return known({ made: new Map(), drivers: noDrivers }, { input: image.name, part: "kallsyms" });
  }
  const addNames = makes ? makes.driversAddNames : await mayAddNames(artifacts);
  const drivers = addNames ? builtinDrivers(symbols, params.linked, image.architecture) : noDrivers;
  if (!drivers) return unreadable(image.name);
  return known({ made: madeBy(params), drivers }, { input: image.name, part: "__param, __modver" });
}

const unreadable = (name: string): Fact<SysfsModules> =>
  unknown(
    {
      en: `drivers that are built into ${name} take names in /sys/module, and which ones could not be read from its code`,
      zh: `${name} 中内置的驱动会占用 /sys/module 中的名字，但无法从其代码读出是哪些名字`,
    },
    giveModulesDirectory,
  );

function madeBy({ params, versions }: BuiltinParams): ReadonlyMap<string, MadeFor> {
  const made = new Map<string, MadeFor>(versions.map((name) => [name, "version"]));
  for (const { name, perm } of params) if (perm !== 0) made.set(moduleOf(name), "parameter");
  return made;
}

/** param_sysfs_builtin() in kernel/params.c: what core_param() declares goes to `kernel`. */
function moduleOf(param: string): string {
  const dot = param.indexOf(".");
  return dot < 0 ? "kernel" : param.slice(0, dot);
}

/** The function that drivers use came in answer to a change of 6.2: Linux kernel commit 96a1a2412acb. */
async function mayAddNames(artifacts: Artifacts): Promise<boolean> {
  const named = await release(artifacts);
  return !named.known || hasReached(named.value, 6, 2);
}

async function inLists(artifacts: Artifacts): Promise<Fact<SysfsModules> | undefined> {
  const paths = artifacts.indexes?.["modules.builtin"];
  const modinfo = artifacts.indexes?.["modules.builtin.modinfo"];
  if (!paths) return undefined;
  const listed = new Set(parseModulesBuiltin(await readAll(paths, MAX_INDEX), paths.name).keys());
  // Whichever of them has parameters is not known.
  if (!modinfo) return known({ made: new Map(), drivers: listed }, { input: paths.name });
  const entries = parseBuiltinModinfo(await readAll(modinfo, MAX_INDEX), modinfo.name);
  const made = new Map<string, MadeFor>();
  for (const name of listed) {
    const tags = new Set(entries.get(name)?.map(([tag]) => tag));
    if (tags.has("version")) made.set(name, "version");
    else if (tags.has("parmtype")) made.set(name, "parameter");
  }
  const drivers = (await mayAddNames(artifacts)) ? listed : new Set<string>();
  return known({ made, drivers }, { input: modinfo.name });
}
