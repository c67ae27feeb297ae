import { mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { writeFiles } from "../../test/build/files.ts";
import { kconfigTree, withOldPahole, withoutPahole, withPahole } from "../../test/build/kconfig-tree.ts";
import { type Ended, install } from "../../test/build/kofit.ts";

const kofit = install();
afterAll(() => kofit.remove());
const root = realpathSync(kofit.directory);

/** `include/generated/autoconf.h` for a configuration without numbers but those of pahole. */
const autoconf = (config: string): string =>
  config
    .replaceAll(/^# CONFIG_.*\n/gm, "")
    .replaceAll(/^#/gm, " *")
    .replaceAll(/^(CONFIG_\w+)=y$/gm, "#define $1 1")
    .replaceAll(/^(CONFIG_\w+)=(\d+)$/gm, "#define $1 $2");

const built = (config: string): Record<string, string> => ({
  ".config": config,
  "include/config/auto.conf": config.replaceAll(/^# CONFIG_.*\n/gm, ""),
  "include/generated/autoconf.h": `/*\n${autoconf(config)}`,
});

const directory = (name: string, files: Readonly<Record<string, string>>): string =>
  writeFiles(join(root, name), files);
directory("tree", { ...kconfigTree, ...built(withoutPahole) });
directory("src", kconfigTree);
directory("lost", built(withoutPahole));
directory("whole", built(withPahole));
directory("old", built(withOldPahole));

/** Runs `kofit why` in {@link root}. */
const why = (line: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  kofit.run(["why", ...line.split(" ")], { env });

/** Columns of a line on a terminal: Chinese characters take two. */
const columns = (line: string): number =>
  Array.from(line).reduce(
    (sum, one) =>
      sum +
      (/[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u.test(
        one,
      )
        ? 2
        : 1),
    0,
  );

describe("answers", () => {
  const cases: readonly (readonly [line: string, code: number])[] = [
    ["CONFIG_DEBUG_INFO_BTF_MODULES --headers tree", 0],
    ["SCHED_CLASS_EXT --headers lost --source src --kernel whole/.config", 0],
    ["DEBUG_INFO_BTF --headers old --source src", 0],
    ["DEBUG_INFO_BTF_MODULES --headers whole --source src", 0],
    ["DEBUG_INFO_BTF_MODULES --headers lost", 3],
    ["DEBUG_INFO_BTF_MODULES --kernel whole/.config", 3],
    ["PAHOLE_VERSION --kernel whole/.config --source src", 0],
    ["CRC32 --headers tree", 0],
    ["EDEN --headers tree", 0],
    ["HARDENED --headers tree", 0],
    ["DWARF4 --headers tree", 0],
    ["SLOW_NET --headers tree", 0],
    ["LONELY --headers tree", 0],
    ["ARM64 --headers tree", 0],
  ];
  for (const [line, expected] of cases) {
    for (const lang of ["en", "zh"]) {
      test(`kofit why ${line} --lang ${lang}`, async () => {
        const { code, out, err } = await why(`${line} --lang ${lang}`);
        expect({ code, err }).toEqual({ code: expected, err: "" });
        expect(out).toMatchSnapshot();
        expect(out).not.toContain("\u001b");
        for (const each of out.split("\n")) expect(columns(each)).toBeLessThanOrEqual(80);
      });
    }
  }

  test("as JSON", async () => {
    const { code, out } = await why(
      "DEBUG_INFO_BTF_MODULES --headers lost --source src --kernel whole/.config --json",
    );
    expect(code).toBe(0);
    expect(out).toMatchSnapshot();
    const { headers, kernel } = JSON.parse(out);
    expect(headers).toMatchObject({ value: "n", computed: "n", tool: { id: "pahole", debian: "pahole" } });
    expect(kernel).toMatchObject({ value: "y", firstDifference: { headers: "0", kernel: "124" } });
  });

  test("with colour on a terminal", async () => {
    const { out } = await why("DEBUG_INFO_BTF --headers tree", { FORCE_COLOR: "1" });
    expect(out).toContain("\u001b[");
  });
});

describe("where rules are found", () => {
  test("in what Debian's Makefile includes, beside the headers or where it says", async () => {
    directory("usr/src/linux-headers-6.12-common", kconfigTree);
    const headers = directory("usr/src/linux-headers-6.12-arm64", {
      ...built(withoutPahole),
      Makefile: "include /usr/src/linux-headers-6.12-common/Makefile\n",
    });
    expect((await why(`DEBUG_INFO_BTF --headers ${headers}`)).code).toBe(0);
    directory("elsewhere", { ...built(withoutPahole), Makefile: `include ${root}/src/Makefile\n` });
    expect((await why("DEBUG_INFO_BTF --headers elsewhere")).code).toBe(0);
  });

  test("by the links of an architecture's package, of a build directory and of lib/modules", async () => {
    directory("linked", built(withoutPahole));
    for (const name of ["Makefile", "Kconfig", "init", "lib", "arch", "drivers", "scripts"]) {
      symlinkSync(`../src/${name}`, join(root, "linked", name));
    }
    directory("output", built(withoutPahole));
    symlinkSync("../src", join(root, "output/source"));
    mkdirSync(join(root, "modules/6.12"), { recursive: true });
    symlinkSync("../../lost", join(root, "modules/6.12/build"));
    symlinkSync("../../src", join(root, "modules/6.12/source"));
    for (const headers of ["linked", "output", "modules/6.12/build"]) {
      expect((await why(`DEBUG_INFO_BTF --headers ${headers}`)).code).toBe(0);
    }
  });

  test("a Makefile that includes what is not there is said with the file that is missing", async () => {
    directory("debian/headers-common", { Makefile: "" });
    directory("debian/headers", {
      ...built(withoutPahole),
      Makefile: "include /gone/headers-common/Makefile\n",
    });
    const { code, out } = await why("DEBUG_INFO_BTF --headers debian/headers");
    expect(code).toBe(3);
    expect(out.replaceAll(/\s+/g, " ")).toContain(
      `no file Kconfig in debian/headers, nor in ${root}/debian/headers-common`,
    );
  });
});

describe("half a tree", () => {
  const { "lib/Kconfig.debug": _, ...half } = kconfigTree;

  test("the missing file is named, and what it would say is taken from the configuration", async () => {
    directory("half", { ...half, ...built(withPahole) });
    const { code, out } = await why("SCHED_CLASS_EXT --headers half");
    expect(code).toBe(0);
    expect(out).toContain("lib/Kconfig.debug is missing (Kconfig:5)");
    expect(out).toContain("SCHED_CLASS_EXT is y");
    expect(await why("DEBUG_INFO_BTF --headers half")).toMatchObject({ code: 3 });
    // It may be in the file that is missing.
    expect(await why("FROB --headers half")).toMatchObject({ code: 3, err: "" });
  });

  test("a chain that ends in the missing file is not known", async () => {
    directory("half-lost", { ...half, ...built(withoutPahole) });
    const { code, out } = await why("SCHED_CLASS_EXT --headers half-lost");
    expect(code).toBe(3);
    expect(out).toContain("← SCHED_CLASS_EXT depends on DEBUG_INFO_BTF");
    expect(out).toContain("← no Kconfig file that was read defines DEBUG_INFO_BTF");
  });

  test("a value that another file must have made is not explained by what was read", async () => {
    const { "arch/arm64/Kconfig": __, ...other } = kconfigTree;
    directory("half-arch", { ...other, ...built(withoutPahole) });
    const { code, out } = await why("CRC32 --headers half-arch");
    expect(code).toBe(3);
    expect(out).toContain("CRC32 is y in the configuration");
    expect(out).toContain("arch/arm64/Kconfig is missing");
  });
});

describe("a configuration that says several things", () => {
  test("autoconf.h with another value than .config", async () => {
    directory("two", {
      ...kconfigTree,
      ...built(withPahole),
      "include/generated/autoconf.h": `/*\n${autoconf(withoutPahole)}`,
    });
    const { out } = await why("DEBUG_INFO_BTF --headers two");
    expect(out).toMatchSnapshot();
    const { headers } = JSON.parse((await why("DEBUG_INFO_BTF --headers two --json")).out);
    expect(headers.contradictions).toMatchObject([{ path: "include/generated/autoconf.h", value: "n" }]);
    expect(headers.contradictions[0].symbols[0]).toBe("CONFIG_DEBUG_INFO_BTF");
  });

  test("files of one run of Kconfig do not contradict each other", async () => {
    const { out } = await why("DEBUG_INFO_BTF --headers whole --source src --json");
    expect(JSON.parse(out).headers.contradictions).toEqual([]);
  });

  test("without .config, auto.conf counts, and without that autoconf.h", async () => {
    const { ".config": _, ...generated } = built(withPahole);
    directory("auto", generated);
    const { "include/config/auto.conf": __, ...header } = generated;
    directory("auto-h", header);
    for (const [name, file] of [
      ["auto", "include/config/auto.conf"],
      ["auto-h", "include/generated/autoconf.h"],
    ]) {
      const { headers } = JSON.parse(
        (await why(`DEBUG_INFO_BTF_MODULES --headers ${name} --source src --json`)).out,
      );
      expect(headers).toMatchObject({ file, value: "y", computed: "y", contradictions: [], unread: [] });
      const { code, out } = await why(`NET --headers ${name} --source src`);
      expect({ code, said: out.includes("by these rules") }).toEqual({ code: 0, said: false });
    }
  });

  test("a file that is damaged is told, and the others count", async () => {
    directory("damaged", { ...built(withPahole), ".config": "CONFIG_A=y\n\0" });
    const { code, out } = await why("DEBUG_INFO_BTF --headers damaged --source src");
    expect(code).toBe(0);
    expect(out).toContain("CONFIG_DEBUG_INFO_BTF=y\n  damaged/include/config/auto.conf");
    expect(out).toContain("! not read, so what it says does not count: damaged/.config");
  });

  test("a .config that was changed by hand", async () => {
    directory("by-hand", {
      ".config": withoutPahole.replace("CONFIG_ARM64=y", "CONFIG_ARM64=y\nCONFIG_DEBUG_INFO_BTF=y"),
    });
    const { out } = await why("DEBUG_INFO_BTF --headers by-hand --source src");
    expect(out).toContain("CONFIG_DEBUG_INFO_BTF=y");
    expect(out.replaceAll(/\s+/g, " ")).toContain("by these rules it would be n");
  });

  test("a kernel of another architecture is not explained by the headers' rules", async () => {
    directory("x86", { config: withPahole.replace("Linux/arm64", "Linux/x86") });
    const { code, out } = await why("DEBUG_INFO_BTF --headers lost --source src --kernel x86/config");
    expect(code).toBe(0);
    expect(out).toContain("CONFIG_DEBUG_INFO_BTF=y in the kernel's configuration (x86/config)");
    expect(out).toContain("! this kernel is Linux/x86 6.12.95");
    expect(out).not.toContain("first difference");
  });

  test("rules of another version", async () => {
    directory("src-6.13", { ...kconfigTree, Makefile: "VERSION = 6\nPATCHLEVEL = 13\nSUBLEVEL = 0\n" });
    const { out } = await why("ARM64 --headers lost --source src-6.13");
    expect(out).toContain("is Linux 6.13.0, the headers are of 6.12.95");
  });
});

describe("errors are one line and exit code 2", () => {
  directory("empty", { Makefile: "" });
  directory("nul", { ".config": "CONFIG_A=y\n\0" });
  const cases: readonly (readonly [line: string, err: RegExp])[] = [
    [
      "DEBUG_INFO_BTF_MODULS --headers tree",
      /^kofit: Linux 6\.12\.95 has no CONFIG_DEBUG_INFO_BTF_MODULS; did you mean CONFIG_DEBUG_INFO_BTF_MODULES\?\n$/,
    ],
    [
      "debug_info --headers tree",
      /^kofit: Linux 6\.12\.95 has no CONFIG_debug_info; did you mean CONFIG_DEBUG_INFO\?\n$/,
    ],
    ["FROBNICATE --headers tree", /^kofit: Linux 6\.12\.95 has no CONFIG_FROBNICATE\n$/],
    ["A --headers gone", /^kofit: gone is no directory\n$/],
    ["A --headers empty", /^kofit: empty has no configuration: .*\n$/],
    ["A --headers nul", /^kofit: nul\/\.config.*\n$/],
    ["A --headers lost --source empty", /^kofit: empty has no file Kconfig.*\n$/],
    ["A B --headers tree", /^kofit: why takes one symbol.*\n$/],
    ["a-b --headers tree", /^kofit: a-b is no CONFIG symbol\n$/],
    ["A", /^kofit: why needs --headers DIR.*\n$/],
  ];
  for (const [line, expected] of cases) {
    test(`kofit why ${line}`, async () => {
      const { code, out, err } = await why(line);
      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toMatch(expected);
    });
  }
});

test("what a Kconfig file has in it does not reach the terminal as it is", async () => {
  directory("escape", {
    ...kconfigTree,
    "drivers/Kconfig": 'config NET\n\tbool "Net\u001b[2Jworking"\n',
    ".config": withoutPahole,
  });
  for (const json of ["", " --json"]) {
    const { out } = await why(`NET --headers escape${json}`);
    expect(out).toContain("2Jworking");
    expect(out).not.toContain("\u001b");
  }
});
