// The case that started it, from its cause to its cure: the real Kconfig without pahole and with it, a module built with each,
// what kofit says of both, and what the kernel says.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bytesSource, configurationFiles } from "../../../core/src/index.ts";
import {
  kernelSource,
  olddefconfig,
  programs,
  type Run,
} from "../../../core/test/oracle/configured-kernels.ts";
import { bootTarget } from "../../src/boot-target.ts";
import { observe } from "../../src/observe.ts";
import { slots } from "../../src/slots.ts";
import { type KernelTree, kernelTree } from "../build/kernel-tree.ts";

const repository = join(import.meta.dirname, "../../../..");
const CROSS = "aarch64-linux-gnu-";

let kernel: KernelTree;
let source: string;
let scratch: string;

beforeAll(async () => {
  kernel = await kernelTree("apt:linux-image-cloud-arm64:arm64/bookworm-backports");
  source = await kernelSource("6.12", "bookworm-backports");
  scratch = mkdtempSync(join(kernel.directory, "lost-pahole-"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Debian's headers as Kconfig leaves them on a machine with these programs, and a module that is built with them. */
function builtWith(name: string, path: string): { headers: string; module: string } {
  const config = readFileSync(join(kernel.headers, ".config"), "utf8");
  const output = join(scratch, `${name}-kconfig`);
  const run: Run = { source, arch: "arm64", cross: CROSS, config, path, output };
  olddefconfig(run);
  const env = { ...process.env, PATH: path };
  const variables = ["ARCH=arm64", `CROSS_COMPILE=${CROSS}`];
  execFileSync("make", ["-s", "-C", source, `O=${output}`, ...variables, "syncconfig"], {
    env,
    stdio: "pipe",
  });
  // Links of the headers are relative to where they are.
  const headers = join(kernel.headers, "..", `${name}-${process.pid}`);
  cpSync(kernel.headers, headers, { recursive: true, verbatimSymlinks: true });
  for (const file of Object.values(configurationFiles)) cpSync(join(output, file), join(headers, file));
  const directory = join(scratch, name);
  mkdirSync(directory);
  cpSync(join(repository, "demo/src"), directory, { recursive: true });
  const tools = [...variables, `CC=${CROSS}gcc`];
  execFileSync("make", ["-s", "-C", headers, `M=${directory}`, ...tools, "modules"], { env, stdio: "pipe" });
  return { headers, module: join(directory, "loopline.ko") };
}

function check(headers: string, module: string, ...more: string[]): { status: number | null; text: string } {
  const [image = ""] = kernel.packages;
  const main = join(repository, "packages/cli/src/main.ts");
  const args = ["check", module, "--kernel", image, "--kernel", headers, "--lang", "en", ...more];
  const { status, stdout } = spawnSync(process.execPath, ["-C", "source", main, ...args], {
    encoding: "utf8",
  });
  // Lines are wrapped, and the arrows of a chain are indented.
  return { status, text: stdout.replaceAll(/\s+/g, " ") };
}

test("headers configured without pahole: the chain, the refusal, and the cure", async () => {
  const made: string[] = [];
  try {
    const lost = builtWith("without", programs(join(scratch, "bin-without"), ["pahole"]));
    made.push(lost.headers);
    const cured = builtWith("with", programs(join(scratch, "bin-with"), []));
    made.push(cured.headers);

    const refused = check(lost.headers, lost.module);
    expect(refused.status).toBe(1);
    const chain = [
      "section size must match the kernel's built struct module size at run time",
      "pahole",
      "CONFIG_PAHOLE_VERSION",
      "CONFIG_DEBUG_INFO_BTF_MODULES",
      "btf_data",
      "apt install pahole",
    ];
    for (const link of chain) expect(refused.text).toContain(link);
    // With the kernel's source, by its own rules and not by a table.
    const byRules = check(lost.headers, lost.module, "--source", source).text;
    const links = [
      "finds no pahole in PATH",
      "`./scripts/pahole-version.sh pahole` printed 0",
      "PAHOLE_VERSION is 0",
      "DEBUG_INFO_BTF depends on PAHOLE_VERSION >= 116, and PAHOLE_VERSION is 0 (lib/Kconfig.debug:",
      "DEBUG_INFO_BTF_MODULES depends on DEBUG_INFO_BTF, which is n (lib/Kconfig.debug:",
      "`CONFIG_DEBUG_INFO_BTF_MODULES` is set in the kernel, and not in the headers",
      "`btf_data`",
    ];
    const places = links.map((link) => byRules.indexOf(link));
    expect(places.filter((place) => place < 0)).toEqual([]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(byRules).toContain("`apt install pahole`");
    expect(refused.text).toContain("Kconfig files, which would tell, were not at hand");
    const accepted = check(cured.headers, cured.module);
    expect(accepted.text).toContain("loads on");
    expect(accepted.status).toBe(0);

    const image = await bootTarget(kernel.packages);
    const requests = [lost, cured].map(({ module }, at) => ({
      id: at === 0 ? "without" : "with",
      module: bytesSource(module, new Uint8Array(readFileSync(module))),
    }));
    const { observations } = await observe(image, requests, { moduleLimit: 15, slots: slots(1) });
    const [without, withPahole] = observations;
    expect(without).toMatchObject({ outcome: "refused", errno: "ENOEXEC" });
    expect(without?.log.join("\n")).toContain(
      "section size must match the kernel's built struct module size",
    );
    expect(withPahole).toMatchObject({ outcome: "loaded" });
  } finally {
    for (const headers of made) rmSync(headers, { recursive: true, force: true });
  }
}, 600_000);
