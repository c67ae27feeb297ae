import { Ajv } from "ajv";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeCompilers, fakeHeaders } from "../../test/build/fake-headers.ts";
import { moduleBytes, writeFiles, writeKernel } from "../../test/build/files.ts";
import { UsageError } from "../frame/usage-error.ts";
import build from "./build.ts";

// The headers here are a Makefile that copies a module where kbuild would have made it; real ones: matrix/test/oracle/build-dkms.test.ts.

let directory = "";
let source = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "kofit-build-"));
  source = join(directory, "hello");
  vi.stubEnv("PATH", `${fakeCompilers(directory)}:${process.env["PATH"] ?? ""}`);
  vi.stubEnv("XDG_CACHE_HOME", join(directory, "cache"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

const copies =
  "modules:\n\t@echo '  CC [M]  hello.o'; cp $(CURDIR)/built.ko $(M)/hello.ko; touch $(M)/hello.o\n";
const kbuild = { Kbuild: "obj-m := hello.o\n", "hello.c": "//\n" };

interface Run {
  readonly code: number;
  readonly out: string;
  readonly progress: readonly string[];
}

async function run(
  files: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | Uint8Array>> = {},
  args: readonly string[] = [],
): Promise<Run> {
  const headers = writeFiles(join(directory, "headers"), {
    ...fakeHeaders,
    Makefile: copies,
    "built.ko": moduleBytes(),
    ...changes,
  });
  writeFiles(source, files);
  let out = "";
  const progress: string[] = [];
  const terminal = {
    width: 200,
    colour: false,
    out: (text: string) => void (out += text),
    message: () => {},
    trouble: () => {},
    progress: (text: string) => void progress.push(text),
  };
  const kernel = writeKernel(directory);
  const code = await build.execute([source, "--kernel", kernel, "--headers", headers, ...args], {
    language: "en",
    terminal,
  });
  return { code, out, progress };
}

const inSource = (): string[] => readdirSync(source, { recursive: true, encoding: "utf8" });
const cache = (): string[] => readdirSync(join(directory, "cache/kofit"));

test("built where make would leave it, judged, and nothing else is left", async () => {
  const { code, out, progress } = await run(kbuild);
  expect(out).toMatch(/^hello for 6\.12\.95-test\nbuilt 1 module in [\d.]+ s\n/);
  expect(out).toContain(`${source}/hello.ko: loads on 6.12.95-test`);
  expect(progress).toContain("compiled: 1  hello.o");
  expect(code).toBe(0);
  expect(new Set(inSource())).toEqual(new Set(["Kbuild", "hello.c", "hello.ko"]));
  expect(cache()).not.toContainEqual(expect.stringMatching(/^build-/));
  expect(readFileSync(join(directory, "cache/kofit/logs/build-hello-6.12.95-test.log"), "utf8")).toContain(
    "CC [M]  hello.o",
  );
});

test("in a directory of its own, with a verdict that refuses it", async () => {
  const built = moduleBytes({ thisModule: { size: 0x4c0, init: 0x138, exit: 0x4a8, name: "hello" } });
  const { code, out } = await run(kbuild, { "built.ko": built }, ["-o", join(directory, "out")]);
  expect(out).toContain("hello.ko: refused by 6.12.95-test");
  expect(code).toBe(1);
  expect(readdirSync(join(directory, "out"))).toEqual(["hello.ko"]);
  expect(inSource()).not.toContain("hello.ko");
});

test("a make that ends well and builds nothing", async () => {
  const { code, out } = await run(kbuild, { Makefile: "modules:\n\t@echo nothing done\n" });
  expect(out).toContain("make reported no error, and yet built no module");
  expect(out).toContain("nothing done");
  expect(code).toBe(1);
});

test("an error of the compiler is explained, and the log is named; the source is as it was", async () => {
  const Makefile =
    "modules:\n\t@echo \"$(M)/hello.c:3:2: error: implicit declaration of function 'del_timer_sync' [-Wimplicit-function-declaration]\"; false\n";
  const { code, out } = await run(kbuild, { Makefile });
  expect(out).toContain(`${source}/hello.c:3:2: error: implicit declaration of function 'del_timer_sync'`);
  expect(out).toContain("all that make printed: ");
  expect(out).toContain("logs/build-hello-6.12.95-test.log");
  expect(code).toBe(1);
  expect(new Set(inSource())).toEqual(new Set(["Kbuild", "hello.c"]));
});

test("a make that does not end, and a Makefile that calls itself", async () => {
  const endless = await run(kbuild, { Makefile: "modules:\n\t@while :; do sleep 1; done\n" }, [
    "--timeout",
    "1",
  ]);
  expect(endless.out).toContain("make did not come to an end in time");
  expect(endless.code).toBe(1);
  const circle = await run(kbuild, { Makefile: "modules:\n\t@$(MAKE) -C $(CURDIR) M=$(M) modules\n" });
  expect(circle.out).toContain("so on without end");
  expect(circle.code).toBe(1);
});

test("megabytes of output stay within a bound", async () => {
  const { code } = await run(kbuild, {
    Makefile: "modules:\n\t@head -c 40000000 /dev/zero | tr '\\0' x; false\n",
  });
  expect(code).toBe(1);
  const log = join(directory, "cache/kofit/logs/build-hello-6.12.95-test.log");
  expect(statSync(log).size).toBeLessThanOrEqual(16 << 20);
});

test("headers of another kernel: nothing is built, and the reason is told", async () => {
  const changes = { "include/generated/utsrelease.h": '#define UTS_RELEASE "6.1.0-other"\n' };
  const { code, out } = await run(kbuild, changes);
  expect(out).toContain("the headers are of 6.1.0-other, the kernel is 6.12.95-test");
  expect(out).toContain("Nothing was built.");
  expect(code).toBe(1);
  expect(inSource()).not.toContain("hello.ko");
});

test("variables go to make", async () => {
  const Makefile = `${copies}ifneq ($(FLAVOUR),sweet)\n$(error FLAVOUR is $(FLAVOUR))\nendif\n`;
  expect((await run(kbuild, { Makefile }, ["FLAVOUR=sweet"])).code).toBe(0);
  expect((await run(kbuild, { Makefile }, ["FLAVOUR=sour"])).out).toContain("FLAVOUR is sour");
});

const conf = `PACKAGE_NAME=hi
PACKAGE_VERSION=1
BUILT_MODULE_NAME=hello
DEST_MODULE_LOCATION=/extra
`;

test("as its dkms.conf says; shell code is told, and run when that is allowed", async () => {
  const files = { ...kbuild, "dkms.conf": conf };
  expect((await run(files)).code).toBe(0);
  const shell = {
    ...kbuild,
    "dkms.conf": `${conf}PRE_BUILD="prepare.sh now"\n`,
    "prepare.sh": `#!/bin/sh\necho $1 > ${directory}/prepared\n`,
  };
  await expect(run(shell)).rejects.toThrow(/PRE_BUILD\): "\.\/prepare\.sh now"; .* --yes/);
  expect(existsSync(join(directory, "prepared"))).toBe(false);
  rmSync(source, { recursive: true });
  writeFiles(source, shell);
  chmodSync(join(source, "prepare.sh"), 0o755);
  expect((await run({}, {}, ["--yes"])).code).toBe(0);
  expect(readFileSync(join(directory, "prepared"), "utf8")).toBe("now\n");
});

test("a module of the dkms.conf that is not there afterwards, and a kernel that it excludes", async () => {
  const more = await run({ ...kbuild, "dkms.conf": `${conf}BUILT_MODULE_NAME[1]=other\n` });
  expect(more.out).toContain("make reported no error, and yet other.ko is not there");
  await expect(run({ ...kbuild, "dkms.conf": `${conf}BUILD_EXCLUSIVE_KERNEL="^5\\."\n` })).rejects.toThrow(
    /its dkms\.conf excludes 6\.12\.95-test: BUILD_EXCLUSIVE_KERNEL/,
  );
});

test("signed by the program of the headers, or why not", async () => {
  const key = join(directory, "k.pem");
  writeFileSync(key, "");
  await expect(run(kbuild, {}, ["--sign-key", key])).rejects.toThrow(/no certificate beside/);
  writeFileSync(join(directory, "k.der"), "");
  expect((await run(kbuild, {}, ["--sign-key", key])).out).toContain(
    "was built and not signed: these headers have no",
  );
  const headers = join(directory, "headers");
  writeFileSync(join(headers, "scripts/sign-file"), `#!/bin/sh\necho "$@" > ${directory}/signed\n`, {
    mode: 0o755,
  });
  const { code, out } = await run(kbuild, {}, ["--sign-key", key]);
  expect(out).toContain(`signed with ${key}`);
  expect(code).toBe(0);
  expect(readFileSync(join(directory, "signed"), "utf8")).toMatch(
    /^sha512 \S+k\.pem \S+k\.der \S+hello\.ko\n$/,
  );
});

const schema: unknown = JSON.parse(
  readFileSync(new URL("../../../../docs/build.schema.json", import.meta.url), "utf8"),
);
if (typeof schema !== "object" || schema === null) throw new Error("the schema is no object");
const valid = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);

