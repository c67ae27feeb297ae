import { type Language, visibleJson } from "@kofit/core";
import { type JudgedRow, type JudgedState, outcomeOf } from "./judged.ts";
import { problemText } from "./problem-words.ts";

/** What `kofit dkms --json` prints; it only grows. */
const SCHEMA = "kofit-dkms/1";

/** All that was found: problems as data, with their texts in the language asked for. */
export function dkmsJson(
  { root, rows, signing, dangling, danglingWeak, trouble }: JudgedState,
  language: Language,
): string {
  const document = {
    schema: SCHEMA,
    root,
    modules: rows.map((row) => rowJson(row, language)),
    signing: { key: signing.key ?? null, certificate: signing.certificate ?? null },
    dangling: [...dangling, ...danglingWeak],
    trouble: trouble.map((line) => line[language]),
  };
  return `${visibleJson(JSON.stringify(document, null, 2))}\n`;
}

function rowJson(row: JudgedRow, language: Language): object {
  const { name, version, release, architecture = null, state, modules, problems } = row;
  return {
    name,
    version,
    release,
    architecture,
    state,
    originalModule: row.originalModule,
    outcome: outcomeOf(row),
    modules: modules.map(({ name, file = null, installed, checked }) => ({
      name,
      file,
      installed,
      outcome: checked?.verdict.outcome ?? null,
      predicted: checked?.verdict.predicted ?? null,
      checks: (checked?.verdict.findings ?? [])
        .filter(({ effect }) => effect !== "note")
        .map(({ check }) => check),
    })),
    problems: problems.map((problem) => {
      const { what, fix } = problemText(problem, row);
      return { ...problem, what: what[language], fix: fix?.[language] ?? null };
    }),
  };
}
