import { type Language, page, type Text, visible, widthOf } from "@kofit/core";
import type { Terminal } from "../frame/terminal.ts";
import type { HookDone, HookEntry } from "./hooks.ts";
import type { Standing } from "./place.ts";

/** What stands at a place, in words. */
const standings: Readonly<Record<Standing, Text>> = {
  absent: { en: "not installed", zh: "未安装" },
  current: { en: "installed", zh: "已安装" },
  older: { en: "installed, for other options or by another version", zh: "已安装，但选项或版本不同" },
  changed: { en: "changed by hand", zh: "被手动修改过" },
  foreign: { en: "another file, not kofit's", zh: "不属于 kofit 的其他文件" },
};

/** What was done, in words. */
const doings: Readonly<Record<HookDone["done"], Text>> = {
  written: { en: "written", zh: "已写入" },
  removed: { en: "removed", zh: "已移除" },
  kept: { en: "there already", zh: "已存在" },
  refused: { en: "left alone", zh: "未改动" },
};

/** Why a file was left alone, and what to do. */
export function refusal({ path, standing }: HookDone): Text {
  return standing === "foreign"
    ? {
        en: `/${path} is not kofit's; it is left alone. Move it away first if kofit is to write there`,
        zh: `/${path} 不是 kofit 的文件，未作改动。如需由 kofit 写入，请先将其移走`,
      }
    : {
        en: `/${path} was changed by hand; it is left alone. --force takes it all the same`,
        zh: `/${path} 被手动修改过，未作改动。使用 --force 可强制处理`,
      };
}

type Style = Pick<Terminal, "width" | "colour">;

/** A line for each file of the hooks that are there. */
export function statusText(entries: readonly HookEntry[], language: Language, style: Style): string {
  const nothing = { en: "No hook is installed.", zh: "没有安装任何钩子。" };
  return lines(
    entries.map((entry) => [entry, standings[entry.standing]]),
    nothing,
    language,
    style,
  );
}

/** A line for each file that something was done with. */
export function doneText(done: readonly HookDone[], language: Language, style: Style): string {
  const nothing = { en: "There was nothing to do.", zh: "没有需要做的事。" };
  return lines(
    done.map((entry) => [entry, doings[entry.done]]),
    nothing,
    language,
    style,
  );
}

const label = ({ kind, path }: HookEntry): string => `${kind.padEnd(8)}/${visible(path)}  `;

function lines(
  entries: readonly (readonly [HookEntry, Text])[],
  nothing: Text,
  language: Language,
  style: Style,
): string {
  const out = page(style);
  if (entries.length === 0) out.paragraph(nothing[language]);
  const labelWidth = Math.max(0, ...entries.map(([entry]) => widthOf(label(entry))));
  for (const [entry, text] of entries) out.paragraph(text[language], { label: label(entry), labelWidth });
  return out.print();
}
