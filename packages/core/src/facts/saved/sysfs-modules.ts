import { type Fact, known } from "../../model/fact.ts";
import { hasReached } from "../../model/release.ts";
import type { MadeFor, SysfsModules } from "../../model/sysfs-modules.ts";
import { boolean, listOf, object, oneOf, type Shape, string } from "./shape.ts";

/** `made` as an object, `drivers` as a list. */
export const sysfsModulesMembers = ({ made, drivers }: SysfsModules): object => ({
  made: Object.fromEntries(made),
  drivers: [...drivers],
});

export const sysfsModules: Shape<SysfsModules> = (json, place) => {
  const members = object(json, place);
  return {
    made: members.required("made", made),
    drivers: new Set(members.required("drivers", listOf(string))),
  };
};

const made: Shape<ReadonlyMap<string, MadeFor>> = (json, place) => {
  const members = object(json, place);
  return new Map(
    members.names.map((name) => [name, members.required(name, oneOf(["parameter", "version"]))]),
  );
};

/** What is recorded of a module that is built in. */
export interface RecordedBuiltin {
  readonly path: string;
  /** In files of before `sysfsModules`: whether it has parameters or a version. */
  readonly inSysfs?: boolean;
}

export const recordedBuiltins: Shape<ReadonlyMap<string, RecordedBuiltin>> = (json, place) => {
  const members = object(json, place);
  return new Map(members.names.map((name) => [name, members.required(name, builtin)]));
};

const builtin: Shape<RecordedBuiltin> = (json, place) => {
  const members = object(json, place);
  return { path: members.required("path", string), ...members.optional("inSysfs", boolean) };
};

/** Older files tell it with what is built in. */
export function sysfsModulesOf(
  builtins: Fact<ReadonlyMap<string, RecordedBuiltin>>,
  release: Fact<string>,
): Fact<SysfsModules> {
  if (!builtins.known) return builtins;
  const found = [...builtins.value];
  const shown = found.filter(([, { inSysfs }]) => inSysfs === true);
  const isOpen = found.some(([, { inSysfs }]) => inSysfs === undefined);
  const mayBeMore = isOpen || !release.known || hasReached(release.value, 6, 2);
  return known(
    {
      made: new Map(shown.map(([name]) => [name, "parameter"])),
      drivers: new Set(mayBeMore ? found.map(([name]) => name) : []),
    },
    builtins.origin,
  );
}
