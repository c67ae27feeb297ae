import type { NextStep } from "../symptoms/define-symptom.ts";
import { releaseIn } from "../symptoms/shared/words.ts";
import { symptomOf } from "./catalogue.ts";
import type { LogCause } from "./log-explanation.ts";

/** What may stand in a command as it is; a log is foreign, and the command is meant to be run. */
const plain = /^[\w.+~@%:/-]+$/;

/** Commands that tell more than the log does, with what the log names filled in. */
export function nextSteps(cause: LogCause): readonly string[] {
  return symptomOf(cause.symptom).next.map((step) => commands[step](cause));
}

const commands: Readonly<Record<NextStep, (cause: LogCause) => string>> = {
  check: (cause) => `kofit check ${fileOf(cause.module)}${kernelOf(cause)}`,
  preflight: (cause) => `kofit preflight${kernelOf(cause)}`,
  "why-btf": (cause) =>
    `kofit why CONFIG_DEBUG_INFO_BTF_MODULES --headers /lib/modules/${releaseIn(cause.seen)}/build`,
  repair: (cause) => `kofit repair${headersOf(cause)}`,
  "recipe-headers": (cause) => `kofit recipe headers${releaseOf(cause)}`,
  dkms: () => "kofit dkms",
};

/** Without a release the running kernel is meant, which needs no option. */
function named({ seen }: LogCause, option: (release: string) => string): string {
  const release = releaseIn(seen);
  return release.startsWith("$") ? "" : ` ${option(release)}`;
}
const kernelOf = (cause: LogCause): string => named(cause, (release) => `--kernel /lib/modules/${release}`);
const headersOf = (cause: LogCause): string =>
  named(cause, (release) => `--headers /lib/modules/${release}/build`);
const releaseOf = (cause: LogCause): string => named(cause, (release) => `--release ${release}`);

function fileOf(module: string | undefined): string {
  if (module === undefined || !plain.test(module) || module.startsWith("-")) return "MODULE.ko";
  return /\.ko(?:\.\w+)?$/.test(module) ? module : `"$(modinfo -n ${module})"`;
}
