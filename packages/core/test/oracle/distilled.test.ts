// Types that a module brings along for kernels since 6.11, as pahole writes them, beside what bpftool reads.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { cacheDirectory, openTypes } from "../../node/index.ts";
import { recordNamed } from "../../src/c-types/record-named.ts";
import { corpus } from "./corpus.ts";

const scratch = mkdtempSync(join(tmpdir(), "kofit-distilled-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Of these structs the first two are the kernel's. */
const source = `
struct list_head { struct list_head *next, *prev; };
struct hlist_node { struct hlist_node *next, **pprev; };
enum pid_type { PIDTYPE_PID, PIDTYPE_TGID, PIDTYPE_PGID, PIDTYPE_SID, PIDTYPE_MAX };
struct device;
enum own_state { OWN_A, OWN_B = 7 };
struct own {
  int number; struct list_head list; struct device *device; enum pid_type type; enum own_state state;
  struct own *next; struct hlist_node nodes[3]; unsigned flag : 3;
};
int own_use(struct own *own, const char *text) { return own->number + text[0]; }
`;

/** pahole 1.30: that of Debian 12 cannot write such a base. */
function pahole(): string {
  const directory = join(cacheDirectory(), "peers/pahole");
  const packages = ["pahole", "libc6", "libbpf1", "libdw1t64", "libelf1t64", "liblzma5", "libbz2-1.0"];
  const script = join(import.meta.dirname, "../../../../scripts/peer-program.sh");
  execFileSync(script, [directory, "pahole", "bin/pahole", ...packages, "libzstd1", "zlib1g"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  return join(directory, "pahole");
}

interface Dumped {
  readonly name: string;
  readonly kind: string;
  readonly size?: number;
  readonly members?: readonly { readonly name: string; readonly bits_offset: number }[];
}

/** What bpftool reads from a file of BTF; `base` is a file of BTF that its types go on from. */
function byBpftool(path: string, base: string): readonly Dumped[] {
  const text = execFileSync("bpftool", ["-j", "btf", "dump", "file", path, "-B", base], { encoding: "utf8" });
  const document: { readonly types: readonly Dumped[] } = JSON.parse(text);
  return document.types;
}

test("types of a module with a distilled base are those that bpftool sees", async () => {
  const { headers } = await corpus("apt:linux-image-cloud-amd64:amd64/bookworm-backports");
  const [text, module, base] = [join(scratch, "own.c"), join(scratch, "own.o"), join(scratch, "base.btf")];
  writeFileSync(text, source);
  execFileSync("gcc", ["-g", "-c", "-o", module, text]);
  const features = "--btf_features=encode_force,var,float,enum64,decl_tag,type_tag,distilled_base";
  execFileSync(pahole(), ["-J", features, "--btf_base", join(headers, "vmlinux"), module]);
  execFileSync("objcopy", [
    "-O",
    "binary",
    "--only-section=.BTF.base",
    "--set-section-flags=.BTF.base=alloc",
    module,
    base,
  ]);
  execFileSync("objcopy", ["--strip-debug", module]);

  const { types } = await openTypes([module], { kind: "struct", name: "own" });
  if (!types.known) throw new Error(types.why.en);
  const theirs = byBpftool(module, base).filter(({ kind }) => kind === "STRUCT");
  expect(theirs.map(({ name }) => name)).toEqual(["own"]);
  for (const { name, size, members = [] } of theirs) {
    const ours = recordNamed(types.value, name);
    expect(ours?.size).toBe(size);
    expect(ours?.members.map(({ name, bitOffset }) => [name, bitOffset])).toEqual(
      members.map((one) => [one.name, one.bits_offset]),
    );
  }
  expect(recordNamed(types.value, "list_head")).toMatchObject({ size: 16, sizeOnly: true });
  expect(types.value.named("struct", "hlist_node").length).toBe(1);
});
