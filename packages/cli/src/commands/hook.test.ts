import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UsageError } from "../frame/usage-error.ts";
import hook from "./hook.ts";

let root = "";
let program = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "kofit-hook-"));
  for (const path of ["var/lib/dkms/x/1", "var/lib/dkms/a\nb/1", "etc/dkms", "etc/kernel/postinst.d"]) {
    mkdirSync(join(root, path), { recursive: true });
  }
  program = join(root, "it's kofit");
  says(0, "");
});
afterEach(() => rmSync(root, { recursive: true }));

/** What the program that the hooks run does. */
function says(code: number, text: string): void {
  writeFileSync(program, `#!/bin/sh\necho "$@" >>'${root}/asked'\necho '${text}'\nexit ${code}\n`);
  chmodSync(program, 0o755);
}
const asked = (): string =>
  existsSync(join(root, "asked")) ? readFileSync(join(root, "asked"), "utf8") : "";

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ["", ""];
  const terminal = {
    width: 100,
    colour: false,
    out: (text: string) => void (out += text),
    message: () => {},
    trouble: (text: string) => void (err += `${text}\n`),
    progress: () => {},
  };
  const code = await hook.execute([...args, "--root", root, "--program", program], {
    language: "en",
    terminal,
  });
  return { code, out, err };
}

/** Every file below the root, with its content. */
function tree(path = ""): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(join(root, path), { withFileTypes: true })) {
    const at = join(path, entry.name);
    if (entry.isDirectory()) Object.assign(found, { [at]: "directory" }, tree(at));
    else if (entry.isFile())
      found[at] = createHash("sha256")
        .update(readFileSync(join(root, at)))
        .digest("hex");
  }
  return found;
}

/** Runs a script that is installed; scripts look below `/`, so what they look at is theirs to find. */
function start(
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd = root,
) {
  return spawnSync("/bin/sh", [join(root, path), ...args], {
    encoding: "utf8",
    cwd,
    env: { PATH: process.env["PATH"] ?? "", ...env },
  });
}

test("install, status and remove leave what was there before", async () => {
  const before = tree();
  expect((await run("status")).out).toBe("No hook is installed.\n");
  const { code, out } = await run("install");
  expect(code).toBe(0);
  expect(out).toContain("kernel  /etc/kernel/postinst.d/zz-kofit");
  expect(out).toContain("dkms    /etc/dkms/a\\x0ab.conf");
  expect(out).not.toContain("pacman");
  expect(statSync(join(root, "etc/kernel/postinst.d/zz-kofit")).mode & 0o777).toBe(0o755);
  expect(statSync(join(root, "etc/dkms/x.conf")).mode & 0o777).toBe(0o644);
  const installed = tree();
  expect((await run("install")).out).not.toContain("written");
  expect(tree()).toEqual(installed);
  expect(await run("status")).toMatchObject({ code: 0, err: "" });
  expect((await run("remove")).code).toBe(0);
  expect(tree()).toEqual({ ...before, "etc/kernel/header_postinst.d": "directory" });
  expect((await run("remove")).out).toBe("There was nothing to do.\n");
});

test("what is not kofit's is never touched", async () => {
  writeFileSync(join(root, "etc/dkms/x.conf"), "POST_BUILD=mine\n");
  mkdirSync(join(root, "etc/kernel/header_postinst.d"));
  symlinkSync("/dev/null", join(root, "etc/kernel/header_postinst.d/zz-kofit"));
  const { code, err } = await run("install", "--force");
  expect(code).toBe(2);
  expect(err).toContain("/etc/dkms/x.conf is not kofit's");
  expect(err).toContain("/etc/kernel/header_postinst.d/zz-kofit is not kofit's");
  expect(existsSync(join(root, "etc/kernel/postinst.d/zz-kofit"))).toBe(true);
  expect((await run("status")).code).toBe(1);
  expect((await run("remove", "--force")).code).toBe(0);
  expect(readFileSync(join(root, "etc/dkms/x.conf"), "utf8")).toBe("POST_BUILD=mine\n");
  expect(existsSync(join(root, "etc/kernel/postinst.d/zz-kofit"))).toBe(false);
});

test("what was changed by hand is told, and left alone without --force", async () => {
  await run("install", "kernel");
  const path = join(root, "etc/kernel/postinst.d/zz-kofit");
  writeFileSync(path, `${readFileSync(path, "utf8")}# mine\n`);
  const { code, out } = await run("status");
  expect(code).toBe(1);
  expect(out).toMatch(/postinst\.d\/zz-kofit +changed by hand/);
  expect((await run("install", "kernel")).err).toContain("was changed by hand");
  expect((await run("remove")).code).toBe(2);
  expect(readFileSync(path, "utf8")).toContain("# mine");
  expect((await run("install", "kernel", "--force")).code).toBe(0);
  expect((await run("status")).code).toBe(0);
});

