// What kofit reads from the files around a real kernel, compared with what bpftool, pahole, dpkg-deb and xz read.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileSource } from "../../node/index.ts";
import { type Btf, openBtf } from "../../src/formats/btf/btf.ts";
import { namedMembers } from "../../src/c-types/named-members.ts";
import { recordNamed } from "../../src/c-types/record-named.ts";
import { btfTypes } from "../../src/formats/btf/btf-types.ts";
import { openDeb } from "../../src/formats/deb/deb.ts";
import { openElf } from "../../src/formats/elf/elf.ts";
import { parseConfig } from "../../src/formats/kconfig/kconfig.ts";
import { parseModuleSymvers } from "../../src/formats/module-symvers/module-symvers.ts";
import { parseBuiltinModinfo, parseModulesBuiltin } from "../../src/formats/modules-files/modules-builtin.ts";
import { readAll } from "../../src/io/byte-source.ts";
import { decompressed } from "../../src/io/decompress.ts";
import { configValue } from "../../src/model/config.ts";
import { exportAt, findExport } from "../../src/model/exports.ts";
import { type Corpus, corpus, lines } from "./corpus.ts";

const LIMIT = 1 << 30;
const running = "/sys/kernel/btf/vmlinux";
const scratch = mkdtempSync(join(tmpdir(), "kofit-oracle-"));

const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(path));

let kernel: Corpus;
let headersBtf: Uint8Array;

beforeAll(async () => {
  kernel = await corpus("apt:linux-image-cloud-arm64:arm64/bookworm-backports");
  const vmlinux = fileSource(join(kernel.headers, "vmlinux"));
  const elf = await openElf(vmlinux);
  const section = elf.section(".BTF");
  if (!section) throw new Error("the vmlinux of the headers has no .BTF");
  headersBtf = (await elf.read(section, LIMIT)).bytes.slice();
  vmlinux.close();
});

afterAll(() => rmSync(scratch, { recursive: true }));

/** The files that BTF is read from; the second only where the machine has one. */
function btfFiles(): { file: string; btf: Btf }[] {
  const raw = join(scratch, "headers.btf");
  writeFileSync(raw, headersBtf);
  return [raw, running]
    .filter((file) => existsSync(file))
    .map((file) => ({ file, btf: openBtf(bytesOf(file), file) }));
}

interface BpftoolType {
  readonly id: number;
  readonly kind: string;
  readonly name: string;
  readonly size: number;
  readonly members?: readonly {
    name: string;
    type_id: number;
    bits_offset: number;
    bitfield_size?: number;
  }[];
}

const anonymous = (name: string): string => (name === "(anon)" ? "" : name);

test("bpftool sees the same structs and unions, member by member", () => {
  for (const { file, btf } of btfFiles()) {
    const dump = execFileSync("bpftool", ["-j", "btf", "dump", "file", file], { maxBuffer: LIMIT });
    const { types }: { types: BpftoolType[] } = JSON.parse(dump.toString());
    expect(btf.offsets.length - 1).toBe(types.length);
    const all = btfTypes(btf);
    const theirs = types.filter(({ kind }) => kind === "STRUCT" || kind === "UNION");
    expect(theirs.length).toBeGreaterThan(5000);
    for (const { id, name, size, members = [] } of theirs) {
      const ours = all.type(id);
      if (ours.kind !== "struct" && ours.kind !== "union") throw new Error(`type ${id} is a ${ours.kind}`);
      expect([ours.name, ours.size]).toEqual([anonymous(name), size]);
      expect(ours.members).toEqual(
        members.map((member) => ({
          name: anonymous(member.name),
          type: member.type_id,
          bitOffset: member.bits_offset,
          ...(member.bitfield_size && { bitSize: member.bitfield_size }),
        })),
      );
    }
  }
});

test("pahole sees struct module as large, and init at the same place", () => {
  for (const { file, btf } of btfFiles()) {
    const text = lines("pahole", ["-F", "btf", "-C", "module", file]).join("\n");
    const all = btfTypes(btf);
    const module = recordNamed(all, "module");
    expect(module?.size).toBe(Number(/\/\* size: (\d+),/.exec(text)?.[1]));
    const init = /\(\*init\)\(void\);\s*\/\*\s*(\d+)/.exec(text)?.[1];
    const ours = module && namedMembers(all, module).find(({ name }) => name === "init");
    expect(ours?.bitOffset).toBe(8 * Number(init));
  }
});

