import { spawnSync } from "node:child_process";
import { afterAll, expect, test } from "vitest";
import { install } from "../build/kofit.ts";

// What kofit says to type is tried with apt itself, which simulates it. Needs Debian and an index: apt-get update.

const kofit = install();
afterAll(() => kofit.remove());

const run = (program: string, args: readonly string[]): string =>
  spawnSync(program, args, { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } }).stdout;

/** Headers of a kernel that the mirror has, and of one that it cannot have. */
const offered = run("apt-cache", ["search", "--names-only", String.raw`^linux-headers-[0-9].*-cloud-amd64$`])
  .split("\n")
  .map((line) => /^linux-headers-(\S+)/.exec(line)?.[1] ?? "")
  .find((release) => release !== "");

interface Printed {
  readonly offered: boolean | null;
  readonly answers: readonly {
    readonly need: string;
    readonly advice: readonly { readonly commands: readonly string[] }[];
  }[];
}

async function commandsFor(
  ...args: readonly string[]
): Promise<{ offered: boolean | null; commands: readonly string[] }> {
  const { code, out } = await kofit.run(["recipe", ...args, "--json"]);
  expect(code).toBe(0);
  const printed: Printed = JSON.parse(out);
  return {
    offered: printed.offered,
    commands: printed.answers.flatMap(({ advice }) => advice.flatMap(({ commands }) => commands)),
  };
}

/** What apt would do for an `apt install` of ours; it ends with 100 for a package that it does not know. */
function simulated(command: string): number | null {
  const [, rest = ""] = /^sudo apt install (.*)$/.exec(command) ?? [];
  return spawnSync("apt-get", ["--simulate", "install", ...rest.split(" ")], { stdio: "ignore" }).status;
}

test("apt takes what installs the headers of a kernel that the mirror has", async () => {
  expect(offered).toBeDefined();
  const found = await commandsFor("headers", "headers-again", "--release", offered ?? "");
  expect(found.offered).toBe(true);
  const installs = found.commands.filter((command) => command.startsWith("sudo apt install"));
  expect(installs).toHaveLength(2);
  for (const command of installs)
    expect({ command, status: simulated(command) }).toEqual({ command, status: 0 });
});

test("a kernel that the mirror no longer has: apt knows what follows it, and not its headers", async () => {
  const gone = "6.1.0-1-cloud-amd64";
  expect(simulated(`sudo apt install linux-headers-${gone}`)).toBe(100);
  const found = await commandsFor("headers", "--release", gone);
  expect(found.offered).toBe(false);
  const installs = found.commands.filter((command) => command.startsWith("sudo apt install"));
  expect(installs.map(simulated)).toEqual([0]);
});

test("apt knows the packages of programs and of a build from source", async () => {
  const found = await commandsFor("kernel", "pahole", "gcc-aarch64-linux-gnu", "--release", offered ?? "");
  const installs = found.commands.filter((command) => /^sudo apt install [^.]/.test(command));
  expect(installs).toHaveLength(2);
  for (const command of installs)
    expect({ command, status: simulated(command) }).toEqual({ command, status: 0 });
});
