import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../..", import.meta.url));

/** How a run of kofit ended. */
export interface Ended {
  /** Exit code, or the signal that ended it. */
  readonly code: number | string | null;
  readonly out: string;
  readonly err: string;
}

/** A kofit that was bundled for a test, in a directory of its own that anybody may read. */
export interface Installed {
  /** For files of the test. */
  readonly directory: string;
  /** `kofit.cjs`. */
  readonly bundle: string;
  /** Environment of a run: nothing of the tester's own, and a cache in the test's directory. */
  readonly environment: NodeJS.ProcessEnv;
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
  remove(): void;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Runs as nobody; only root can. */
  readonly unprivileged?: boolean;
  /** Is called with the running process's id. */
  readonly started?: (pid: number) => void;
}

/** Given up from inside: nobody may not be able to reach the Node that runs the tests. */
const DROP_ROOT = "data:text/javascript,process.setgroups([]);process.setgid(65534);process.setuid(65534)";

/** Bundles kofit as users get it. */
export function install(): Installed {
  const directory = mkdtempSync(join(tmpdir(), "kofit-test-"));
  chmodSync(directory, 0o755);
  const dist = join(directory, "dist");
  const built = spawnSync(process.execPath, [join(root, "scripts/build.mjs"), dist], { encoding: "utf8" });
  if (built.status !== 0) throw new Error(`the bundle was not built:\n${built.stderr}`);
  writeFileSync(join(dist, "package.json"), '{ "type": "module" }');
  const bundle = join(dist, "kofit.cjs");
  const environment = {
    PATH: process.env["PATH"] ?? "",
    LANG: "C.UTF-8",
    HOME: directory,
    XDG_CACHE_HOME: join(directory, "cache"),
  };
  return {
    directory,
    bundle,
    environment,
    run: (args, { env, unprivileged, started } = {}) =>
      ended(
        spawn(process.execPath, [...(unprivileged ? ["--import", DROP_ROOT] : []), bundle, ...args], {
          cwd: directory,
          env: { ...environment, ...env },
          stdio: ["ignore", "pipe", "pipe"],
          timeout: 60_000,
        }),
        started,
      ),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Waits for a process. */
export function ended(child: ReturnType<typeof spawn>, started?: (pid: number) => void): Promise<Ended> {
  let [out, err] = ["", ""];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (err += text));
  if (child.pid !== undefined) started?.(child.pid);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status, signal) => resolve({ code: status ?? signal, out, err }));
  });
}
