import { explain } from "../analyse/analyse.ts";
import { linksOf } from "../analyse/causes-of.ts";
import type { Finding, Inconclusive } from "../analyse/verdict.ts";
import type { Language } from "../model/fact.ts";
import type { Checked, CheckedModule, Report } from "./define-report.ts";
import { visibleJson } from "./layout/visible.ts";

/** The contract that others read: `docs/check.schema.json`. It only grows; a change of meaning is a new number. */
const SCHEMA = "kofit-check/1";

const report: Report = {
  id: "json",
  mediaType: "application/json",
  print({ kernel, modules }: Checked, { language }) {
    const document = {
      schema: SCHEMA,
      kernel,
      modules: modules.map((module) => moduleJson(module, language)),
    };
    return `${visibleJson(JSON.stringify(document, plain, 2))}\n`;
  },
};
export default report;

function moduleJson({ file, name, verdict }: CheckedModule, language: Language): object {
  return {
    file,
    name,
    outcome: verdict.outcome,
    predicted: verdict.predicted,
    findings: verdict.findings.map((finding) => findingJson(finding, language)),
    inconclusive: verdict.inconclusive.map((check) => inconclusiveJson(check, language)),
  };
}

function findingJson(finding: Finding, language: Language): object {
  const { check, effect, decisive, strayAccess, evidence } = finding;
  const causes = (finding.causes ?? []).map((cause) => ({
    ...cause,
    text: linksOf(cause, language).join(" → "),
  }));
  // What is undefined is left out.
  return {
    check,
    effect,
    decisive,
    strayAccess,
    evidence,
    explanation: explain(finding, language),
    causes,
  };
}

function inconclusiveJson({ check, missing }: Inconclusive, language: Language): object {
  return {
    check,
    missing: missing.map(({ fact, why, remedy }) => ({ fact, why: why[language], remedy: remedy[language] })),
  };
}

/** Evidence is plain data; what of it JSON does not have: addresses are hexadecimal strings, sets are lists. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `0x${value.toString(16)}`;
  if (value instanceof Set) return [...value];
  if (value instanceof Map) return Object.fromEntries(value);
  return value;
}
