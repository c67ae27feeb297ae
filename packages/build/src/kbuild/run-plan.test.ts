import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { BuildPlan, BuildStep } from "../module-source/build-step.ts";
import { commandsOf, type PlanEnded, type PlanRequest, runPlan } from "./run-plan.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-run-plan-"));
  for (const name of ["source/sub", "headers"]) mkdirSync(join(directory, name), { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

const request = (steps: readonly BuildStep[], changes: Partial<BuildPlan> = {}): PlanRequest => ({
  plan: { steps, patches: [], notes: [], ...changes },
  source: join(directory, "source"),
  headers: join(directory, "headers"),
  variables: ["CC=gcc-12"],
  jobs: 2,
  log: join(directory, "log"),
  timeLimit: 20_000,
  signal: new AbortController().signal,
});
const makefile = (place: string, text: string): void =>
  writeFileSync(join(directory, place, "Makefile"), text);
const run = (steps: readonly BuildStep[], changes: Partial<PlanRequest> = {}): Promise<PlanEnded> =>
  runPlan({ ...request(steps), ...changes });
/** Without what make says of where it is. */
const log = (): string => readFileSync(join(directory, "log"), "utf8").replaceAll(/^make:.*\n/gm, "");

test("kbuild, make and shell, each where it belongs, one after the other", async () => {
  makefile("headers", "modules:\n\t@echo kbuild $(M) $(CC) $(PWD) $(X)\n");
  makefile("source/sub", "all:\n\t@echo make $(PWD) $(CC) $(KDIR)\n");
  const steps: readonly BuildStep[] = [
    { kind: "kbuild", directory: "sub", arguments: ["X=@SOURCE@/x", "modules"] },
    { kind: "make", directory: "sub", arguments: ["KDIR=/k"] },
    { kind: "shell", command: "echo shell $PWD $CC", origin: "PRE_BUILD" },
  ];
  expect(await run(steps)).toMatchObject({ ok: true });
  const source = join(directory, "source");
  expect(log()).toBe(
    `kbuild ${source}/sub gcc-12 ${source}/sub ${source}/x\nmake ${source}/sub gcc-12 /k\nshell ${source} gcc-12\n`,
  );
  expect(commandsOf(request(steps))[0]).toBe(
    `make -C ${directory}/headers M=${source}/sub -j2 V=1 CC=gcc-12 X=${source}/x modules`,
  );
});

test("the first that fails ends it, with what it printed", async () => {
  makefile("headers", "modules:\n\t@echo no good; exit 3\n");
  const kbuild: BuildStep = { kind: "kbuild", directory: "", arguments: ["modules"] };
  const ended = await run([kbuild, { kind: "shell", command: "touch later", origin: "x" }]);
  expect(ended).toMatchObject({ ok: false, stopped: "failed" });
  expect(ended.output).toContain("no good");
  expect(existsSync(join(directory, "source/later"))).toBe(false);
});

test("patches go first, and one that does not fit ends it", async () => {
  writeFileSync(join(directory, "source/a.c"), "old\n");
  writeFileSync(join(directory, "source/a.patch"), "--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-old\n+new\n");
  const plan = request([{ kind: "shell", command: "cat a.c", origin: "x" }], { patches: ["a.patch"] });
  expect(await runPlan(plan)).toMatchObject({ ok: true, output: "new\n" });
  expect(await runPlan(plan)).toMatchObject({ ok: false });
});

test("make that calls itself, that takes too long, and that is told to stop", async () => {
  makefile("source", "all:\n\t@$(MAKE) all\n");
  const make: BuildStep = { kind: "make", directory: "", arguments: [] };
  expect(await run([make])).toMatchObject({ ok: false, stopped: "circle" });
  makefile("source", `all:\n\t@(sleep 3; touch ${directory}/mark) & sleep 60\n`);
  expect(await run([make], { timeLimit: 500 })).toMatchObject({ ok: false, stopped: "too-long" });
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 300);
  await expect(run([make], { signal: controller.signal })).rejects.toThrow(/abort/i);
  await wait(3500);
  expect(existsSync(join(directory, "mark"))).toBe(false);
});
