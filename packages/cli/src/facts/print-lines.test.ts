import { expect, test } from "vitest";
import { known } from "../../../core/src/model/fact.ts";
import { kernelFacts } from "../../../core/test/build/facts.ts";
import { kernelLines } from "./kernel-lines.ts";
import { printLines } from "./print-lines.ts";

test.each(["en", "zh"] as const)("every title stands apart from its text (%s)", (language) => {
  const every = kernelLines({
    ...kernelFacts(),
    banner: known("Linux version 6.1.0 (x)", { input: "x" }),
    headersDifferences: known([], { input: "x" }),
    trustedCertificates: known([], { input: "x" }),
    enrolledCertificates: known([], { input: "x" }),
  });
  const printed = printLines({ name: "x", inputs: [] }, every, language, { width: 100, colour: false });
  for (const { title } of every) expect(printed).toContain(`  ${title[language]}  `);
});
