// Kernels in containers that no package of Debian has, built from Debian's source with the kernel's own tools. What it
// takes: build-essential, bc, bison, flex, libelf-dev, lzop, lz4, zstd, and the compilers crossbuild-essential-{arm64,armhf}.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { cacheDirectory, fetchApt } from "../../node/index.ts";

/** How an architecture's image is built. */
interface Recipe {
  readonly arch: string;
  /** Prefix of the compiler's name. */
  readonly cross: string;
  /** Options beyond those that all have. */
  readonly options: readonly string[];
  readonly target: string;
  /** What the target makes, and what it packs; below `arch/…/boot`. */
  readonly image: string;
  readonly inside: string;
  /** Of the `KERNEL_…` options, those that it can be packed by; what kofit calls them. */
  readonly packings: Readonly<Record<string, string>>;
  /** Targets that pack all of what is inside, without any container. */
  readonly whole: Readonly<Record<string, string>>;
}

const all = {
  KERNEL_GZIP: "gzip",
  KERNEL_LZMA: "lzma",
  KERNEL_XZ: "xz",
  KERNEL_LZO: "lzo",
  KERNEL_LZ4: "lz4",
} as const;

export const recipes = {
  bzimage: {
    arch: "x86",
    cross: "",
    options: ["64BIT"],
    target: "bzImage",
    image: "bzImage",
    inside: "compressed/vmlinux.bin",
    packings: { ...all, KERNEL_BZIP2: "bzip2", KERNEL_ZSTD: "zstd" },
    whole: {},
  },
  "efi-zboot": {
    arch: "arm64",
    cross: "aarch64-linux-gnu-",
    options: ["64BIT", "EFI", "EFI_STUB", "EFI_ZBOOT"],
    target: "vmlinuz.efi",
    image: "vmlinuz.efi",
    inside: "Image",
    packings: { ...all, KERNEL_ZSTD: "zstd" },
    whole: {
      "Image.gz": "gzip",
      "Image.bz2": "bzip2",
      "Image.lzma": "lzma",
      "Image.lzo": "lzo",
      "Image.lz4": "lz4",
    },
  },
  "arm-zimage": {
    arch: "arm",
    cross: "arm-linux-gnueabihf-",
    options: ["MMU", "ARCH_MULTIPLATFORM", "ARCH_MULTI_V7", "ARCH_VIRT"],
    target: "zImage",
    image: "zImage",
    inside: "Image",
    packings: all,
    whole: {},
  },
} as const satisfies Readonly<Record<string, Recipe>>;
export type ContainerBuilt = keyof typeof recipes;

/** What all of them have beyond `tinyconfig`. */
const OPTIONS = [
  "MODULES",
  "MODULE_UNLOAD",
  "MODVERSIONS",
  "KALLSYMS",
  "IKCONFIG",
  "PRINTK",
  "BUG",
  "SMP",
  "SYSFS",
  "PROC_FS",
  "TTY",
];

/** A kernel packed in one way. Paths are absolute. */
export interface BuiltKernel {
  /** What kofit calls the compression. */
  readonly packing: string;
  readonly image: string;
  /** What was packed: the file that the build gave to the program. */
  readonly inside: string;
  /** The same, packed as a whole file, by what kofit calls the compression; none but for arm64. */
  readonly whole: ReadonlyMap<string, string>;
  readonly vmlinux: string;
  readonly config: string;
  readonly systemMap: string;
  readonly symvers: string;
}

