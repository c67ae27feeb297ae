// What kofit reads from every module of a real kernel, compared with what readelf, nm, modinfo and modprobe read.
import { beforeAll, expect, test } from "vitest";
import { fileSource } from "../../node/index.ts";
import { type ModuleFacts, readModuleFacts } from "../../src/index.ts";
import { nameOf } from "../../src/model/names.ts";
import { chunks, type Corpus, corpus, lines } from "./corpus.ts";

let kernel: Corpus;
const facts = new Map<string, ModuleFacts>();
const everyTenth = (): string[] => kernel.modules.filter((_, i) => i % 10 === 0);

function of(file: string): ModuleFacts {
  const found = facts.get(file);
  if (!found) throw new Error(`${file} was not read`);
  return found;
}

/** The value of a fact; fails the test when it is unknown. */
function value<K extends keyof Omit<ModuleFacts, "basicVersions" | "modinfoElsewhere">>(
  file: string,
  key: K,
): Extract<ModuleFacts[K], { known: true }>["value"] {
  const fact = of(file)[key];
  if (!fact.known) throw new Error(`${file}: ${key} is unknown: ${fact.why.en}`);
  return fact.value;
}

beforeAll(async () => {
  kernel = await corpus("apt:linux-image-amd64/bookworm");
  for (const file of kernel.modules) {
    const source = fileSource(file);
    facts.set(file, await readModuleFacts(source));
    source.close();
  }
});

test("there is something to compare", () => expect(kernel.modules.length).toBeGreaterThan(3500));

test.each(["name", "vermagic", "license"] as const)("modinfo reads the same %s", (field) => {
  for (const files of chunks(kernel.modules)) {
    const theirs = lines("modinfo", ["-F", field, ...files]);
    // More than one license= is possible; modinfo prints all, the kernel takes the first.
    const ours = files.flatMap((file) =>
      value(file, "modinfo")
        .filter(([tag]) => tag === field)
        .map(([, text]) => text),
    );
    expect(ours.map((text) => text.trimEnd())).toEqual(theirs.map((text) => text.trimEnd()));
    expect(files.map((file) => value(file, field))).toEqual(
      files.map((file) => value(file, "modinfo").find(([tag]) => tag === field)?.[1]),
    );
  }
});

test("modinfo sees a signature where kofit does", () => {
  for (const files of chunks(kernel.modules)) {
    const signed = lines("modinfo", files).filter((line) => /^sig_id:\s+PKCS#7$/.test(line)).length;
    expect(files.filter((file) => value(file, "signature")?.idType === 2).length).toBe(signed);
  }
});

test("readelf sees the same this_module: size, and what its relocations point to", () => {
  for (const files of chunks(kernel.modules)) {
    const theirs = new Map<string, { size: number; init?: number; exit?: number }>();
    let file = "";
    let section = "";
    for (const line of lines("readelf", ["-SrW", ...files])) {
      file = /^File: (.*)$/.exec(line)?.[1] ?? file;
      section = /^Relocation section '(.*)'/.exec(line)?.[1] ?? section;
      const size = /\] \.gnu\.linkonce\.this_module\s+PROGBITS\s+\w+ \w+ (\w+)/.exec(line)?.[1];
      if (size !== undefined) theirs.set(file, { size: Number.parseInt(size, 16) });
      const [, at = "", symbol] =
        /^(\w+)\s+\w+\s+R_X86_64_64\s+\w+ (init_module|cleanup_module) \+ 0$/.exec(line) ?? [];
      const found = section === ".rela.gnu.linkonce.this_module" ? theirs.get(file) : undefined;
      if (symbol === "init_module" && found) found.init ??= Number.parseInt(at, 16);
      if (symbol === "cleanup_module" && found) found.exit ??= Number.parseInt(at, 16);
    }
    for (const path of files) {
      const { size, init, exit } = value(path, "thisModule") ?? { size: -1 };
      expect({ path, size, init, exit }).toEqual({
        path,
        init: undefined,
        exit: undefined,
        ...theirs.get(path),
      });
    }
  }
});

test("nm sees the same undefined symbols", () => {
  for (const files of chunks(kernel.modules)) {
    const theirs = new Map<string, string[]>();
    for (const line of lines("nm", ["-A", "-p", "-u", ...files])) {
      const [, file = "", kind = "", symbol = ""] = /^(.*):\s+([Uwv]) (\S+)$/.exec(line) ?? [];
      theirs.set(file, [...(theirs.get(file) ?? []), `${kind === "U" ? "" : "weak "}${symbol}`]);
    }
    for (const path of files) {
      const { names, weak } = value(path, "imports");
      const ours = Array.from(
        { length: names.count },
        (_, row) => `${weak[row] === 1 ? "weak " : ""}${nameOf(names, row)}`,
      );
      expect({ path, symbols: ours }).toEqual({ path, symbols: theirs.get(path) ?? [] });
    }
  }
});

test("nm sees the same exports", () => {
  for (const files of chunks(kernel.modules)) {
    const theirs = new Map<string, string[]>();
    for (const line of lines("nm", ["-A", ...files])) {
      const [, file = "", symbol = ""] = /^(.*):\w+ \w __ksymtab_(\S+)$/.exec(line) ?? [];
      if (symbol !== "") theirs.set(file, [...(theirs.get(file) ?? []), symbol]);
    }
    for (const path of files) {
      const ours = value(path, "exports").map(({ symbol }) => symbol);
      expect({ path, symbols: ours.sort() }).toEqual({ path, symbols: (theirs.get(path) ?? []).sort() });
    }
  }
});

test("modprobe --dump-modversions reads the same CRCs", () => {
  for (const path of everyTenth()) {
    const theirs = lines("modprobe", ["--dump-modversions", path])
      .map((line) => line.replace(/\s+/, " "))
      .sort();
    const versions = value(path, "modversions");
    const ours = Array.from(
      { length: versions?.names.count ?? 0 },
      (_, row) =>
        `0x${(versions?.crcs[row] ?? 0).toString(16).padStart(8, "0")} ${versions ? nameOf(versions.names, row) : ""}`,
    ).sort();
    expect({ path, ours }).toEqual({ path, ours: theirs });
  }
});

test("the CRCs that modules export are those of Module.symvers", () => {
  const symvers = new Map(
    lines("cut", ["-f1,2,4,5", kernel.symvers]).map((line) => {
      const [crc = "", symbol = "", kind = "", namespace = ""] = line.split("\t");
      return [symbol, `${crc} ${kind} ${namespace}`] as const;
    }),
  );
  let compared = 0;
  for (const path of kernel.modules) {
    for (const { symbol, crc = 0, gplOnly, namespace = "" } of value(path, "exports")) {
      const kind = gplOnly ? "EXPORT_SYMBOL_GPL" : "EXPORT_SYMBOL";
      expect(`${symbol} 0x${crc.toString(16).padStart(8, "0")} ${kind} ${namespace}`).toBe(
        `${symbol} ${symvers.get(symbol)}`,
      );
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(10_000);
});
