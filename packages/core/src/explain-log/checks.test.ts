import { describe, expect, test } from "vitest";
import { answerTo, checksOf, exampleOf } from "../analyse/analyse.ts";
import type { CheckId } from "../analyse/verdict.ts";
import { generations } from "../model/generation.ts";
import { featuresFitting } from "../model/loader-feature.ts";
import { explainLog } from "./explain-log.ts";

/** What a kernel of each generation writes when it meets the example of a check. */
function linesOf(id: CheckId): readonly string[] {
  return generations
    .filter((generation) => checksOf(generation).includes(id))
    .map((generation) =>
      answerTo(exampleOf(id), {
        generation,
        features: featuresFitting(generation, ""),
        release: `${generation}.0`,
        module: "hello",
        moduleInModinfo: "hello",
        moduleInElfChecks: "hello",
      }).log.join("\n"),
    );
}

const all = [...new Set(generations.flatMap(checksOf))];
/** What a running kernel may have in place of "…": addresses, and behind a section's number the type. */
const fillings = ["4", "4, idx 0, type 1, loc 4", "4, idx 0, type 4, loc 4"];

const refusing = all.filter((id) => exampleOf(id).effect === "refused" && linesOf(id).join("") !== "");

describe.each(refusing)("the kernel's lines for %s", (id) => {
  const logs = [...new Set(linesOf(id))].filter((log) => log !== "");
  test.each(logs.map((log) => [log]))("%s", (log) => {
    const found = fillings.map((filling) => explainLog(log.replaceAll("…", filling)).causes);
    expect(found.flat().flatMap(({ checks }) => checks)).toContain(id);
  });
});

// A kernel that goes on writes some lines that another ends with.
const shared = /BTF: -|BPF: |from namespace|not signed with expected|unsupported crypto|duplicate filename/;
const notes = all.filter((id) => exampleOf(id).effect === "note" && !shared.test(linesOf(id).join("\n")));

test.each(notes)("the lines for the note %s are no defect", (id) => {
  const causes = linesOf(id).flatMap((log) => explainLog(log).causes);
  expect(causes.filter(({ strength }) => strength === "defect")).toEqual([]);
});
