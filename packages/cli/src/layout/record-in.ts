import { type CTypes, type RecordType, recordNamed, type Text } from "@kofit/core";
import { openTypes } from "@kofit/core/node";
import type { Context } from "../frame/define-command.ts";
import { downloadProgress } from "../frame/kernel.ts";
import { interruptible } from "../frame/interruptible.ts";
import { nearest } from "../frame/nearest.ts";
import { UsageError } from "../frame/usage-error.ts";
import type { Operands } from "./operands.ts";

/** A struct or union of a kernel. */
export interface RecordIn {
  /** The release, else what was given. */
  readonly name: string;
  readonly inputs: readonly string[];
  readonly types: CTypes;
  readonly record: RecordType;
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
      { kind, name },
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
  const record = recordNamed(value, name, kind);
  const called = release.known ? release.value : inputs.join(" ");
  if (!record) throw noSuch(value, kind, name, called);
  if (record.sizeOnly) {
    terminal.trouble(onlySize(called, record)[language]);
    terminal.trouble(ofKernel[language]);
    return undefined;
  }
  return { name: called, inputs, types: value, record, origin };
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
