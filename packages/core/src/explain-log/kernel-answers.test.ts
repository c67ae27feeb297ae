import { describe, expect, test } from "vitest";
import answers from "../../test/build/logs/kernel-answers.json" with { type: "json" };
import { explainLog } from "./explain-log.ts";

/**
 * What kernels of Debian wrote when they refused modules, in QEMU: each kind of answer once, without call traces. The classes
 * were given by a person who read the lines.
 */
const kinds = answers.map((answer) => [`${answer.kernel}: ${answer.log.at(-1) ?? ""}`, answer] as const);

test("there is at least one of each kind that a loader has", () => {
  expect(answers.length).toBeGreaterThan(120);
});

describe.each(kinds)("%s", (_, answer) => {
  test("is of its class", () => {
    const found = explainLog(answer.log.join("\n"));
    expect(found.causes[0]?.symptom).toBe(answer.class);
    expect(found.causes[0]?.checks.length).toBeGreaterThan(0);
  });

  test("is so behind the prefixes of a journal, and with what modprobe says", () => {
    const journal = answer.log.map((line) => `Nov 30 11:33:33 box kernel: ${line}\n`).join("");
    const said = `modprobe: ERROR: could not insert 'plain': Exec format error\n`;
    expect(explainLog(journal + said).causes[0]?.symptom).toBe(answer.class);
  });
});