test("other options are told, --strict is no matter", async () => {
  await run("install", "kernel", "--strict");
  expect((await run("status")).code).toBe(0);
  program = "/usr/bin/true";
  expect((await run("status")).out).toContain("for other options or by another version");
  expect((await run("install", "kernel")).out).toContain("written");
  expect((await run("status")).code).toBe(0);
});

test("a package that dkms has forgotten is cleaned up, too", async () => {
  await run("install", "dkms");
  rmSync(join(root, "var/lib/dkms/x"), { recursive: true });
  expect((await run("status")).out).toContain("/etc/dkms/x.conf");
  await run("remove", "dkms");
  expect(readdirSync(join(root, "etc/dkms"))).toEqual([]);
  expect(existsSync(join(root, "etc/kofit"))).toBe(false);
});

test("links lead nowhere outside the root", async () => {
  rmSync(join(root, "etc/kernel"), { recursive: true });
  const outside = mkdtempSync(join(tmpdir(), "kofit-outside-"));
  symlinkSync(outside, join(root, "etc/kernel"));
  await expect(run("install", "kernel")).rejects.toThrow("leads nowhere");
  expect(readdirSync(outside)).toEqual([]);
  rmSync(outside, { recursive: true });
});

test("after a transaction: silent when all is well, a warning and success when not, failure only when strict", async () => {
  await run("install", "pacman", "dnf");
  for (const script of ["etc/kofit/pacman-hook", "etc/kofit/dnf-hook"]) {
    says(0, "all well");
    expect(start(script, [])).toMatchObject({ status: 0, stdout: "", stderr: "" });
    says(1, "x.ko: refused");
    const { status, stdout, stderr } = start(script, []);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(stderr).toContain("DKMS modules will be missing or will not load:\nx.ko: refused");
    expect(start(script, [], { LANG: "zh_CN.UTF-8" }).stderr).toContain("kofit: 重启之后");
    for (const [code, line] of [
      [2, "modules were not judged:"],
      [70, "modules were not judged:"],
      [3, "is not known"],
      [124, "no answer within"],
    ] as const) {
      says(code, "why");
      const ended = start(script, []);
      expect(ended.status).toBe(0);
      expect(ended.stderr).toContain(line);
    }
  }
  expect(asked()).toContain("dkms\n");
  await run("install", "pacman", "--strict");
  says(1, "x");
  expect(start("etc/kofit/pacman-hook", []).status).toBe(1);
  says(2, "x");
  expect(start("etc/kofit/pacman-hook", []).status).toBe(0);
});

test("nothing happens when kofit is gone", async () => {
  await run("install", "kernel", "pacman", "dnf", "dkms", "--strict");
  rmSync(program);
  for (const [script, args] of [
    ["etc/kofit/pacman-hook", []],
    ["etc/kofit/dnf-hook", []],
    ["etc/kernel/install.d/95-kofit.install", ["add", "6.1"]],
    ["etc/kernel/postinst.d/zz-kofit", ["6.1"]],
    ["etc/kofit/dkms-post-build", ["6.1", "/nowhere"]],
  ] as const) {
    expect(start(script, args)).toMatchObject({ status: 0, stdout: "", stderr: "" });
  }
});

test("kernel-install: only when a kernel is added, with its release as one word", async () => {
  await run("install", "dnf");
  const script = "etc/kernel/install.d/95-kofit.install";
  start(script, ["remove", "6.1"]);
  start(script, ["add"]);
  expect(asked()).toBe("");
  start(script, ["add", "6.1; rm -rf ~", "/boot", "/boot/vmlinuz"]);
  expect(asked()).toBe("dkms --kernel 6.1; rm -rf ~\n");
});

test("after a build, what the package itself runs comes first, and counts", async () => {
  await run("install", "dkms", "--strict");
  const own = join(root, "build/post.sh");
  mkdirSync(dirname(own));
  writeFileSync(own, '#!/bin/sh\necho "own $*"\nexit "$1"\n', { mode: 0o755 });
  const script = "etc/kofit/dkms-post-build";
  const after = (args: readonly string[]) => start(script, ["6.1", "/nowhere", ...args], {}, dirname(own));
  expect(after(["post.sh", "7", "b"])).toMatchObject({ status: 7, stdout: "own 7 b\n" });
  expect(after(["post.sh", "0"])).toMatchObject({ status: 0, stdout: "own 0\n" });
  expect(after(["is-not-there"])).toMatchObject({ status: 0, stdout: "" });
  expect(start(script, [])).toMatchObject({ status: 0 });
});

test("usage", async () => {
  await expect(run()).rejects.toThrow(UsageError);
  await expect(run("instal")).rejects.toThrow("install, status, remove");
  await expect(run("install", "apt")).rejects.toThrow("dkms, kernel, pacman, dnf");
});
