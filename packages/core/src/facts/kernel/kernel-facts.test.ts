import { expect, test } from "vitest";
import { deb } from "../../../test/build/deb-writer.ts";
import {
  bootConfig,
  btfVmlinux,
  headersFiles,
  modulesFiles,
  ownModule,
  RELEASE,
  rootFiles,
  STRUCT_MODULE,
  structModuleBtf,
  under,
  VERMAGIC,
} from "../../../test/build/kernel-writer.ts";
import { text } from "../../../test/build/byte-writer.ts";
import { memoryTree } from "../../../test/build/memory-tree.ts";
import { survivesDamage } from "../../../test/build/survives-damage.ts";
import { bytesSource } from "../../io/byte-source.ts";
import { configured } from "../../model/config.ts";
import { findExport } from "../../model/exports.ts";
import { findString } from "../../model/names.ts";
import type { Fact } from "../../model/fact.ts";
import { InputError } from "../../model/input-error.ts";
import type { KernelFacts } from "../../model/kernel.ts";
import { featuresOf, generationOf } from "../../model/loader-feature.ts";
import { mergeArtifacts } from "../../sources/common/merge.ts";
import { openInput } from "../../sources/common/open-input.ts";
import type { Input } from "../../sources/define-source.ts";
import { writeFacts } from "../saved/write.ts";
import { readKernelFacts } from "./index.ts";

type Files = Readonly<Record<string, Uint8Array>>;

const directory = (files: Files, path = ""): Input => ({ tree: memoryTree("tree", files), directory: path });
const packaged = (name: string, files: Files): Input =>
  bytesSource(
    name,
    deb({ files: Object.entries(files).map(([path, content]) => ({ path: `./${path}`, content })) }),
  );
const file = (name: string, bytes: Uint8Array): Input => bytesSource(name, bytes);

async function facts(...inputs: readonly Input[]): Promise<KernelFacts> {
  return readKernelFacts(await mergeArtifacts(await Promise.all(inputs.map(openInput))));
}
const value = <T>(fact: Fact<T>): T | "unknown" => (fact.known ? fact.value : "unknown");
const why = (fact: Fact<unknown>): string => (fact.known ? "known" : fact.why.en);
/** Values without their origins: those differ by source. */
const values = (all: KernelFacts): Record<string, unknown> =>
  Object.fromEntries(Object.entries(all).map(([name, fact]: [string, Fact<unknown>]) => [name, value(fact)]));

const image = under(`usr/lib/modules/${RELEASE}`, { ...modulesFiles });
const headers = under(`usr/src/linux-headers-${RELEASE}`, headersFiles);

test("the same kernel gives the same facts, whatever it comes from", async () => {
  const root = values(await facts(directory(rootFiles)));
  // Only an image tells the keys that are built into it.
  const { trustedCertificates, ...fromFiles } = root;
  expect(trustedCertificates).toBe("unknown");
  expect(Object.values(fromFiles)).not.toContain("unknown");
  const others: Record<string, KernelFacts> = {
    "modules directory": await facts(directory(rootFiles, `lib/modules/${RELEASE}`)),
    "modules directory in usr": await facts(
      directory(
        {
          ...image,
          ...under(`usr/lib/modules/${RELEASE}/build`, headersFiles),
          [`boot/config-${RELEASE}`]: bootConfig,
        },
        `usr/lib/modules/${RELEASE}`,
      ),
    ),
    "modules and headers apart": await facts(
      directory({ ...image, [`boot/config-${RELEASE}`]: bootConfig }),
      directory(headersFiles),
    ),
    packages: await facts(
      packaged("image.deb", { ...image, [`boot/config-${RELEASE}`]: bootConfig }),
      packaged("headers.deb", headers),
    ),
    "recorded facts": await facts(file("facts.json", text(writeFacts(await facts(directory(rootFiles)))))),
  };
  for (const [name, found] of Object.entries(others)) {
    // A package knows its modules without depmod.
    expect([name, values(found)]).toEqual([name, root]);
  }
});

