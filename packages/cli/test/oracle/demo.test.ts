// What the demo says of its two modules, compared with what readelf, modinfo and modprobe read in them.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { demoFiles } from "../../src/demo/files.ts";
import { recordedPlot } from "../../src/demo/recorded.ts";
import type { Told } from "../../src/demo/story.ts";

const files = demoFiles();
const plot = await recordedPlot();

const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: "utf8", env: { PATH: `${process.env["PATH"]}:/sbin:/usr/sbin` } });

/** `[13] .name PROGBITS address offset size`, numbers in hex. */
function sectionSize(path: string, section: string): number {
  const line = run("readelf", "-SW", path)
    .split("\n")
    .find((row) => row.includes(` ${section} `));
  return Number.parseInt(line?.replace(/^.*\]/, "").trim().split(/\s+/)[4] ?? "", 16);
}

/** Offset of the relocation against `symbol` in `.rela.gnu.linkonce.this_module`. */
function relocation(path: string, symbol: string): number {
  const part = run("readelf", "-rW", path)
    .split("Relocation section ")
    .find((text) => text.startsWith("'.rela.gnu.linkonce.this_module'"));
  const line = part?.split("\n").find((row) => row.includes(` ${symbol} `));
  return Number.parseInt(line?.split(/\s+/)[0] ?? "", 16);
}

describe.each<{ name: string; path: string; told: Told; size: number; exit: number }>([
  { name: "as shipped", path: files.asShipped, told: plot.asShipped, size: 0x500, exit: 0x4a8 },
  { name: "without pahole", path: files.withoutPahole, told: plot.withoutPahole, size: 0x4c0, exit: 0x490 },
])("the module built $name", ({ path, told, size, exit }) => {
  test("has the size and offsets that readelf shows", () => {
    const { thisModule } = told.facts;
    expect(thisModule.known && thisModule.value).toMatchObject({
      size: sectionSize(path, ".gnu.linkonce.this_module"),
      init: relocation(path, "init_module"),
      exit: relocation(path, "cleanup_module"),
    });
    // as demo/README.md says
    expect(thisModule.known && thisModule.value).toMatchObject({ size, init: 0x138, exit });
  });

  test("has the vermagic that modinfo shows", () => {
    const { vermagic } = told.facts;
    expect(vermagic.known && vermagic.value?.trim()).toBe(run("modinfo", "-F", "vermagic", path).trim());
  });
});

const versions = (path: string): string => run("modprobe", "--dump-modversions", path);

test("both have the same versions, as modprobe reads them, and carry no debug information", () => {
  expect(versions(files.asShipped)).toBe(versions(files.withoutPahole));
  expect(versions(files.asShipped)).toContain("module_layout");
  for (const path of [files.asShipped, files.withoutPahole]) {
    expect(run("readelf", "-SW", path)).not.toContain(".debug_");
  }
});

test("the bundle finds the demo's files, too, in less than two seconds", () => {
  const start = Date.now();
  const bundle = join(import.meta.dirname, "../../dist/kofit.cjs");
  expect(run(process.execPath, bundle, "demo", "--lang", "en")).toContain("refused by 6.12");
  expect(Date.now() - start).toBeLessThan(2000);
});