test("JSON, with what kofit check says, as its schema has it", async () => {
  const built: unknown = JSON.parse((await run(kbuild, {}, ["--json"])).out);
  expect(built).toMatchObject({
    schema: "kofit-build/1",
    outcome: "built",
    source: { directory: source, name: "hello", by: "kbuild" },
    check: { modules: [{ file: join(source, "hello.ko"), outcome: "loads" }] },
  });
  const Makefile = "modules:\n\t@echo 'x.c:1:2: error: implicit declaration of function del_timer'; false\n";
  const failed: unknown = JSON.parse((await run(kbuild, { Makefile }, ["--json"])).out);
  expect(failed).toMatchObject({ outcome: "failed", failure: { stopped: "failed" } });
  const other = { "include/generated/utsrelease.h": '#define UTS_RELEASE "6.1.0-other"\n' };
  const refused: unknown = JSON.parse((await run(kbuild, other, ["--json"])).out);
  expect(refused).toMatchObject({ outcome: "refused", source: { by: null } });
  for (const document of [built, failed, refused]) {
    valid(document);
    expect(valid.errors).toBeNull();
  }
});

test("what cannot be done is told before anything is built", async () => {
  await expect(run({ README: "" })).rejects.toThrow(/nothing to build/);
  await expect(run(kbuild, {}, ["-o", join(source, "hello.c/x")])).rejects.toThrow(/cannot be written to/);
  await expect(run(kbuild, {}, ["other"])).rejects.toThrow(UsageError);
  await expect(run(kbuild, {}, ["--jobs", "no"])).rejects.toThrow(UsageError);
  await expect(run(kbuild, {}, ["--dkms"])).rejects.toThrow(/dkms/);
});