test("every fact is what the files say", async () => {
  const found = await facts(directory(rootFiles));
  expect(value(found.release)).toBe(RELEASE);
  expect(value(found.architecture)).toMatchObject({ name: "arm64" });
  expect(value(found.generation)).toBe("6.4");
  expect(value(found.vermagic)).toBe(VERMAGIC);
  expect(value(found.structModule)).toMatchObject(STRUCT_MODULE);
  expect(found.config.known && configured(found.config.value, "CONFIG_MODVERSIONS")).toBe(true);
  expect(found.exports.known && findExport(found.exports.value, "mii_check_link")).toEqual({
    symbol: "mii_check_link",
    crc: 0x33,
    gplOnly: true,
    namespace: "MII",
    owner: "drivers/net/mii",
  });
  expect(value(found.builtins)).toEqual(new Map([["loopback", "kernel/drivers/net/loopback.ko"]]));
  expect(value(found.sysfsModules)).toMatchObject({ made: new Map([["loopback", "parameter"]]) });
  expect(value(found.ownModules)).toEqual([
    "kernel/drivers/net/mii.ko",
    "kernel/drivers/net/usbnet.ko",
    "kernel/fs/fuse/fuse.ko",
  ]);
  expect(value(found.signaturePolicy)).toBe("permissive");
});

test("headers alone do not tell vermagic, and their configuration never tells struct module", async () => {
  const { vmlinux: _, ...plain } = headersFiles;
  const found = await facts(directory(plain));
  expect(why(found.vermagic)).toContain("neither a module that came with this kernel nor its image");
  expect(why(found.structModule)).toContain("neither the kernel's types");
  expect(value(found.release)).toBe(RELEASE);
  expect(value(found.architecture)).toMatchObject({ name: "arm64" });
});

test("without types, several modules together tell struct module", async () => {
  const found = await facts(directory(under(`lib/modules/${RELEASE}`, modulesFiles)));
  expect(found.structModule).toMatchObject({ known: true, value: STRUCT_MODULE });
  const without = await facts(file("mii.ko", modulesFiles["kernel/drivers/net/mii.ko"] ?? new Uint8Array()));
  expect(without.structModule).toMatchObject({ known: true, value: { size: 0x500 } });
  expect(without.structModule).not.toHaveProperty("value.init");
});

test("a module that differs from the others is outvoted, and named", async () => {
  const odd = ownModule("aaa", { thisModule: { size: 0x480, init: 0x138, exit: 0x400 } });
  const { "modules.dep": _, "modules.order": __, ...listed } = modulesFiles;
  const found = await facts(directory(under(`lib/modules/${RELEASE}`, { ...listed, "kernel/aaa.ko": odd })));
  expect(found.structModule).toMatchObject({ known: true, value: STRUCT_MODULE });
  expect(found.structModule).toHaveProperty(
    "origin.part",
    expect.stringContaining("kernel/aaa.ko has 1152 bytes"),
  );
});

test("a vmlinux that contradicts the kernel's modules is not believed", async () => {
  const rebuilt = { ...headersFiles, vmlinux: btfVmlinux(structModuleBtf(0x4c0)) };
  const found = await facts(directory({ ...rootFiles, ...under(`lib/modules/${RELEASE}/build`, rebuilt) }));
  expect(found.structModule).toMatchObject({ known: true, value: STRUCT_MODULE });
  const alone = await facts(file("vmlinux", rebuilt.vmlinux));
  expect(alone.structModule).toMatchObject({ known: true, value: { size: 0x4c0 } });
});

test("raw BTF is believed, and the origin says that modules differ", async () => {
  const found = await facts(file("btf", structModuleBtf(0x540)), directory(rootFiles));
  expect(found.structModule).toMatchObject({ known: true, value: { size: 0x540 } });
  expect(found.structModule).toHaveProperty(
    "origin.part",
    expect.stringContaining("has 1280 bytes, not 1344"),
  );
});

test("without Module.symvers, the kernel's modules tell CRCs but not all exports", async () => {
  const found = await facts(directory(under(`lib/modules/${RELEASE}`, modulesFiles)));
  expect(why(found.exports)).toContain("no Module.symvers");
  if (!found.crcs.known) throw new TypeError(found.crcs.why.en);
  const { names, crcs } = found.crcs.value;
  expect(crcs[findString(names, "_printk")]).toBe(0x22);
  expect(findString(names, "mii_check_link")).toBe(-1);
});

test("a kernel without modversions has no CRCs, and that is known", async () => {
  const modinfo = [`vermagic=${RELEASE} SMP mod_unload aarch64`];
  const found = await facts(file("a.ko", ownModule("a", { modinfo })));
  expect(found.crcs).toMatchObject({ known: true, value: { names: { count: 0 } } });
});