/** A kernel of 6.1 in this container, once for each packing: the whole takes ten minutes, and is kept. */
export async function builtKernels(container: ContainerBuilt): Promise<BuiltKernel[]> {
  const { packages } = await fetchApt("apt:linux-source-6.1/bookworm", { cacheDirectory: cacheDirectory() });
  const source = packages.find(({ name }) => name === "linux-source-6.1")?.path ?? "";
  const base = join(cacheDirectory(), "test-corpus");
  const root = join(base, `${basename(source, ".deb")}+${container}`);
  if (!existsSync(root)) build(container, source, `${root}.${process.pid}.new`, root);
  return Object.values(recipes[container].packings).map((packing) => {
    const at = (name: string): string => join(root, packing, name);
    return {
      packing,
      image: at("image"),
      inside: at("inside"),
      whole: new Map(Object.entries(recipes[container].whole).map(([name, by]) => [by, at(name)])),
      vmlinux: at("vmlinux"),
      config: at(".config"),
      systemMap: at("System.map"),
      symvers: at("vmlinux.symvers"),
    };
  });
}

function build(container: ContainerBuilt, source: string, temporary: string, root: string): void {
  const unpacked = join(temporary, "source");
  const output = join(temporary, "output");
  const kept = join(temporary, "kept");
  mkdirSync(output, { recursive: true });
  try {
    unpackSource(source, unpacked);
    configure(recipes[container], unpacked, output);
    for (const [option, packing] of Object.entries(recipes[container].packings)) {
      buildPacked(recipes[container], option, unpacked, output);
      keep(recipes[container], output, join(kept, packing));
    }
    renameSync(kept, root);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function unpackSource(deb: string, directory: string): void {
  execFileSync("dpkg-deb", ["-x", deb, `${directory}.deb`]);
  const packed = join(`${directory}.deb`, "usr/src/linux-source-6.1.tar.xz");
  mkdirSync(directory);
  // A third of all, which nothing here reads.
  const large = ["drivers/gpu/drm/amd", "drivers/net/ethernet", "tools/testing", "sound/soc"];
  const not = large.map((path) => `--exclude=*/${path}/*.[ch]`);
  execFileSync("tar", ["-xJf", packed, "-C", directory, "--strip-components=1", ...not]);
  rmSync(`${directory}.deb`, { recursive: true });
}

function make(recipe: Recipe, source: string, output: string, ...args: readonly string[]): void {
  const log = openSync(join(output, "log"), "a");
  const variables = [`ARCH=${recipe.arch}`, `CROSS_COMPILE=${recipe.cross}`, `O=${output}`];
  const fixed = ["KBUILD_BUILD_USER=kofit", "KBUILD_BUILD_HOST=kofit"];
  execFileSync("make", ["-C", source, `-j${availableParallelism()}`, ...variables, ...fixed, ...args], {
    stdio: ["ignore", log, "inherit"],
  });
}

function configure(recipe: Recipe, source: string, output: string): void {
  const wanted = join(output, "wanted");
  const lines = [...OPTIONS, ...recipe.options].map((option) => `CONFIG_${option}=y\n`);
  writeFileSync(wanted, ["CONFIG_EXPERT=y\n", ...lines].join(""));
  make(recipe, source, output, `KCONFIG_ALLCONFIG=${wanted}`, "tinyconfig");
}

/** Only what holds the configuration, and the container, are built again for each. */
function buildPacked(recipe: Recipe, option: string, source: string, output: string): void {
  const others = Object.keys(recipe.packings).filter((other) => other !== option);
  const changes = [...others.flatMap((other) => ["-d", other]), "-e", option];
  execFileSync(join(source, "scripts/config"), ["--file", join(output, ".config"), ...changes]);
  make(recipe, source, output, "olddefconfig");
  make(recipe, source, output, recipe.target, ...Object.keys(recipe.whole));
}

function keep(recipe: Recipe, output: string, directory: string): void {
  mkdirSync(directory, { recursive: true });
  const boot = join(output, "arch", recipe.arch, "boot");
  copyFileSync(join(boot, recipe.image), join(directory, "image"));
  copyFileSync(join(boot, recipe.inside), join(directory, "inside"));
  for (const name of Object.keys(recipe.whole)) copyFileSync(join(boot, name), join(directory, name));
  for (const name of ["vmlinux", ".config", "System.map", "vmlinux.symvers"]) {
    copyFileSync(join(output, name), join(directory, name));
  }
}
