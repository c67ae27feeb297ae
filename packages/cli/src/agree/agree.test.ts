import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Observation, Run } from "@kofit/matrix";
import { afterEach, beforeEach, expect, test } from "vitest";
import { kernelFacts } from "../../../core/test/build/facts.ts";
import { moduleFile } from "../../../core/test/build/module-writer.ts";
import { agreementWith } from "./run-agreement.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-agree-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const spec = { thisModule: { size: 1280, init: 336, exit: 1192 }, versions: { module_layout: 0x11111111 } };

const loaded = (id: string): Observation => ({
  id,
  outcome: "loaded",
  errno: null,
  initReturned: null,
  log: [],
  records: [],
  lost: 0,
  taint: [1 << 12, 1 << 12],
  milliseconds: 1,
  name: "t",
  before: [],
  removal: { outcome: "removed", errno: null, log: [], taint: 0 },
  alone: false,
});
const refused = (id: string): Observation => ({
  ...loaded(id),
  outcome: "refused",
  errno: "ENOEXEC",
  log: [],
});
const run = (...observations: readonly Observation[]): Run => ({
  release: "6.12.95-test",
  version: "",
  machine: "x86_64",
  cmdline: "",
  accelerator: "tcg",
  guests: 1,
  observations,
});

test("verdicts are of modules as their records load them", async () => {
  const wrong = moduleFile({ ...spec, modinfo: ["name=t", "license=GPL", "vermagic=wrong"] });
  writeFileSync(join(directory, "a.ko"), wrong);
  writeFileSync(join(directory, "b.ko"), wrong);
  // MODULE_INIT_IGNORE_VERMAGIC
  const records = [{ file: "a.ko" }, { file: "b.ko", flags: 2, change: "forced" }];
  writeFileSync(join(directory, "records.json"), JSON.stringify(records));
  const { figures, checks } = await agreementWith(
    { run: run(refused("a.ko"), refused("b.ko")), architecture: "amd64" },
    kernelFacts(),
    directory,
  );
  expect(figures).toMatchObject({ modules: 2, refused: 2 });
  const found = checks.map(({ check }) => check);
  expect(found).toContain("vermagic-mismatch");
  expect(found).toContain("forced-vermagic-refused");
});

test("a module that the kernel was not asked about is left out, and named", async () => {
  writeFileSync(join(directory, "a.ko"), moduleFile(spec));
  writeFileSync(join(directory, "b.ko"), moduleFile(spec));
  writeFileSync(join(directory, "records.json"), JSON.stringify([{ file: "a.ko" }, { file: "b.ko" }]));
  const { figures, notAsked } = await agreementWith(
    {
      run: run(loaded("a.ko"), { ...refused("b.ko"), outcome: "not-asked", errno: null }),
      architecture: "amd64",
    },
    kernelFacts(),
    directory,
  );
  expect([figures.modules, figures.refused, notAsked]).toEqual([1, 0, ["b.ko"]]);
});

test("a module that was not observed is left out", async () => {
  writeFileSync(join(directory, "a.ko"), moduleFile(spec));
  const agreement = await agreementWith({ run: run(), architecture: "amd64" }, kernelFacts(), directory);
  expect(agreement.figures.modules).toBe(0);
});
