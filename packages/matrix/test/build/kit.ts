import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDirectory } from "../../../core/node/index.ts";
import { Absent } from "./elf-editor.ts";
import type { KernelTree } from "./kernel-tree.ts";
import type { Kit } from "./mutants/define-mutant.ts";
import type { Seeds } from "./seeds.ts";

/** What the mutant `id` of this kernel may look at. */
export function kitFor(kernel: KernelTree, seeds: Seeds, id: string): Kit {
  const { release, architecture, config, symvers } = kernel;
  return {
    release,
    architecture,
    config,
    symvers,
    builtins: seeds.builtins,
    seed: (name) => fileOf(join(seeds.directory, `${name}.ko`), `seed ${name}`),
    inTree: () => inTree(kernel),
    sign: (content, options = []) => sign(content, options),
    pack: (program, args, content) => run(program, [...args, "-c"], content),
    random: (length) => noise(id, length),
  };
}

function fileOf(path: string, what: string): Uint8Array {
  if (!existsSync(path)) throw new Absent(what);
  return new Uint8Array(readFileSync(path));
}

function run(program: string, args: readonly string[], input: Uint8Array): Uint8Array {
  try {
    const output = execFileSync(program, args, {
      input,
      stdio: ["pipe", "pipe", "pipe"],
      maxBuffer: 1 << 28,
    });
    return new Uint8Array(output);
  } catch (error) {
    throw new Absent(
      `${program} ${args.join(" ")}: ${error instanceof Error ? error.message.slice(0, 200) : ""}`,
    );
  }
}

/** Modules of tables and plain algorithms: they need no device and no other module, and do little when they start. */
const PLAIN = /^kernel\/(?:fs\/nls\/nls_|lib\/crc|lib\/math\/|crypto\/(?:md4|crc))/;

function inTree(kernel: KernelTree): Uint8Array {
  const alone = readFileSync(join(kernel.modules, "modules.order"), "utf8")
    .split("\n")
    .find((path) => PLAIN.test(path));
  if (alone === undefined) throw new Absent("a plain module in the tree");
  const path = join(kernel.modules, alone);
  const found = ["", ".xz", ".zst", ".gz"].map((suffix) => path + suffix).find((file) => existsSync(file));
  if (found === undefined) throw new Absent(alone);
  const content = fileOf(found, alone);
  return found.endsWith(".xz") ? run("xz", ["-d", "-c"], content) : content;
}

/** Made once for this machine: no kernel knows it, so it makes no difference which it is. */
function keyDirectory(): string {
  const directory = join(cacheDirectory(), "oracle/key");
  if (existsSync(join(directory, "key.crt"))) return directory;
  mkdirSync(directory, { recursive: true });
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-batch", "-subj", "/CN=kofit test key"];
  const files = ["-keyout", join(directory, "key.pem"), "-out", join(directory, "key.crt"), "-days", "36500"];
  execFileSync("openssl", [...args, ...files], { stdio: "ignore" });
  return directory;
}

/** `attributes` and `certificate` among the options leave them in the message; sign-file leaves both out. */
function sign(content: Uint8Array, options: readonly string[]): Uint8Array {
  const directory = keyDirectory();
  const own = options.filter((option) => option !== "attributes" && option !== "certificate");
  const left = [
    options.includes("attributes") ? "" : "-noattr -nosmimecap",
    options.includes("certificate") ? "" : "-nocerts",
    options.includes("-md") ? "" : "-md sha256",
  ];
  const words = `cms -sign -outform DER -binary ${left.join(" ")}`.split(" ").filter((word) => word !== "");
  const key = ["-signer", join(directory, "key.crt"), "-inkey", join(directory, "key.pem")];
  // Signed attributes have the time in them; the same mutant is to be the same file.
  const what = createHash("sha256").update(options.join(" ")).update(content).digest("hex");
  const kept = join(directory, `${what.slice(0, 32)}.der`);
  if (!existsSync(kept)) writeFileSync(kept, run("openssl", [...words, ...key, ...own], content));
  return new Uint8Array(readFileSync(kept));
}

/** SHA-256 of the seed and a counter, one after the other. */
function noise(seed: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 32) {
    const block = createHash("sha256").update(`${seed} ${at}`).digest();
    bytes.set(block.subarray(0, length - at), at);
  }
  return bytes;
}
