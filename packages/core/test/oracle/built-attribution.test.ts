// The same question as attribution.test.ts asks of compiled probes, of modules that kbuild builds: `make M=` with Debian's
// headers, one option of their configuration flipped, and `kofit check` given the module and the kernel's packages.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { directoryTree } from "../../node/directory-tree.ts";
import { guardedMembers, optionMembers } from "../../src/facts/headers/guarded-members.ts";
import { openTree } from "../../src/facts/headers/headers.ts";
import { openHeaders } from "../../src/sources/common/headers.ts";
import { elsewhere } from "./flipped-probe.ts";
import { type FlippedHeaders, flippedHeaders } from "./flipped-headers.ts";

const main = join(import.meta.dirname, "../../../cli/src/main.ts");
const isWhole = process.env["KOFIT_ORACLE"] === "all";
/** Options that are flipped for each kernel in every run; a build takes some seconds. */
const MOST = 6;

/** What is read of the report. */
interface Cause {
  readonly certainty: string;
  readonly evidence: {
    /** Of `option-guards-members`. */
    readonly options?: readonly { readonly option: string }[];
    /** Of `vermagic-option-differs`. */
    readonly words?: readonly { readonly options: readonly string[] }[];
  };
}
interface Judged {
  readonly outcome: string;
  /** Of all causes that name options: the surest certainty, and the sets that have it. */
  readonly certainty: string | undefined;
  readonly sets: readonly string[];
}

/** What a cause names; `undefined` for those that name no option. */
const namedIn = ({ options, words }: Cause["evidence"]): string | undefined =>
  options?.map(({ option }) => option).join("+") ?? words?.map((word) => word.options.join("|")).join("+");

function judged(module: string, kernel: readonly string[]): Judged {
  const targets = kernel.flatMap((path) => ["--kernel", path]);
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["-C", "source", main, "check", module, ...targets, "--json"],
    { encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (stdout === "") throw new Error(stderr);
  const [{ outcome, findings }] = JSON.parse(stdout).modules;
  const causes: Cause[] = findings.flatMap((finding: { causes?: Cause[] }) => finding.causes ?? []);
  const certainty = ["certain", "likely", "possible"].find((one) =>
    causes.some((cause) => cause.certainty === one && namedIn(cause.evidence) !== undefined),
  );
  const sets = causes
    .filter((cause) => cause.certainty === certainty)
    .flatMap(({ evidence }) => namedIn(evidence) ?? []);
  return { outcome, certainty, sets: [...new Set(sets)].toSorted() };
}

/** Options that alone bring members of the struct. */
async function optionsOf(headers: string): Promise<readonly string[]> {
  const { headersTree } = await openHeaders(directoryTree(headers, { links: "system" }), "");
  const opened = headersTree && (await openTree(headersTree));
  const members = opened && (await guardedMembers(opened, "module", "linux/module.h"));
  if (!members) throw new Error(`${headers} declare no struct module`);
  return optionMembers(members).map(({ option }) => option);
}

const some = [
  "apt:linux-image-cloud-arm64:arm64/bookworm-backports",
  "apt:linux-image-cloud-amd64:amd64/bookworm",
];
const others = [
  "apt:linux-image-cloud-arm64:arm64/bullseye",
  "apt:linux-image-armmp:armhf/bookworm",
  "apt:linux-image-cloud-amd64:amd64/sid",
];

describe.each(isWhole ? [...some, ...others] : some)("%s", (spec) => {
  let headers: FlippedHeaders;
  let options: readonly string[];

  beforeAll(async () => {
    headers = await flippedHeaders(spec);
    const all = (await optionsOf(headers.kernel.headers)).filter(
      (option) => !elsewhere[headers.kernel.architecture]?.includes(option),
    );
    options = all.filter(
      (_, i) => isWhole || Math.floor((i * MOST) / all.length) !== Math.floor(((i - 1) * MOST) / all.length),
    );
  });
  afterAll(() => headers?.remove());

  test("what kbuild makes of the headers as they come loads, and no option is named", async () => {
    const module = await headers.build("");
    expect(module && judged(module, headers.kernel.packages)).toEqual({
      outcome: "loads",
      certainty: undefined,
      sets: [],
    });
  });

  test(
    "the flipped option is named: exactly with debug information, among those that fit without",
    { timeout: 3_600_000 },
    async () => {
      const typed: { option: string; judged: Judged }[] = [];
      const bare: { option: string; judged: Judged }[] = [];
      for (const option of options) {
        const module = await headers.build(option);
        // Flipped alone some options leave headers that do not compile.
        if (module === undefined) continue;
        const withTypes = judged(module, headers.kernel.packages);
        // Some members fit into what is left of a line behind `exit`: to a loader that module is as any.
        if (withTypes.outcome !== "loads") typed.push({ option, judged: withTypes });
        headers.strip(module);
        const without = judged(module, headers.kernel.packages);
        expect({ option, outcome: without.outcome }).toEqual({ option, outcome: withTypes.outcome });
        if (without.outcome !== "loads") bare.push({ option, judged: without });
      }
      expect(typed.length).toBeGreaterThan(options.length / 3);

      const missed = typed.filter(({ option, judged: { sets } }) => sets.join() !== option);
      expect(missed.filter(({ judged: { certainty } }) => certainty === "certain")).toEqual([]);
      // Where it fails, this shows what.
      expect(missed.length / typed.length <= 0.05 ? [] : missed).toEqual([]);

      expect(
        bare.filter(
          ({ option, judged: { certainty, sets } }) => certainty !== "possible" && sets.join() !== option,
        ),
      ).toEqual([]);
      const unnamed = bare.filter(({ option, judged: { sets } }) => !sets.includes(option));
      expect(unnamed.length / bare.length <= 0.05 ? [] : unnamed).toEqual([]);
    },
  );
});
