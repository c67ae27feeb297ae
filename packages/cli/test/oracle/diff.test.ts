// `kofit diff` of real kernels, part by part beside independent tools: sort, comm and join over /boot/config and Module.symvers,
// pahole over the images, readelf over modules.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Corpus, corpus } from "../../../core/test/oracle/corpus.ts";
import { unpackedImage } from "../../../core/test/oracle/unpacked-image.ts";

const kofit = join(import.meta.dirname, "../../dist/kofit.cjs");

type Names = readonly string[];
interface Option {
  readonly symbol: string;
  readonly a: string | null;
  readonly b: string | null;
}
interface Export {
  readonly symbol: string;
}
interface Moved {
  readonly name: string;
  readonly a: number;
  readonly b: number;
}

/** What is read of the JSON: docs/diff.schema.json. */
interface Told {
  readonly vermagic: { readonly differences?: { readonly a: string; readonly b: string } };
  readonly "struct-module": {
    readonly state: string;
    readonly differences?: {
      readonly sizes: readonly [a: number, b: number];
      readonly members?: {
        readonly added: readonly { readonly name: string }[];
        readonly removed: readonly { readonly name: string }[];
        readonly moved: readonly Moved[];
      };
    };
  };
  readonly configuration: {
    readonly differences: {
      readonly groups: readonly { readonly options: readonly Option[] }[];
      readonly rest: readonly Option[];
    };
  };
  readonly toolchain: {
    readonly state: string;
    readonly differences?: { readonly tools: readonly Option[] };
  };
  readonly exports: {
    readonly differences: {
      readonly removed: readonly Export[];
      readonly added: readonly Export[];
      readonly crc: readonly Export[];
      readonly licence: readonly Export[];
      readonly namespace: readonly Export[];
      readonly same: number;
      readonly isImageOnly: boolean;
    };
  };
}

/** Standard output of a shell with these positional parameters, by lines. */
function shell(script: string, ...args: Names): Names {
  const output = execFileSync("bash", ["-o", "pipefail", "-c", script, "bash", ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: "C" },
  });
  return output.split("\n").filter((line) => line !== "");
}

/** Lines `SYMBOL VALUE-IN-A VALUE-IN-B` of what differs; `null` for what is not set. */
const OPTIONS = `
options() { grep -E '^CONFIG_[A-Za-z0-9_]+=' "$1" | sed 's/=/\\t/' | sort -t $'\\t' -k 1,1; }
join -t $'\\t' -a 1 -a 2 -e null -o 0,1.2,2.2 <(options "$1") <(options "$2") | awk -F '\\t' '$2 != $3'`;

/** `symbol crc kind namespace`, sorted by symbol; the rest of a line of Module.symvers is the owner. */
const SYMVERS = `symvers() { awk -F '\\t' -v OFS='\\t' '{ print $2, $1, $4, $5 "." }' "$1" | sort -t $'\\t' -k 1,1; }`;
const ONLY = `${SYMVERS}
join -t $'\\t' -v "$3" <(symvers "$1") <(symvers "$2") | cut -f 1`;
/** Symbols of both sides in which a column differs. */
const DIFFERING = `${SYMVERS}
join -t $'\\t' <(symvers "$1") <(symvers "$2") | awk -F '\\t' -v column="$3" '$column != $(column + 3) { print $1 }'`;

const count = (path: string): number => readFileSync(path, "utf8").split("\n").length - 1;
const named = (all: readonly Export[]): Names => all.map(({ symbol }) => symbol).toSorted();
const plain = (lines: Names): Names => [...lines].toSorted();

