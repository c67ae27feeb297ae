import { spawn, spawnSync } from "node:child_process";
import { afterAll, describe, expect, test } from "vitest";
import { ended, install } from "../test/build/kofit.ts";
import { exportingModule, moduleBytes, writeFiles, writeKernel } from "../test/build/files.ts";

const kofit = install();
afterAll(() => kofit.remove());

const kernel = writeKernel(kofit.directory);
writeFiles(kofit.directory, {
  "fits.ko": moduleBytes(),
  "shrunk.ko": moduleBytes({ thisModule: { size: 0x4c0, init: 0x138, exit: 0x490, name: "hello" } }),
  "lost.ko": moduleBytes({
    imports: ["_printk", "frob"],
    versions: { module_layout: 0x11, _printk: 0x22, frob: 0x77 },
  }),
  "frob.ko": exportingModule("frob", 0x77),
  config: "CONFIG_MODULES=y\nCONFIG_64BIT=y\nCONFIG_X86_64=y\n",
});
const check = (...args: readonly string[]): ReturnType<typeof kofit.run> =>
  kofit.run(["check", ...args, "--kernel", kernel]);

describe("help and version", () => {
  for (const command of [
    "",
    "build",
    "check",
    "diff",
    "dkms",
    "explain",
    "facts",
    "hook",
    "layout",
    "preflight",
    "recipe",
    "repair",
    "why",
  ]) {
    const args = [...(command === "" ? [] : [command]), "--help"];
    for (const lang of ["en", "zh"]) {
      test(`${args.join(" ")} --lang ${lang} fits 80 columns`, async () => {
        const { code, out, err } = await kofit.run([...args, "--lang", lang]);
        expect({ code, err }).toEqual({ code: 0, err: "" });
        expect(out).toMatchSnapshot();
        for (const line of out.split("\n")) expect(columns(line)).toBeLessThanOrEqual(80);
      });
    }
  }

  test("help goes by several names", async () => {
    const { out } = await kofit.run(["check", "--help"]);
    expect((await kofit.run(["help", "check"])).out).toBe(out);
    expect((await kofit.run(["check", "x.ko", "-h"])).out).toBe(out);
  });

  test("without arguments the help is on stderr, and kofit did nothing", async () => {
    const { code, out, err } = await kofit.run([]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("check");
  });

  test("--version", async () => {
    expect(await kofit.run(["--version"])).toEqual({ code: 0, out: "kofit 0.1.0\n", err: "" });
  });
});

describe("usage errors are one line and exit code 2", () => {
  const cases: readonly (readonly [args: readonly string[], line: string])[] = [
    [["chekc"], "kofit: there is no command chekc; did you mean check?\n"],
    [["frobnicate"], "kofit: there is no command frobnicate; `kofit --help` lists them\n"],
    [["hello.ko"], "kofit: hello.ko is no command; did you mean `kofit check hello.ko`?\n"],
    [["constructor"], "kofit: there is no command constructor; `kofit --help` lists them\n"],
    [["check"], "kofit: check needs a module: kofit check hello.ko\n"],
    [["check", "a.ko", "--kernl", "x"], "kofit: there is no option --kernl; did you mean --kernel?\n"],
    [["check", "a.ko", "--__proto__"], "kofit: there is no option --__proto__\n"],
    [["check", "a.ko", "--kernel"], "kofit: --kernel needs a value: --kernel T\n"],
    [["check", "a.ko", "--kernel", "--json"], "kofit: --kernel needs a value: --kernel T\n"],
    [["check", "a.ko", "--json=yes"], "kofit: --json takes no value\n"],
    [["check", "a.ko", "--format", "xml"], "kofit: there is no format xml; there are json, text\n"],
    [["check", "a.ko", "--only", "symbol-crc"], "kofit: there is no check symbol-crc\n"],
    [
      ["check", "a.ko", "--only", "elf-bad-magik"],
      "kofit: there is no check elf-bad-magik; did you mean elf-bad-magic?\n",
    ],
    [["--lang", "de", "check"], "kofit: --lang takes en or zh\n"],
    [["facts", "--format", "xml"], "kofit: there is no format xml; there are json, text\n"],
    [["facts", "fits.ko", "--save", "x.json"], "kofit: --save takes a kernel; fits.ko is a module\n"],
  ];
  for (const [args, line] of cases) {
    test(`kofit ${args.join(" ")}`, async () => {
      expect(await kofit.run(args)).toEqual({ code: 2, out: "", err: line });
    });
  }
});

describe("the exit code tells the answer", () => {
  test("0: loads", async () => {
    expect(await check("fits.ko")).toEqual({ code: 0, out: "fits.ko: loads on 6.12.95-test\n", err: "" });
  });

  test("1: refused", async () => {
    const { code, out, err } = await check("shrunk.ko", "fits.ko");
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toMatch(/^2 modules on 6\.12\.95-test: 1 loads, 1 refused\n/);
  });

  test("3: a fact is missing, and the remedy is named", async () => {
    const { code, out } = await kofit.run(["check", "fits.ko", "--kernel", "config"]);
    expect(code).toBe(3);
    expect(out).toMatch(/^fits\.ko: unknown on /);
    expect(out).toContain("    > ");
  });

  test("--only makes the named checks alone", async () => {
    expect((await check("shrunk.ko", "--only", "vermagic-mismatch")).code).toBe(0);
    expect((await check("shrunk.ko", "--only", "vermagic-mismatch", "--only", "this-module-size")).code).toBe(
      1,
    );
  });
});

const answer = async (env: Readonly<Record<string, string>>, ...args: string[]): Promise<string> =>
  (await kofit.run(["check", "fits.ko", "--kernel", kernel, ...args], { env })).out;

describe("formats and languages", () => {
  test("--json and --format json are the same", async () => {
    const { code, out } = await check("shrunk.ko", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      schema: "kofit-check/1",
      modules: [{ file: "shrunk.ko", outcome: "refused" }],
    });
    expect((await check("shrunk.ko", "--format", "json")).out).toBe(out);
  });

  test("the locale decides, --lang overrules it", async () => {
    expect(await answer({ LANG: "zh_CN.UTF-8" })).toContain("可以在 6.12.95-test 上加载");
    expect(await answer({ LANG: "zh_CN.UTF-8", LC_ALL: "en_GB.UTF-8" })).toContain("loads on");
    expect(await answer({ LANG: "zh_CN.UTF-8" }, "--lang", "en")).toContain("loads on");
    expect(await answer({}, "--lang=zh")).toContain("可以在");
  });

  test("a usage error speaks the language asked for", async () => {
    const { err } = await kofit.run(["chekc", "--lang", "zh"]);
    expect(err).toBe("kofit: 没有 chekc 这个命令，您是否想用 check？\n");
  });
});

