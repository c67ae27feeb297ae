import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { explainLog } from "./explain-log.ts";

/**
 * Builds that really failed: a small module with Debian's headers of 6.1.0-50-amd64 and GCC 12, one thing wrong with source,
 * call, tools or headers. The file's name says the class, and behind `--` what was done.
 */
const folder = join(import.meta.dirname, "../../test/build/logs/builds");
const builds = readdirSync(folder).map((file) => [file, file.replace(/(?:--.*)?\.log$/, "")] as const);

test.each(builds)("%s", (file, wanted) => {
  const { causes } = explainLog(readFileSync(join(folder, file)));
  expect(causes[0]?.symptom).toBe(wanted);
  // make's last words belong to it
  expect(causes.map(({ symptom }) => symptom)).not.toContain("make-failed");
});
