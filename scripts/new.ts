/** `npm run new check <id>`: a check and its test, from a template, ready to be filled in. */
import { access, writeFile } from "node:fs/promises";

const CHECKS = "packages/core/src/checks";

const check = (id: string): string => `import { defineCheck } from "../analyse/define-check.ts";
import { noExec } from "./shared/says.ts";

export default defineCheck({
  id: "${id}",
  title: { en: "", zh: "" },
  effect: "refused",
  needs: { module: ["elf"] },
  run: ({ module }) => (module.elf.sections.length > 1000 ? [{ sections: module.elf.sections.length }] : []),
  // the kernel's function, and its file
  kernelSays: (_, { module }) => noExec(\`\${module}: …\`),

  example: { sections: 1001 },
  explain: {
    en: ({ sections }) => ({
      what: \`\${sections}.\`,
      why: "",
      fix: "",
    }),
    zh: ({ sections }) => ({
      what: \`\${sections}。\`,
      why: "",
      fix: "",
    }),
  },
});
`;

const test = (id: string): string => `import { expect, test } from "vitest";
import { elfShape, section } from "../../test/build/facts.ts";
import { evidence, judge } from "../../test/build/judge.ts";

test("is found", () => {
  const many = Array.from({ length: 1001 }, () => section(".text"));
  const verdict = judge({}, { elf: elfShape({}, many) });
  expect(evidence(verdict, "${id}")).toEqual([]);
  expect(verdict.predicted).toEqual({ errno: "ENOEXEC", log: [] });
});
`;

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: "wx" });
  process.stdout.write(`${path}\n`);
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}

const [kind, id = ""] = process.argv.slice(2);
if (kind !== "check" || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
  fail("usage: npm run new check <id>, where the id names the defect: symbol-crc-mismatch");
} else if (await exists(`${CHECKS}/${id}.ts`)) {
  fail(`${CHECKS}/${id}.ts exists`);
} else {
  await write(`${CHECKS}/${id}.ts`, check(id));
  await write(`${CHECKS}/${id}.test.ts`, test(id));
  process.stdout.write(
    "Now: `npm run registries`, a place in packages/core/src/loader/sequence.ts, and docs/adding-a-check.md.\n",
  );
}
