// Values and explanations of symbols beside what the kernel's own Kconfig makes of configurations, with programs and without.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { directoryTree } from "../../node/index.ts";
import { configurationsOf } from "../../src/facts/headers/configuration-files.ts";
import { kconfigWorld } from "../../src/facts/kconfig/kconfig-world.ts";
import { type KernelRules, readKernelRules } from "../../src/facts/kconfig/read-rules.ts";
import { probeTemplate } from "../../src/formats/kconfig-language/probes.ts";
import { Evaluator } from "../../src/kconfig/evaluator.ts";
import { explain, type Link } from "../../src/kconfig/explain.ts";
import { observedIn } from "../../src/kconfig/observed.ts";
import { userValues } from "../../src/kconfig/user-values.ts";
import { textOf } from "../../src/kconfig/value.ts";
import { type Config, configOf } from "../../src/model/config.ts";
import { kernelSource, olddefconfig, printedBy, programs } from "./configured-kernels.ts";
import { corpus } from "./corpus.ts";

const scratch = mkdtempSync(join(tmpdir(), "kofit-kconfig-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** What make tells Kconfig of the programs that it uses; scripts/Kconfig.include asks for most of them. */
const variables = (cross: string): Readonly<Record<string, string>> => ({
  CC: `${cross}gcc`,
  LD: `${cross}ld`,
  AR: `${cross}ar`,
  NM: `${cross}nm`,
  OBJCOPY: `${cross}objcopy`,
  CLANG_FLAGS: "",
  PAHOLE: "pahole",
  RUSTC: "rustc",
  BINDGEN: "bindgen",
});

const PAHOLE = "./scripts/pahole-version.sh pahole";

/** A machine: programs that it has, and what of the answers to Kconfig is another one there. */
interface Machine {
  readonly path: string;
  readonly answers: Readonly<Record<string, string>>;
}

function machines(cross: string): Readonly<Record<string, Machine>> {
  const plugins = join(scratch, `${cross}plugins`);
  mkdirSync(join(plugins, "include"), { recursive: true });
  writeFileSync(join(plugins, "include/plugin-version.h"), "");
  const compiler = execFileSync("sh", ["-c", `command -v ${cross}gcc`], { encoding: "utf8" }).trim();
  const withHeaders = `[ "$1" = -print-file-name=plugin ] && echo ${plugins} || exec ${compiler} "$@"`;
  const directory = (name: string): string => join(scratch, `${cross}${name}`);
  const hasPlugins = "test -e $($(CC) -print-file-name=plugin)/include/plugin-version.h";
  return {
    "as it is": { path: programs(directory("all"), []), answers: {} },
    "without pahole": { path: programs(directory("without"), ["pahole"]), answers: { [PAHOLE]: "0" } },
    "with an old pahole": {
      path: programs(directory("old"), [], { pahole: "echo v1.15" }),
      answers: { [PAHOLE]: "115" },
    },
    "with headers of GCC's plugins": {
      path: programs(directory("plugins"), [], { [`${cross}gcc`]: withHeaders }),
      answers: { [`{ ${hasPlugins}; } >/dev/null 2>&1 && echo "y" || echo "n"`]: "y" },
    },
  };
}

const two = ["as it is", "without pahole"];
/** What DEBUG_INFO_BTF_MODULES loses: in 6.1 DEBUG_INFO_BTF asks for pahole only with DWARF 5. */
const kernels = [
  {
    series: "6.12",
    suite: "bookworm-backports",
    arch: "arm64",
    debian: "arm64",
    cross: "aarch64-linux-gnu-",
    lost: "DEBUG_INFO_BTF=n dependency",
    names: [...two, "with an old pahole", "with headers of GCC's plugins"],
  },
  {
    series: "6.12",
    suite: "bookworm-backports",
    arch: "x86_64",
    debian: "amd64",
    cross: "",
    lost: "DEBUG_INFO_BTF=n dependency",
    names: two,
  },
  {
    series: "6.1",
    suite: "bookworm",
    arch: "arm64",
    debian: "arm64",
    cross: "aarch64-linux-gnu-",
    lost: "PAHOLE_HAS_SPLIT_BTF=n default",
    names: two,
  },
] as const;

describe.each(kernels)("$series $arch", ({ series, suite, arch, debian, cross, lost, names }) => {
  const all = Object.fromEntries(Object.entries(machines(cross)).filter(([name]) => names.includes(name)));
  let source = "";
  let headers = "";
  let input: Config;
  let rules: KernelRules;
  const outputs = new Map<string, Config>();

  beforeAll(async () => {
    source = await kernelSource(series, suite);
    ({ headers } = await corpus(`apt:linux-image-cloud-${debian}:${debian}/${suite}`));
    // Debian's kernels for clouds leave it out, but they could have it.
    const text = readFileSync(join(headers, ".config"), "utf8").replace(
      "# CONFIG_SCHED_CLASS_EXT is not set",
      "CONFIG_SCHED_CLASS_EXT=y",
    );
    input = configOf(text);
    const read = await readKernelRules(directoryTree(source, { links: "inside" }), arch);
    if (!read) throw new Error(`${source} has no Kconfig`);
    rules = read;
    for (const [name, { path }] of Object.entries(all)) {
      const output = join(scratch, `build-${series}-${arch}`);
      outputs.set(name, configOf(olddefconfig({ source, arch, cross, config: text, path, output })));
    }
  });

  const outputOf = (name: string): Config => outputs.get(name) ?? configOf("");
  const worldOf = (name: string): Evaluator => kconfigWorld(rules, outputOf(name));

  test("every file of rules is read and understood", () => {
    expect(rules.rules.problems).toEqual([]);
    expect(rules.rules.symbols.size).toBeGreaterThan(15_000);
  });

  test.each(Object.keys(all))("olddefconfig makes the same of all symbols on a machine %s", (name) => {
    // Answers that this machine's configuration shows; the one that is another elsewhere is told, not read there.
    const probes = new Map(worldOf("as it is").probes);
    for (const [text, answer] of Object.entries(all[name]?.answers ?? {})) {
      const index = rules.rules.probes.findIndex((probe) => probe.text === text);
      expect(probes.has(index)).toBe(true);
      probes.set(index, answer);
    }
    const user = userValues(input, rules.rules);
    const world = new Evaluator({ ...rules, user, probes });
    const observed = observedIn(rules.rules, userValues(outputOf(name), rules.rules));
    const different: string[] = [];
    const unknown: string[] = [];
    for (const symbol of rules.rules.symbols.keys()) {
      const seen = observed(symbol);
      if (!seen) continue;
      const computed = world.valueOf(symbol);
      const [ours, theirs] = [textOf(computed), textOf(seen)];
      if (ours === undefined) unknown.push(symbol);
      else if (ours !== theirs) different.push(`${symbol}: ${ours}, and not ${theirs}`);
    }
    expect(different).toEqual([]);
    expect(unknown.length).toBeLessThan(5);
  });

  test.each(Object.keys(all))(
    "what a configuration shows of programs is what they print on a machine %s",
    (name) => {
      const values = variables(cross);
      const { probes } = rules.rules;
      const command = (index: number): string | undefined => {
        const probe = probes[index];
        if (!probe) return undefined;
        if (probe.kind === "environment") return values[probe.text];
        const parts = probeTemplate(probe).map((part) =>
          typeof part === "number" ? outputOfProbe(part) : part,
        );
        return parts.includes(undefined) ? undefined : parts.join("");
      };
      const outputOfProbe = (index: number): string | undefined => {
        const text = command(index);
        if (text === undefined || probes[index]?.kind === "environment") return text;
        return printedBy(text, source, { ...values, PATH: all[name]?.path ?? "" });
      };
      let compared = 0;
      for (const [index, answer] of worldOf(name).probes) {
        if (probes[index]?.kind !== "command") continue;
        const printed = outputOfProbe(index);
        if (printed === undefined) continue;
        expect([probes[index]?.text, answer]).toEqual([probes[index]?.text, printed]);
        compared += 1;
      }
      expect(compared).toBeGreaterThan(30);
    },
  );

  test("auto.conf and autoconf.h of Debian's headers tell of every symbol what .config does", async () => {
    const { configurations, damaged } = await configurationsOf(directoryTree(headers, { links: "system" }));
    expect([configurations.length, damaged]).toEqual([3, []]);
    const [own, ...others] = configurations.map(({ config }) => kconfigWorld(rules, config));
    for (const other of others) {
      const different = [...rules.rules.symbols.keys()].filter((symbol) => {
        const [mine, theirs] = [own, other].map((world) => world && textOf(world.valueOf(symbol)));
        return mine !== undefined && theirs !== undefined && mine !== theirs;
      });
      expect(different).toEqual([]);
    }
  });

  test("each symbol that is less for want of a program is explained by that", () => {
    const before = worldOf("as it is");
    for (const [name, { answers }] of Object.entries(all)) {
      const [text] = Object.keys(answers);
      if (text === undefined) continue;
      const after = worldOf(name);
      const changed = [...rules.rules.symbols.keys()].filter(
        (symbol) => textOf(before.valueOf(symbol)) !== textOf(after.valueOf(symbol)),
      );
      expect(changed).not.toEqual([]);
      for (const symbol of changed) {
        // GCC's plugins are not there on this machine, so it is this one that lacks something.
        const lacking = rank(before, symbol) > rank(after, symbol) ? after : before;
        const end = explain(symbol, lacking).at(-1);
        const asked = end?.kind === "probe" ? rules.rules.probes[end.probe]?.text : end?.name;
        expect([name, symbol, asked]).toEqual([name, symbol, text]);
      }
    }
  });

  test("every symbol is explained, and each link leads to the next", () => {
    const world = worldOf("without pahole");
    for (const symbol of rules.rules.symbols.keys()) {
      const chain = explain(symbol, world);
      expect([symbol, chain[0]?.kind === "symbol" && chain[0].name]).toEqual([symbol, symbol]);
      for (const [index, link] of chain.entries())
        expect([symbol, leadsTo(link, chain[index + 1])]).toEqual([symbol, true]);
    }
  });

  test("DEBUG_INFO_BTF_MODULES goes with pahole, step by step", () => {
    const world = worldOf("without pahole");
    expect(textOf(worldOf("as it is").valueOf("DEBUG_INFO_BTF_MODULES"))).toBe("y");
    expect(told(explain("DEBUG_INFO_BTF_MODULES", world), world)).toEqual([
      "DEBUG_INFO_BTF_MODULES=n dependency",
      lost,
      "PAHOLE_VERSION=0 default",
      `${PAHOLE} -> 0`,
    ]);
    expect(printedBy(PAHOLE, source, { PATH: all["without pahole"]?.path ?? "" })).toBe("0");
  });

  test.runIf(series === "6.12")("and SCHED_CLASS_EXT with it", () => {
    const world = worldOf("without pahole");
    expect(textOf(worldOf("as it is").valueOf("SCHED_CLASS_EXT"))).toBe("y");
    expect(told(explain("SCHED_CLASS_EXT", world), world)).toEqual([
      "SCHED_CLASS_EXT=n dependency",
      "DEBUG_INFO_BTF=n dependency",
      "PAHOLE_VERSION=0 default",
      `${PAHOLE} -> 0`,
    ]);
  });
});

/** How much a symbol is: `y` more than `n`, a number by its value. */
function rank(world: Evaluator, symbol: string): number {
  const text = textOf(world.valueOf(symbol)) ?? "";
  return { n: 0, m: 1, y: 2 }[text] ?? Number(text);
}

/** Whether `next` is what `link` refers to; nothing follows one that refers to nothing. */
function leadsTo(link: Link, next: Link | undefined): boolean {
  if (!next) return true;
  if (link.kind === "probe") return false;
  if ("by" in link.reason) return next.kind === "symbol" && next.name === link.reason.by;
  if (next.kind === "probe") return link.cause?.probes.includes(next.probe) === true;
  return link.cause?.symbols.includes(next.name) === true;
}

const told = (chain: readonly Link[], { rules }: Evaluator): readonly string[] =>
  chain.map((link) =>
    link.kind === "symbol"
      ? `${link.name}=${link.value} ${link.reason.kind}`
      : `${rules.probes[link.probe]?.text} -> ${link.answer}`,
  );