const escape = "\u001b[";

const colour = async (env: Readonly<Record<string, string>>): Promise<boolean> =>
  (await kofit.run(["check", "shrunk.ko", "--kernel", kernel], { env })).out.includes(escape);

const onTerminal = (env: Readonly<Record<string, string>>): string => {
  const command = `stty cols 60; '${process.execPath}' '${kofit.bundle}' check shrunk.ko --kernel '${kernel}'`;
  return spawnSync("script", ["-qec", command, "/dev/null"], {
    cwd: kofit.directory,
    env: { ...kofit.environment, TERM: "xterm", ...env },
    encoding: "utf8",
  }).stdout;
};

describe("terminals and pipes", () => {
  test("no colour in a pipe, unless it is forced", async () => {
    expect(await colour({})).toBe(false);
    expect(await colour({ FORCE_COLOR: "1" })).toBe(true);
    expect(await colour({ FORCE_COLOR: "0" })).toBe(false);
    expect(await colour({ NO_COLOR: "1" })).toBe(false);
  });

  test("colour and the terminal's width on a terminal; NO_COLOR is heard", async () => {
    expect(onTerminal({})).toContain(escape);
    const plain = onTerminal({ NO_COLOR: "1" });
    expect(plain).not.toContain(escape);
    expect(plain).toContain("refused by 6.12.95-test");
    for (const line of plain.split("\r\n")) expect(columns(line)).toBeLessThanOrEqual(60);
  });

  test("a reader that has enough is no error", async () => {
    const line = `'${process.execPath}' '${kofit.bundle}' check --verbose $(yes fits.ko | head -n 9000) --kernel '${kernel}' | head -n 1`;
    const { out, err } = await ended(
      spawn("sh", ["-c", line], { cwd: kofit.directory, env: kofit.environment }),
    );
    expect({ out, err }).toEqual({ out: "9000 modules on 6.12.95-test: 9000 load\n", err: "" });
  });
});

describe("modules that are given together", () => {
  test("one exports what another imports", async () => {
    const alone = await check("lost.ko");
    expect(alone.code).toBe(1);
    expect(alone.out).toMatch(/^lost\.ko: refused by 6\.12\.95-test: ENOENT/);

    const together = await check("lost.ko", "frob.ko");
    expect(together).toEqual({ code: 0, out: "2 modules on 6.12.95-test: 2 load\n", err: "" });
  });
});

/** Columns on a terminal, reckoned apart from the code under test: East Asian characters take two. */
function columns(line: string): number {
  return Array.from(line).reduce(
    (sum, c) => sum + (/[\u2e80-\u9fff\u3000-\u303f\uff00-\uff60]/u.test(c) ? 2 : 1),
    0,
  );
}

describe("--each", () => {
  const two = ["--each", "--kernel", `${kofit.directory}/config`];

  test("answers for every kernel, and the worst answer is the exit code", async () => {
    const { code, out } = await check("fits.ko", ...two);
    const [first = "", second = ""] = out.split("\n\n").filter((block) => block.includes("fits.ko"));
    expect(second).toMatch(/^fits\.ko: loads on /);
    expect(first).not.toMatch(/loads on/);
    expect(code).toBe(3);
  });

  test("JSON is a document for each", async () => {
    const { out } = await check("fits.ko", "--json", ...two);
    const documents = out.split(/^(?=\{)/m).map((text) => JSON.parse(text));
    expect(documents.map(({ schema, modules }) => [schema, modules[0].outcome])).toEqual([
      ["kofit-check/1", "unknown"],
      ["kofit-check/1", "loads"],
    ]);
  });

  test("a file that is no module is told once", async () => {
    const { code, err } = await check("config", ...two);
    expect(err.match(/^kofit: /gm)).toHaveLength(1);
    expect(code).toBe(2);
  });
});
