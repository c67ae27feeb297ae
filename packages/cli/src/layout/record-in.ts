import {
  type CTypes,
  distinctLayouts,
  type Layout,
  type NamedLayout,
  type RecordType,
  recordNamed,
  type Text,
} from "@kofit/core";
import { openTypes } from "@kofit/core/node";
import type { Context } from "../frame/define-command.ts";
import { downloadProgress } from "../frame/kernel.ts";
import { interruptible } from "../frame/interruptible.ts";
import { nearest } from "../frame/nearest.ts";
import { UsageError } from "../frame/usage-error.ts";
import type { Operands } from "./operands.ts";

/** A struct or union of a kernel, or the several of that name. */
export interface RecordIn {
  /** The release, else what was given. */
  readonly name: string;
  readonly inputs: readonly string[];
  /** The first of that name. */
  readonly layout: Layout;
  /** Source files that have it; empty where the types do not tell. */
  readonly units: readonly string[];
  /** Others of that name that are laid out differently, in the order of the program. */
  readonly others: readonly Pick<NamedLayout, "layout" | "units">[];
  /** Where the types were read. */
  readonly origin: { readonly input: string; readonly part?: string };
}

interface Options {
  readonly mirror?: string | undefined;
  readonly offline?: boolean | undefined;
}

/**
 * The struct that is wanted, in the kernel that `target` means; absent is the running one. `undefined` when the kernel's
 * types are not known, which is said.
 *
 * @throws {UsageError} if the kernel has no such struct.
 */
export async function recordIn(
  target: string | undefined,
  { kind, name }: Operands["wanted"],
  { mirror, offline }: Options,
  { terminal, language }: Context,
): Promise<RecordIn | undefined> {
  const { types, release, inputs } = await interruptible((signal) =>
    openTypes(
      target === undefined ? [] : [target],
      { kind, name, every: true },
      {
        signal,
        offline: offline === true,
        ...(mirror !== undefined && { mirror }),
        progress: downloadProgress(terminal),
      },
    ),
  );
  terminal.progress("");
  if (!types.known) {
    terminal.trouble(`${inputs.join(" ")}: ${types.why[language]}`);
    terminal.trouble(types.remedy[language]);
    return undefined;
  }
  const { value, origin } = types;
  const [first, ...others] = distinctLayouts(value, kind, name);
  const called = release.known ? release.value : inputs.join(" ");
  if (!first) throw noSuch(value, kind, name, called);
  if (first.record.sizeOnly) {
    terminal.trouble(onlySize(called, first.record)[language]);
    terminal.trouble(ofKernel[language]);
    return undefined;
  }
  const { layout, units } = first;
  return { name: called, inputs, layout, units, others, origin };
}

const onlySize = (target: string, { kind, name, size }: RecordType): Text => ({
  en: `${target}: ${kind} ${name} is the kernel's; the module's BTF (.BTF.base) tells its size, ${size} bytes, and none of its members`,
  zh: `${target}：${kind} ${name} 属于内核；该模块的 BTF（.BTF.base）只给出其大小 ${size} 字节，没有成员`,
});

const ofKernel: Text = {
  en: "ask the kernel that the module was built for: kofit layout KERNEL STRUCT",
  zh: "请查询构建该模块时所对应的内核：kofit layout KERNEL STRUCT",
};

function noSuch(types: CTypes, kind: RecordType["kind"], name: string, kernel: string): UsageError {
  const other = kind === "struct" ? "union" : "struct";
  const near = recordNamed(types, name, other)
    ? `${other} ${name}`
    : nearest(
        name,
        Array.from(types.definitions(kind), ([one]) => one),
      );
  return new UsageError({
    en: `${kernel} has no ${kind} ${name}${near === undefined ? "" : `; did you mean ${near}?`}`,
    zh: `${kernel} 中没有 ${kind} ${name}${near === undefined ? "" : `，您是否想用 ${near}？`}`,
  });
}
