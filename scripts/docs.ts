/** Writes docs/checks/ from the catalogue: a page for each check, and the index. `--check` only compares. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { answerTo, checksOf, exampleOf, explain } from "../packages/core/src/analyse/analyse.ts";
import type { Effect } from "../packages/core/src/analyse/define-check.ts";
import type { CheckId } from "../packages/core/src/analyse/verdict.ts";
import { checks } from "../packages/core/src/checks/index.ts";
import { type Generation, generations } from "../packages/core/src/model/generation.ts";
import { featuresFitting } from "../packages/core/src/model/loader-feature.ts";

const FOLDER = "docs/checks";
const WRITTEN = "<!-- Written by `npm run docs` from the check's own file. Do not edit. -->";

const effects: Readonly<Record<Effect, { readonly en: string; readonly zh: string }>> = {
  refused: { en: "refused: the load fails", zh: "被拒绝：加载失败" },
  unsafe: {
    en: "unsafe: the kernel loads it and may crash, corrupt memory or not run it",
    zh: "不安全：内核会加载它，但可能崩溃、破坏内存或不运行它",
  },
  note: { en: "a note: changes no outcome", zh: "提示：不影响结果" },
};

const stray = {
  en: "the kernel reads or writes where something else stands, so whether it crashes, refuses the module or goes on cannot be told",
  zh: "内核会越界读写其他数据，因此无法断定它会崩溃、拒绝该模块还是继续运行",
};

function effectOf(id: CheckId): { readonly en: string; readonly zh: string } {
  const check: { readonly effect: Effect; readonly strayAccess?: true } = checks[id];
  const { en, zh } = effects[check.effect];
  return check.strayAccess ? { en: `${en}; ${stray.en}`, zh: `${zh}；${stray.zh}` } : { en, zh };
}

/** Which kernels make the check: `5.10 to 6.4`, `since 6.13`, `all`. */
function kernelsOf(id: CheckId): { readonly en: string; readonly zh: string } {
  const made = generations.filter((generation) => checksOf(generation).includes(id));
  const [first, last] = [made[0], made.at(-1)];
  const toEnd = last === generations.at(-1);
  if (made.length === generations.length) return { en: "all", zh: "全部" };
  return toEnd
    ? { en: `since generation ${first}`, zh: `从 ${first} 代起` }
    : { en: `generations ${first} to ${last}`, zh: `${first} 代至 ${last} 代` };
}

/** The kernel's answers to the example, one block for all generations that answer alike. */
function answers(id: CheckId): readonly string[] {
  const byAnswer = new Map<string, Generation[]>();
  for (const generation of generations.filter((one) => checksOf(one).includes(id))) {
    const context = {
      generation,
      features: featuresFitting(generation, ""),
      release: `${generation}.0`,
      module: "hello",
      moduleInModinfo: "hello",
      moduleInElfChecks: "hello",
    };
    const { errno, log } = answerTo(exampleOf(id), context);
    const answer = [errno ?? "", ...log].join("\n");
    byAnswer.set(answer, [...(byAnswer.get(answer) ?? []), generation]);
  }
  return [...byAnswer].flatMap(([answer, made]) => {
    const [errno = "", ...log] = answer.split("\n");
    if (errno === "" && log.length === 0) return [];
    const which = byAnswer.size === 1 ? "The kernel" : `Generation ${made.join(", ")}`;
    const how = errno === "" ? "goes on and says" : `answers \`${errno}\``;
    return log.length === 0
      ? [`${which} ${how}, without a line in its log.`, ""]
      : [`${which} ${how}${errno === "" ? "" : " and says"}:`, "", "```", ...log, "```", ""];
  });
}

function page(id: CheckId): string {
  const { title, needs } = checks[id];
  const effect = effectOf(id);
  const facts = Object.entries<readonly string[]>(needs).flatMap(([side, keys]) =>
    keys.map((key) => `\`${side}.${key}\``),
  );
  const en = explain(exampleOf(id), "en");
  const zh = explain(exampleOf(id), "zh");
  const kernels = kernelsOf(id);
  return [
    WRITTEN,
    "",
    `# ${id}`,
    "",
    `${title.en}.`,
    "",
    `- Effect: ${effect.en}.`,
    `- Kernels: ${kernels.en}.`,
    `- May ask for: ${facts.join(", ")}.`,
    `- Source: [${id}.ts](../../packages/core/src/checks/${id}.ts)`,
    "",
    "## Example",
    "",
    `- **What:** ${en.what}`,
    `- **Why:** ${en.why}`,
    `- **Fix:** ${en.fix}`,
    "",
    ...answers(id),
    "## 中文",
    "",
    `${title.zh}。`,
    "",
    `- 后果：${effect.zh}。`,
    `- 内核：${kernels.zh}。`,
    "",
    `- **问题：** ${zh.what}`,
    `- **原因：** ${zh.why}`,
    `- **办法：** ${zh.fix}`,
    "",
  ].join("\n");
}

/** All checks as the loader of the newest generation makes them, then those that only older ones make. */
const inOrder = [...new Set(generations.toReversed().flatMap(checksOf))];

function index(): string {
  return [
    WRITTEN,
    "",
    "# Checks",
    "",
    `${inOrder.length} checks, in the order in which the newest loader makes them; those that only older kernels make follow.`,
    "A generation is a kind of module loader; `packages/core/src/model/generation.ts` lists them.",
    "",
    "| check | effect | kernels | 中文 |",
    "|---|---|---|---|",
    ...inOrder.map(
      (id) => `| [${id}](${id}.md) | ${checks[id].effect} | ${kernelsOf(id).en} | ${checks[id].title.zh} |`,
    ),
    "",
  ].join("\n");
}

const pages = new Map([["README.md", index()], ...inOrder.map((id) => [`${id}.md`, page(id)] as const)]);
const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });

await mkdir(FOLDER, { recursive: true });
const stale = (await readdir(FOLDER)).filter((file) => !pages.has(file));
for (const [file, text] of pages) {
  const path = `${FOLDER}/${file}`;
  if (!values.check) await writeFile(path, text);
  else if ((await readFile(path, "utf8").catch(() => "")) !== text) stale.push(file);
}
if (values.check && stale.length > 0) {
  process.stderr.write(`${FOLDER} is stale (${stale.join(", ")}): run \`npm run docs\`\n`);
  process.exitCode = 1;
} else {
  for (const file of stale) if (!values.check) await rm(`${FOLDER}/${file}`);
}
