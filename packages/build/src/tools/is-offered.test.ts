import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { isOffered } from "./is-offered.ts";

const directory = await mkdtemp(join(tmpdir(), "kofit-offered-"));
afterAll(() => rm(directory, { recursive: true }));

/** A package manager that knows these packages. */
async function manager(name: string, ...packages: readonly string[]): Promise<string> {
  const path = join(directory, name);
  await writeFile(
    path,
    `#!/bin/sh\ncase " ${packages.join(" ")} " in *" $1 "*) echo "Package: $1";; *) exit 100;; esac\n`,
  );
  await chmod(path, 0o755);
  vi.stubEnv("PATH", `${directory}:${process.env["PATH"] ?? ""}`);
  return name;
}

const asking = (program: string) => ({ asksFor: (name: string) => [program, name] });

test("a package that the manager knows is offered, another is not", async () => {
  const program = await manager("knows", "make", "linux-headers-6.1.0-28-amd64");
  expect(await isOffered(asking(program), "linux-headers-6.1.0-28-amd64")).toBe(true);
  expect(await isOffered(asking(program), "linux-headers-6.1.0-27-amd64")).toBe(false);
});

test("a manager that has fetched no index says nothing", async () => {
  expect(await isOffered(asking(await manager("empty")), "pahole")).toBeUndefined();
});

test("a manager that is not there says nothing", async () => {
  expect(await isOffered(asking("no-such-package-manager"), "pahole")).toBeUndefined();
});

test("an answer without a word is none: repoquery ends with 0 either way", async () => {
  expect(await isOffered({ asksFor: () => ["true"] }, "kernel-devel")).toBeUndefined();
});