test("a Module.symvers that lacks the image or a module of the kernel is not complete", async () => {
  const build = `lib/modules/${RELEASE}/build/Module.symvers`;
  const onlyOurs = "0x00000001\tmine\t/home/me/mine\tEXPORT_SYMBOL\t\n";
  const ours = await facts(directory({ ...rootFiles, [build]: text(onlyOurs) }));
  expect(why(ours.exports)).toContain("lists no export of vmlinux");
  const onlyImage = "0x00000011\tmodule_layout\tvmlinux\tEXPORT_SYMBOL\t\n";
  const imageOnly = await facts(directory({ ...rootFiles, [build]: text(onlyImage) }));
  expect(why(imageOnly.exports)).toContain("lists no export of kernel/drivers/net/mii.ko");
});

test("headers of another release are set aside, and the reason is told", async () => {
  const theirs = {
    ...headersFiles,
    "include/generated/utsrelease.h": text('#define UTS_RELEASE "6.12.90-board"\n'),
  };
  const found = await facts(directory({ ...rootFiles, ...under(`lib/modules/${RELEASE}/build`, theirs) }));
  expect(why(found.exports)).toContain("build holds the headers of 6.12.90-board, not of 6.12.95-board");
  // The kernel's own files still tell.
  expect(found.structModule.known).toBe(true);
});

test("modules of another release do not speak for this kernel", async () => {
  const found = await facts(directory(under("lib/modules/6.12.99-other", modulesFiles)));
  expect(why(found.vermagic)).toContain("was built for 6.12.95-board, not for 6.12.99-other");
  expect(found.structModule.known).toBe(false);
});

test("inputs of two kernels are refused, and both are named", async () => {
  const other = {
    ...headersFiles,
    "include/generated/utsrelease.h": text('#define UTS_RELEASE "6.1.1-other"\n'),
  };
  await expect(facts(directory(rootFiles), directory(other))).rejects.toThrow(InputError);
  await expect(facts(directory(rootFiles), directory(other))).rejects.toThrow(
    /6\.12\.95-board.*6\.1\.1-other/,
  );
  const old = text("# Linux/arm64 5.10.1 Kernel Configuration\nCONFIG_ARM64=y\n");
  await expect(facts(file("config", old), directory(headersFiles))).rejects.toThrow(
    /6\.12\.95-board.*config of 5\.10\.1/,
  );
  const recorded = file("facts.json", text(writeFacts(await facts(directory(rootFiles)))));
  await expect(facts(recorded, directory(other))).rejects.toThrow(
    /6\.1\.1-other.*facts\.json of 6\.12\.95-board/,
  );
});

test("damage in one artifact hides only what it would have told", async () => {
  const found = await facts(
    directory({
      ...rootFiles,
      [`lib/modules/${RELEASE}/build/Module.symvers`]: text("0x00000011\tmodule_lay"),
      [`lib/modules/${RELEASE}/modules.builtin`]: text("no path\n"),
      [`lib/modules/${RELEASE}/modules.dep`]: text("\0\0\0"),
    }),
  );
  expect(why(found.exports)).toContain("Module.symvers at 0x0");
  expect(why(found.builtins)).toContain("modules.builtin at 0x0");
  expect(value(found.ownModules)).toHaveLength(3);
  expect(found.crcs.known && found.crcs.origin.part).toBe("__versions");
  expect(found.structModule.known).toBe(true);
});

const configWith = (...lines: readonly string[]): Input =>
  file("config", text(["CONFIG_X=y", ...lines, ""].join("\n")));

test("what only the running system says decides about signatures", async () => {
  const policy = async (sigEnforce: boolean | undefined, lockdown?: string): Promise<unknown> => {
    const artifacts = await openInput(configWith("CONFIG_MODULE_SIG=y", "CONFIG_MODULE_SIG_FORCE=y"));
    const live = {
      machine: "aarch64",
      ...(sigEnforce !== undefined && { sigEnforce }),
      ...(lockdown && { lockdown }),
    };
    return value((await readKernelFacts({ ...artifacts, live })).signaturePolicy);
  };
  expect(await policy(false)).toBe("permissive");
  expect(await policy(true, "integrity")).toBe("enforced");
  expect(await policy(false, "integrity")).toBe("lockdown");
  expect(await policy(false, "none")).toBe("permissive");
  expect(await policy(undefined)).toBe("enforced");
  const force = "CONFIG_LOCK_DOWN_KERNEL_FORCE_INTEGRITY=y";
  expect(value((await facts(configWith("CONFIG_MODULE_SIG=y", force))).signaturePolicy)).toBe("lockdown");
  expect(value((await facts(configWith(force))).signaturePolicy)).toBe("permissive");
});