/** `struct module` as pahole prints it: size, and the offset of each member. */
function byPahole(path: string): { readonly size: number; readonly at: ReadonlyMap<string, number> } {
  const text = execFileSync("pahole", ["-F", "btf", "-C", "module", path], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  // A function's name stands in the middle of its type.
  const members = [
    ...text.matchAll(/^\t\S.*?(?:\(\*(\w+)\)\(.*\)|(\w+)(?:\[\d+\])*);\s*\/\*\s*(\d+)\s+\d+\s*\*\/$/gm),
  ];
  return {
    size: Number(/^\t\/\* size: (\d+),/m.exec(text)?.[1]),
    at: new Map(members.map(([, called, name = called ?? "", offset]) => [name, Number(offset)])),
  };
}

/** Size of the section that carries `struct module` in a module of a kernel. */
function sizeInModule(kernel: Corpus, scratch: string): number {
  const path = join(scratch, "module.ko");
  shell('case "$1" in *.xz) xz -dc "$1";; *) cat "$1";; esac > "$2"', someModule(kernel), path);
  const [line = ""] = shell("readelf -SW \"$1\" | grep ' .gnu.linkonce.this_module '", path);
  return Number.parseInt(/this_module\s+PROGBITS\s+\S+\s+\S+\s+([0-9a-f]+)/.exec(line)?.[1] ?? "", 16);
}

const configFile = ({ root, release }: Corpus): string => join(root, "boot", `config-${release}`);
/** The packages beside the image, each behind `flag`. */
const others = (flag: string, { packages }: Corpus): Names =>
  packages.slice(1).flatMap((path) => [flag, path]);

/** A small module that every kernel has. */
const someModule = ({ modules }: Corpus): string =>
  modules.find((path) => /\/(?:crc-itu-t|mii)\.ko/.test(path)) ?? "";

function vermagicIn(kernel: Corpus): string {
  const [line = ""] = shell(
    `case "$1" in *.xz) xz -dc "$1";; *) cat "$1";; esac | tr '\\0' '\\n' | grep -a '^vermagic='`,
    someModule(kernel),
  );
  return line.replace("vermagic=", "");
}

const pairs = [
  [
    "two generations",
    "apt:linux-image-cloud-amd64:amd64/bookworm",
    "apt:linux-image-cloud-amd64:amd64/bookworm-backports",
  ],
  ["two flavours", "apt:linux-image-cloud-amd64:amd64/bookworm", "apt:linux-image-amd64/bookworm"],
] as const;

describe.each(pairs)("%s", (_, first, second) => {
  const scratch = mkdtempSync(join(tmpdir(), "kofit-diff-"));
  let a: Corpus;
  let b: Corpus;
  let told: Told;

  beforeAll(async () => {
    [a, b] = [await corpus(first), await corpus(second)];
    const [mine = "", theirs = ""] = [a.packages[0], b.packages[0]];
    const args = [kofit, "diff", mine, theirs, ...others("--a", a), ...others("--b", b), "--json"];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, {
      encoding: "utf8",
      maxBuffer: 1 << 30,
    });
    if (status !== 0) throw new Error(stderr);
    told = JSON.parse(stdout).sections;
  });
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  test("configuration and toolchain: every option that join finds, with both values, and no other", () => {
    const theirs = shell(OPTIONS, configFile(a), configFile(b));
    const { groups, rest } = told.configuration.differences;
    const tools = told.toolchain.differences?.tools ?? [];
    const ours = [...groups.flatMap(({ options }) => options), ...rest, ...tools];
    const lines = ours.map(({ symbol, a: mine, b: other }) =>
      [symbol, mine ?? "null", other ?? "null"].join("\t"),
    );
    expect(plain(lines)).toEqual(plain(theirs));
    expect(theirs.length).toBeGreaterThan(50);
    // The compiler of one suite's kernels is the same; what Kconfig writes of it says so.
    expect(tools.map(({ symbol }) => symbol).filter((symbol) => !/VERSION|_IS_/.test(symbol))).toEqual([]);
  });

  test("exports: what join finds in the two Module.symvers", () => {
    const found = told.exports.differences;
    expect(found.isImageOnly).toBe(false);
    const only = (side: string): Names => plain(shell(ONLY, a.symvers, b.symvers, side));
    const differing = (column: string): Names => plain(shell(DIFFERING, a.symvers, b.symvers, column));
    expect(named(found.removed)).toEqual(only("1"));
    expect(named(found.added)).toEqual(only("2"));
    expect(named(found.crc)).toEqual(differing("2"));
    expect(named(found.licence)).toEqual(differing("3"));
    expect(named(found.namespace)).toEqual(differing("4"));
    const changed = new Set([...differing("2"), ...differing("3"), ...differing("4")]);
    expect(found.same + changed.size + found.removed.length).toBe(count(a.symvers));
    expect(found.same + changed.size + found.added.length).toBe(count(b.symvers));
  });

  test("struct module: sizes and members as pahole has them, and sizes as modules carry them", async () => {
    const paths = [join(scratch, "a"), join(scratch, "b")] as const;
    await unpackedImage(first, paths[0]);
    await unpackedImage(second, paths[1]);
    const [mine, theirs] = [byPahole(paths[0]), byPahole(paths[1])];
    expect(mine.at.size).toBeGreaterThan(40);
    expect([mine.size, theirs.size]).toEqual([sizeInModule(a, scratch), sizeInModule(b, scratch)]);
    const { state, differences } = told["struct-module"];
    const moved = [...mine.at].flatMap(([name, at]) => {
      const there = theirs.at.get(name);
      return there === undefined || there === at ? [] : [`${name} ${at} ${there}`];
    });
    const added = [...theirs.at.keys()].filter((name) => !mine.at.has(name));
    const removed = [...mine.at.keys()].filter((name) => !theirs.at.has(name));
    const isSame = mine.size === theirs.size && moved.length + added.length + removed.length === 0;
    expect(state).toBe(isSame ? "same" : "differs");
    if (isSame) return;
    expect(differences?.sizes).toEqual([mine.size, theirs.size]);
    const members = differences?.members;
    expect(members?.added.map(({ name }) => name).toSorted()).toEqual(added.toSorted());
    expect(members?.removed.map(({ name }) => name).toSorted()).toEqual(removed.toSorted());
    expect(members?.moved.map(({ name, a: at, b: there }) => `${name} ${at} ${there}`).toSorted()).toEqual(
      moved.toSorted(),
    );
  });

  test("vermagic: as modinfo reads it in a module of each", () => {
    expect(told.vermagic.differences).toMatchObject({ a: vermagicIn(a), b: vermagicIn(b) });
  });
});
