import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ended, ended } from "../build/kofit.ts";

// ./kofit on a fresh clone, with the Node of the machine, as a user has it. Needs the npm registry.

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "kofit-set-up-"));
const clone = join(work, "a clone");
const bundle = join(clone, "packages/cli/dist/kofit.cjs");
const installed = join(clone, "node_modules/.package-lock.json");

/** Without the Node that the repository develops with. */
const PATH = (process.env["PATH"] ?? "")
  .split(delimiter)
  .filter((directory) => !directory.includes("node_modules"))
  .join(delimiter);
const env = { PATH, HOME: work, LANG: "C.UTF-8", ...proxies() };

/** A registry or a proxy that is configured for this machine stays so. */
function proxies(): NodeJS.ProcessEnv {
  const names = Object.keys(process.env).filter((name) =>
    /^(?:npm_config_|https?_proxy$|no_proxy$|NODE_EXTRA)/i.test(name),
  );
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

function kofit(
  options: { readonly path?: string; readonly cwd?: string; readonly args?: readonly string[] } = {},
): Promise<Ended> {
  const { path = join(clone, "kofit"), cwd = work, args = ["--version"] } = options;
  return ended(spawn(path, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] }));
}

const version = { code: 0, out: "kofit 0.1.0\n" };

beforeAll(() => {
  const cloned = spawnSync("git", ["clone", "--quiet", "--no-hardlinks", root, clone], { encoding: "utf8" });
  if (cloned.status !== 0) throw new Error(cloned.stderr);
});
afterAll(() => {
  spawnSync("chmod", ["-R", "u+w", work]);
  rmSync(work, { recursive: true, force: true });
});

test("two first starts at once both work, and one of them sets kofit up", async () => {
  const [a, b] = await Promise.all([kofit(), kofit()]);
  expect(a).toMatchObject(version);
  expect(b).toMatchObject(version);
  const said = a.err + b.err;
  expect(said.match(/fetching the npm packages/g)).toHaveLength(1);
  expect(said.match(/building kofit/g)).toHaveLength(1);
});

test("later starts say nothing, and find kofit from anywhere and through links", async () => {
  mkdirSync(join(work, "bin"));
  symlinkSync(join(clone, "kofit"), join(work, "bin/absolute"));
  symlinkSync("absolute", join(work, "bin/relative"));
  for (const path of [
    join(clone, "kofit"),
    join(work, "bin/absolute"),
    join(work, "bin/relative"),
    "bin/relative",
  ]) {
    expect(await kofit({ path })).toEqual({ ...version, err: "" });
  }
  expect(await kofit({ path: "./kofit", cwd: clone })).toEqual({ ...version, err: "" });
});

test("an update is built, whichever way the clock runs", async () => {
  for (const time of [new Date(Date.now() + 3_600_000), new Date("1970-01-02")]) {
    utimesSync(join(clone, ".git/logs/HEAD"), time, time);
    const { err, ...rest } = await kofit();
    expect(rest).toEqual(version);
    expect(err).toBe("kofit: building kofit\n");
    expect(await kofit()).toEqual({ ...version, err: "" });
  }
});

test("a first start that was cut off is repaired by the next", async () => {
  rmSync(join(clone, "packages/cli/dist"), { recursive: true });
  rmSync(join(clone, "node_modules"), { recursive: true });
  const cut = spawn(join(clone, "kofit"), ["--version"], { cwd: work, env, detached: true, stdio: "ignore" });
  const gone = ended(cut);
  await until(() => existsSync(join(clone, "node_modules")));
  if (cut.pid !== undefined) process.kill(-cut.pid, "SIGINT");
  await gone;
  expect(existsSync(bundle)).toBe(false);

  const { err, ...rest } = await kofit();
  expect(rest).toEqual(version);
  expect(err).toContain("fetching the npm packages");
  expect(existsSync(installed)).toBe(true);
});

test("the first answer alone is on stdout", async () => {
  rmSync(join(clone, "packages/cli/dist"), { recursive: true });
  const { out, err } = await kofit({ args: ["facts", "--json", join(root, "demo/as-shipped/loopline.ko")] });
  expect(err).toContain("building kofit");
  expect(JSON.parse(out)).toMatchObject({ schema: "kofit-module-facts/1" });
});

test.runIf(process.getuid?.() === 0)(
  "a checkout that cannot be written to runs as it was built",
  async () => {
    chmodSync(work, 0o755);
    const asNobody = (): Promise<Ended> =>
      ended(
        spawn(join(clone, "kofit"), ["--version"], {
          cwd: "/",
          env,
          uid: 65534,
          gid: 65534,
          stdio: ["ignore", "pipe", "pipe"],
        }),
      );
    expect(await asNobody()).toEqual({ ...version, err: "" });

    const later = new Date(Date.now() + 7_200_000);
    utimesSync(join(clone, ".git/logs/HEAD"), later, later);
    expect(await asNobody()).toEqual({
      ...version,
      err: `kofit: ${clone} cannot be written to, so kofit runs as it was built before\n`,
    });

    rmSync(join(clone, "packages/cli/dist"), { recursive: true });
    const { code, out, err } = await asNobody();
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("run kofit once as its owner");
  },
);

async function until(met: () => boolean): Promise<void> {
  for (let waited = 0; !met() && waited < 30_000; waited += 5) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
