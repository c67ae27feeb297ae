// Sums up what ./test left in a directory: `steps` (one line each, `ok NAME` or `failed NAME`) and vitest's JSON of each
// project. Writes `counts` ("PASSED FAILED") for .ci/run. Exit code 1 when anything failed, or nothing passed.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [directory = ""] = process.argv.slice(2);
const say = (line) => process.stdout.write(`${line}\n`);

let passed = 0;
let failed = 0;
let skipped = 0;
const failures = [];
const failedProjects = new Set();

for (const file of readdirSync(directory).filter((name) => name.endsWith(".json"))) {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
    readFileSync(join(directory, file), "utf8"),
  );
  // A file that cannot even be loaded has no test that could fail.
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  passed += numPassedTests;
  failed += numFailedTests + broken.length;
  skipped += numPendingTests;
  if (numFailedTests + broken.length > 0) failedProjects.add(file.slice(0, -".json".length));
  failures.push(...broken.map(({ name }) => name), ...testResults.flatMap(failedTests));
}

function failedTests({ name, assertionResults }) {
  return assertionResults
    .filter(({ status }) => status === "failed")
    .map(({ fullName }) => `${name}: ${fullName}`);
}

const steps = readFileSync(join(directory, "steps"), "utf8").trim().split("\n");
for (const step of steps) {
  const [state, ...words] = step.split(" ");
  const name = words.join(" ");
  say(`${state === "ok" ? "ok    " : "FAILED"} ${name}`);
  // A step of tests is counted by its tests, unless it failed otherwise: an error between the tests, a crash.
  const counted = failedProjects.has(words[0] ?? "");
  if (state === "ok") passed += name.endsWith("tests") ? 0 : 1;
  else if (!counted) failed += 1;
}

for (const failure of failures) say(`  failed: ${failure}`);
if (skipped > 0) say(`  ${skipped} skipped`);
say(`${passed} passed, ${failed} failed`);
writeFileSync(join(directory, "counts"), `${passed} ${failed}\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
