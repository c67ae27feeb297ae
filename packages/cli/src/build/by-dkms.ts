import { builtModules, copySource, dkmsPackage, hasDkmsConf, runProgram } from "@kofit/build";
import { InputError } from "@kofit/core";
import { programOnPath } from "@kofit/core/node";
import { appendFile, mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Way } from "./build.ts";
import { newLog, withLogNamed } from "./build-log.ts";
import { targetOfBuild, variablesFor } from "./by-make.ts";
import { failureOf, noModule } from "./failure.ts";
import { finished } from "./finished.ts";

/** Where dkms is, which is not on the path of everybody. */
const PLACES = "/usr/sbin:/sbin:/usr/local/sbin";
/** What dkms itself prints; what make printed is in its own log. */
const OUTPUT_KEPT = 64 << 10;

/**
 * By dkms itself, in a tree of its own: what is in `/var/lib/dkms` stays as it is. dkms runs the `dkms.conf` as shell, and signs
 * nothing: it would make a key for that where there is none.
 */
export const byDkms: Way = async (fit, given, workspace) => {
  const { source, signal, jobs, timeLimit } = given;
  const program = programOnPath("dkms", `${process.env["PATH"] ?? ""}:${PLACES}`);
  if (program === undefined) throw noDkms();
  if (!(await hasDkmsConf(source.directory))) throw noConf(source.directory);
  const { release, headers } = targetOfBuild(fit);
  const { name, version } = await dkmsPackage(source.directory, {
    name: source.installed?.module ?? source.name,
    version: source.installed?.version ?? "0",
  });
  const [sources, tree] = [join(workspace, "src"), join(workspace, "tree")];
  await mkdir(tree, { recursive: true });
  given.progress({ en: "copying the source", zh: "正在复制源代码" });
  await copySource(source.directory, join(sources, `${name}-${version}`), signal);
  const args = ["build", "-m", name, "-v", version, "-k", release, "-j", `${jobs}`, "--dkmstree", tree];
  args.push("--sourcetree", sources, "--kernelsourcedir", headers);
  const command = ["dkms", ...args].join(" ");
  const log = await newLog(`${source.name}-dkms`, release);
  given.progress({ en: "dkms is building", zh: "dkms 正在编译" });
  const start = performance.now();
  const variables = [...variablesFor(fit.before), ...given.variables, "sign_file=/nonexistent"];
  const ended = await withLogNamed(log, () =>
    runProgram(program, args, {
      timeLimit,
      outputKept: OUTPUT_KEPT,
      log,
      signal,
      environment: asEnvironment(variables),
    }),
  );
  const took = Math.round(performance.now() - start);
  const place = join(tree, name, version);
  await addMakeLog(place, log);
  const way = { by: "dkms", commands: [command], notes: [] } as const;
  const { how, code, output } = ended;
  if (how !== "exited" || code !== 0) {
    const stopped = how === "exited" ? "failed" : how;
    const failure = await failureOf({ ok: false, command, stopped, output }, log, {
      copy: join(place, "build"),
      source: source.directory,
    });
    return { ...way, result: { outcome: "failed", failure, log } };
  }
  const directory = join(place, release);
  const modules = await builtModules(directory);
  if (modules.length === 0) {
    return { ...way, result: { outcome: "failed", failure: noModule([], command, output), log } };
  }
  return {
    ...way,
    result: await finished({ directory, modules, log, took }, fit, { ...given, inPlace: false }),
  };
};

const asEnvironment = (variables: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    variables.map((one) => [one.slice(0, one.indexOf("=")), one.slice(one.indexOf("=") + 1)] as const),
  );

/** dkms leaves it where it built, and moves it when all is well. */
async function addMakeLog(place: string, log: string): Promise<void> {
  const names = await readdir(place, { recursive: true, encoding: "utf8" }).catch(() => []);
  for (const path of names.filter((one) => /(?:^|\/)make\.log$/.test(one))) {
    await appendFile(log, `\n${path}:\n`);
    await appendFile(log, await readFile(join(place, path)));
  }
}

const noDkms = (): InputError =>
  new InputError({
    en: "dkms is not installed; on Debian and Ubuntu: apt install dkms; without --dkms kofit builds what the dkms.conf says by itself",
    zh: "尚未安装 dkms；在 Debian 和 Ubuntu 上：apt install dkms；不加 --dkms 时，kofit 会自行按 dkms.conf 编译",
  });

const noConf = (directory: string): InputError =>
  new InputError({
    en: `${directory} has no dkms.conf, so dkms cannot build it; leave --dkms away`,
    zh: `${directory} 中没有 dkms.conf，dkms 无法编译；请去掉 --dkms`,
  });
