import { reports, visibleJson } from "@kofit/core";
import { plain } from "../preflight/preflight-json.ts";
import type { BuildReport } from "./report.ts";

/** What `kofit build --json` prints, docs/build.schema.json; it only grows. */
const SCHEMA = "kofit-build/1";

/** All that came of it; texts in both languages, and what was built as `kofit check --json` has it. */
export function buildJson({ result, ...report }: BuildReport): string {
  const { outcome } = result;
  const document = { schema: SCHEMA, outcome, ...report, ...parts(result) };
  return `${visibleJson(JSON.stringify(document, plain, 2))}\n`;
}

function parts(result: BuildReport["result"]): object {
  if (result.outcome === "refused") return { conclusion: result.conclusion };
  if (result.outcome === "failed") return { failure: result.failure, log: result.log };
  const { checked, ...built } = result.built;
  const style = { language: "en", width: 80, colour: false, verbose: true } as const;
  const check: unknown = JSON.parse(reports.json.print(checked, style));
  return { ...built, log: result.log, check };
}
