import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { explainLog } from "@kofit/core";
import { afterAll, describe, expect, test } from "vitest";
import { type Ended, install } from "../../test/build/kofit.ts";
import { explainJson } from "./explain-json.ts";
import { explainText } from "./explain-text.ts";

const kofit = install();
afterAll(() => kofit.remove());

const schema: unknown = JSON.parse(
  readFileSync(new URL("../../../../docs/explain.schema.json", import.meta.url), "utf8"),
);
if (typeof schema !== "object" || schema === null) throw new Error("the schema is no object");
const keepsToSchema = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

const load = `[    0.000000] Linux version 6.12.3-current-sunxi64 (armbian@next) (aarch64-linux-gnu-gcc 13.3.0) #1 SMP PREEMPT
[   60.101000] tty0tty: loading out-of-tree module taints kernel.
[   60.101500] module tty0tty: .gnu.linkonce.this_module section size must match the kernel's built struct module size at run time
insmod: ERROR: could not insert module tty0tty.ko: Invalid module format
`;
const build = `DKMS make.log for vloop-1.2.0 for kernel 6.15.2-arch1-1 (x86_64)
make[1]: Entering directory '/usr/lib/modules/6.15.2-arch1-1/build'
warning: the compiler differs from the one used to build the kernel
  CC [M]  vloop.o
vloop.c:40:9: error: implicit declaration of function ‘del_timer_sync’ [-Wimplicit-function-declaration]
cc1: some warnings being treated as errors
make[3]: *** [scripts/Makefile.build:203: vloop.o] Error 1
make: *** [Makefile:8: all] Error 2
`;
const harmless = "[   60.1] vloop: loading out-of-tree module taints kernel.\n";
const many = Array.from(
  { length: 12 },
  (_, i) => `module_${i}: disagrees about version of symbol module_layout\n`,
).join("");

const logs = { load, build, harmless, many, "nothing known": "hello\n", empty: "" };

describe.each(Object.entries(logs))("%s", (name, log) => {
  test.each(["en", "zh"] as const)("%s", async (language) => {
    const text = explainText(explainLog(log), "x.log", language, { width: 80, colour: false });
    await expect(text).toMatchFileSnapshot(`__snapshots__/${name} ${language}.txt`);
  });

  test("JSON keeps to the schema", () => {
    const document: unknown = JSON.parse(explainJson(explainLog(log), "en"));
    keepsToSchema(document);
    expect(keepsToSchema.errors ?? []).toEqual([]);
  });
});

test("what the log names does not act on the terminal", () => {
  const log = explainLog("\u009b31mevil\u202e: disagrees about version of symbol module_layout");
  const text = explainText(log, undefined, "en", { width: 80, colour: false });
  expect(text).not.toMatch(/[\u009b\u202e]/u);
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(kofit.directory, name);
  writeFileSync(path, content);
  return path;
}

/** Runs kofit with something on its standard input. */
function piped(args: readonly string[], input: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [kofit.bundle, ...args], { env: kofit.environment });
    let out = "";
    let err = "";
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (err += data.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}

describe("the command", () => {
  test.each([
    ["load", load, 1],
    ["harmless", harmless, 0],
    ["nothing known", "hello\n", 3],
  ])("%s", async (name, log, code) => {
    const path = file(`${name}.log`, log);
    const ended = await kofit.run(["explain", path]);
    expect(ended).toMatchObject({ code, err: "" });
    expect(ended.out).toContain(path);
  });

  test.each([[["explain"]], [["explain", "-"]]])("%j reads what is piped in", async (args) => {
    const ended = await piped(args, load);
    expect(ended).toMatchObject({ code: 1, err: "" });
    expect(ended.out).toContain("kofit check tty0tty.ko --kernel /lib/modules/6.12.3-current-sunxi64");
  });

  test("JSON", async () => {
    const { out, code } = await piped(["explain", "--json"], build);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      schema: "kofit-explain/1",
      outcome: "failed",
      causes: [{ symptom: "api-change" }, { symptom: "werror" }],
    });
  });

  test.each([
    ["a module", "x.ko", "\x7fELF\x02\x01", /x\.ko is a module or a program, no log: `kofit check \S+x\.ko`/],
    ["a packed log", "x.gz", "\x1f\x8b\x08", /x\.gz is packed: `zcat \S+x\.gz \| kofit explain`/],
    ["a journal", "x.journal", "LPKSHHRH", /a file of the journal: `journalctl --file/],
  ])("%s is no log", async (_, name, start, message) => {
    const path = file(name, Buffer.from(start, "latin1"));
    const ended = await kofit.run(["explain", path]);
    expect(ended).toMatchObject({ code: 2, out: "" });
    expect(ended.err).toMatch(message);
  });

  test("what cannot be read, and what is too much, is one line", async () => {
    const missing = await kofit.run(["explain", join(kofit.directory, "none")]);
    expect(missing).toMatchObject({ code: 2, out: "" });
    expect(missing.err).toMatch(/^kofit: ENOENT.*\n$/);
    expect((await kofit.run(["explain", kofit.directory])).code).toBe(2);
    const two = await kofit.run(["explain", "a", "b"]);
    expect(two.err).toBe(
      "kofit: explain takes one log: kofit explain FILE; several: cat FILE… | kofit explain\n",
    );
    expect(two.code).toBe(2);
  });
});
