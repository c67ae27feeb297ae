import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { InputError } from "@kofit/core";
import { fileSource, moduleFiles } from "@kofit/core/node";
import type { ByteSource } from "@kofit/core";
import type { ModuleRequest, Via } from "./plan.ts";

/** How a module of a directory is loaded, and what it does if it is good. A line of its `records.json`. */
export interface ModuleRecord {
  /** Below the directory. */
  readonly file: string;
  readonly via: Via;
  /** Of finit_module(2), a sum of {@link moduleFlags}. */
  readonly flags: number;
  /** `"n=7 who=you"` */
  readonly params: string;
  /** Files that are loaded before it, in this order. */
  readonly before: readonly string[];
  /** What was changed in it, in a sentence; absent where nobody tells. */
  readonly change?: string;
  /** Begins a line that the module logs when its init function runs; absent where nobody knows. */
  readonly logs?: string;
  /** Whether it can be removed; absent where nobody knows. */
  readonly removable?: boolean;
}

/** Lists the modules of a directory, and says how they are loaded. */
export const RECORDS = "records.json";

/**
 * The modules of a directory: those that its `records.json` lists or, without one, every module below it, loaded by
 * finit_module(2) without flags and parameters.
 *
 * @throws {InputError} if there is none, or the list is not one.
 */
export function recordsOf(directory: string): readonly ModuleRecord[] {
  const path = join(directory, RECORDS);
  if (!existsSync(path)) return [...moduleFiles([directory])].map((file) => plain(relative(directory, file)));
  const records: unknown = parsed(path);
  if (!Array.isArray(records) || records.length === 0) throw noList(path);
  return records.map((record: unknown) => {
    const read = recordOf(record);
    if (!read) throw noList(path);
    return read;
  });
}

const plain = (file: string): ModuleRecord => ({ file, via: "finit", flags: 0, params: "", before: [] });

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw noList(path);
  }
}

const noList = (path: string): InputError =>
  new InputError({
    en: `${path} is no list of modules: [{"file":"a.ko","via":"finit","flags":0,"params":"","before":[]}] expected`,
    zh: `${path} 不是模块列表：应为 [{"file":"a.ko","via":"finit","flags":0,"params":"","before":[]}]`,
  });

const isText = (value: unknown): value is string => typeof value === "string";

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isVia = (value: unknown): value is Via => value === "finit" || value === "init";

/** What is left out is as usual. */
function recordOf(value: unknown): ModuleRecord | undefined {
  const fields: Readonly<Record<string, unknown>> =
    typeof value === "object" && value !== null ? { ...value } : {};
  const { file, via = "finit", flags = 0, params = "", before = [] } = fields;
  if (!isText(file) || !isVia(via) || typeof flags !== "number") return undefined;
  if (!isText(params) || !isTexts(before)) return undefined;
  return { file, via, flags, params, before, ...toldOf(fields) };
}

function toldOf({
  change,
  logs,
  removable,
}: Readonly<Record<string, unknown>>): Pick<ModuleRecord, "change" | "logs" | "removable"> {
  return {
    ...(isText(change) && { change }),
    ...(isText(logs) && { logs }),
    ...(typeof removable === "boolean" && { removable }),
  };
}

/**
 * What a kernel is asked to do with these modules; a request's id is the module's file.
 *
 * @throws {InputError} if a file cannot be opened.
 */
export function requestsOf(directory: string, records: readonly ModuleRecord[]): readonly ModuleRequest[] {
  const opened = new Map<string, ByteSource>();
  const open = (file: string): ByteSource => {
    const source = opened.get(file) ?? fileSource(join(directory, file));
    opened.set(file, source);
    return source;
  };
  return records.map(({ file, via, flags, params, before }) => ({
    id: file,
    module: open(file),
    via,
    flags,
    params,
    before: before.map(open),
  }));
}