test("the running kernel says what built it", async () => {
  const banner = "Linux version 6.12.95 (a@b) (gcc-12 (Debian 12.2.0-14) 12.2.0, GNU ld 2.40) #1 SMP";
  const artifacts = await openInput(configWith("CONFIG_SMP=y"));
  expect((await readKernelFacts(artifacts)).banner).toBeUndefined();
  const found = await readKernelFacts({ ...artifacts, live: { machine: "aarch64", banner } });
  expect(found.banner).toEqual({ known: true, value: banner, origin: { input: "/proc/version" } });
});

test("a generation follows from the version, which Debian's release does not always tell", async () => {
  expect(generationOf(featuresOf(4, 19, 0))).toBe("5.10");
  expect(generationOf(featuresOf(5, 12, 19))).toBe("5.10");
  expect(generationOf(featuresOf(5, 13, 0))).toBe("5.13");
  expect(generationOf(featuresOf(6, 3, 13))).toBe("5.13");
  expect(generationOf(featuresOf(6, 4, 0))).toBe("6.4");
  expect(generationOf(featuresOf(6, 12, 33))).toBe("6.4");
  expect(generationOf(featuresOf(6, 12, 117))).toBe("6.13");
  expect(generationOf(featuresOf(6, 13, 0))).toBe("6.13");
  expect(generationOf(featuresOf(7, 0, 9))).toBe("6.13");
  expect(generationOf(featuresOf(7, 1, 0))).toBe("7.1");
  const config = text("# Linux/x86 6.12.117 Kernel Configuration\nCONFIG_X86_64=y\n");
  const vermagic = "6.12.0-5-amd64 SMP mod_unload modversions ";
  const module = file("a.ko", ownModule("a", { modinfo: [`vermagic=${vermagic}`] }));
  expect(value((await facts(module)).generation)).toBe("6.4");
  expect(value((await facts(module, file("config", config))).generation)).toBe("6.13");
});

const architectureWith = async (...symbols: readonly string[]): Promise<unknown> => {
  const { architecture } = await facts(
    file("config", text(symbols.map((symbol) => `CONFIG_${symbol}=y\n`).join(""))),
  );
  return architecture.known ? architecture.value.name : "unknown";
};

test("an architecture is read from the symbols that Kconfig sets for it", async () => {
  expect(await architectureWith("X86_64", "64BIT", "X86")).toBe("x86_64");
  expect(await architectureWith("X86", "X86_32")).toBe("i386");
  expect(await architectureWith("ARM")).toBe("arm");
  expect(await architectureWith("ARM64", "64BIT")).toBe("arm64");
  expect(await architectureWith("ARM64", "64BIT", "CPU_BIG_ENDIAN")).toBe("unknown");
  expect(await architectureWith("RISCV", "64BIT")).toBe("riscv64");
  expect(await architectureWith("PPC64", "64BIT", "CPU_LITTLE_ENDIAN")).toBe("ppc64le");
  expect(await architectureWith("MIPS", "CPU_LITTLE_ENDIAN")).toBe("mipsel");
  expect(await architectureWith("S390", "64BIT")).toBe("s390x");
  expect(await architectureWith("SOMETHING")).toBe("unknown");
});

test("damage anywhere in a kernel's files makes facts unknown or other, and nothing else", async () => {
  const paths = [
    `boot/config-${RELEASE}`,
    `lib/modules/${RELEASE}/modules.dep`,
    `lib/modules/${RELEASE}/modules.builtin.modinfo`,
    `lib/modules/${RELEASE}/kernel/fs/fuse/fuse.ko`,
    `lib/modules/${RELEASE}/build/Module.symvers`,
    `lib/modules/${RELEASE}/build/vmlinux`,
  ];
  for (const path of paths) {
    const good = rootFiles[path] ?? new Uint8Array();
    const read = async (bytes: Uint8Array): Promise<unknown> => {
      try {
        return await facts(directory({ ...rootFiles, [path]: bytes }));
      } catch (error) {
        // A configuration whose version was damaged is that of another kernel.
        if (error instanceof InputError && path.startsWith("boot/")) return undefined;
        throw error;
      }
    };
    await survivesDamage(good, read, 60);
  }
});