test("every line of Module.symvers is a row", () => {
  const table = parseModuleSymvers(bytesOf(kernel.symvers), kernel.symvers);
  const theirs = readFileSync(kernel.symvers, "latin1").split("\n").slice(0, -1);
  expect(table.names.count).toBe(theirs.length);
  for (const [row, line] of theirs.entries()) {
    const [crc, symbol = "", owner, kind, namespace] = line.split("\t");
    const wanted = {
      symbol,
      crc: Number(crc),
      gplOnly: kind === "EXPORT_SYMBOL_GPL",
      owner,
      ...(namespace && { namespace }),
    };
    expect(exportAt(table, row)).toEqual(wanted);
    expect(findExport(table, symbol)?.symbol).toBe(symbol);
  }
});

test("every setting of the configuration is read, and auto.conf and autoconf.h say the same", () => {
  const boot = join(kernel.root, "boot", `config-${kernel.release}`);
  const config = parseConfig(bytesOf(boot), boot);
  const settings = readFileSync(boot, "utf8").match(/^CONFIG_\w+=.*$/gm) ?? [];
  expect(settings.length).toBeGreaterThan(2000);
  const header = join(kernel.headers, "include/generated/autoconf.h");
  const make = join(kernel.headers, "include/config/auto.conf");
  const autoconf = parseConfig(bytesOf(header), header);
  const autoConf = parseConfig(bytesOf(make), make);
  for (const line of settings) {
    const [, symbol = "", value = ""] = /^(\w+)=(.*)$/.exec(line) ?? [];
    const plain = value.replace(/^"(.*)"$/, "$1").replaceAll(/\\(.)/g, "$1");
    expect(configValue(config, symbol)).toBe(plain);
    expect(configValue(autoConf, symbol)).toBe(plain);
    // A number 1 is `y` in autoconf.h.
    expect(configValue(autoconf, symbol)).toBe(plain === "1" ? "y" : plain);
  }
});

test("built-in modules are those that the index lists, described by the other index", () => {
  const list = join(kernel.modulesDirectory, "modules.builtin");
  const builtins = parseModulesBuiltin(bytesOf(list), list);
  const theirs = lines("cat", [list]);
  expect(new Set(builtins.keys())).toEqual(
    new Set(theirs.map((path) => basename(path, ".ko").replaceAll("-", "_"))),
  );
  expect([...builtins.values()].every((path) => theirs.includes(path))).toBe(true);

  const info = join(kernel.modulesDirectory, "modules.builtin.modinfo");
  const described = parseBuiltinModinfo(bytesOf(info), info);
  const count = [...described.values()].reduce((sum, entries) => sum + entries.length, 0);
  expect(count).toBe(readFileSync(info, "latin1").split("\0").filter(Boolean).length);
  // The other way round it need not hold: what can only be built in has entries too.
  expect([...builtins.keys()].filter((name) => !described.has(name))).toEqual([]);
});

test("dpkg-deb unpacks the same files with the same content", async () => {
  for (const file of kernel.packages) {
    const source = fileSource(file);
    const deb = await openDeb(source);
    expect(deb.control["Package"]).toBe(lines("dpkg-deb", ["-f", file, "Package"])[0]);
    const paths: string[] = [];
    await deb.each(async (member) => {
      paths.push(member.path);
      if (member.kind === "file") {
        const theirs = readFileSync(join(kernel.root, member.path));
        if (!theirs.equals(await member.bytes(LIMIT))) throw new Error(`${member.path} differs`);
      }
      return undefined;
    });
    const archive = execFileSync("sh", ["-c", 'dpkg-deb --fsys-tarfile "$0" | tar -t', file], {
      encoding: "utf8",
      maxBuffer: LIMIT,
    });
    expect(paths).toEqual(
      archive
        .split("\n")
        .slice(0, -1)
        .map((path) => path.replace(/^\.\//, "").replace(/\/$/, "")),
    );
    source.close();
  }
});

test("xz unpacks the same modules", async () => {
  const packed = kernel.modules.filter((file) => file.endsWith(".xz"));
  expect(packed.length).toBeGreaterThan(500);
  for (const file of packed.filter((_, i) => i % 10 === 0)) {
    const source = fileSource(file);
    const ours = await readAll(await decompressed(source, LIMIT), LIMIT);
    const theirs = execFileSync("xz", ["-dc", file], { maxBuffer: LIMIT });
    if (!theirs.equals(ours)) throw new Error(`${file} differs`);
    source.close();
  }
});
