import type { CodeOddities } from "./code.ts";
import type { ChangedExports } from "./changed-export.ts";
import type { Fact } from "./fact.ts";
import type { ModinfoFacts, ModinfoReader } from "./modinfo.ts";
import type { StructModule } from "./kernel.ts";
import type { NameColumn } from "./names.ts";
import type { Relocations } from "./relocations.ts";
import type { SignatureMessage, SignatureTrust } from "./signature.ts";
import type { OptionChain } from "./option-chain.ts";
import type { ReachedType } from "./reached-type.ts";
import type { Packing } from "./state.ts";
import type { TypeDifferences } from "./type-difference.ts";

/** What is known of a module file. Unknown where the file is too damaged to tell. */
export interface ModuleFacts extends ModinfoFacts {
  /** The ELF file as elf_validity_check() and its successors look at it. Unknown only where it is not known where the file ends for the kernel. */
  readonly elf: Fact<ElfShape>;
  /** The same for loaders that find another `.modinfo` than most; absent where all find the same, as they do in whole modules. */
  readonly modinfoElsewhere?: Fact<Readonly<Partial<Record<ModinfoReader, ModinfoFacts>>>>;
  /** The first `.gnu.linkonce.this_module`; `undefined` when there is none. */
  readonly thisModule: Fact<ThisModule | undefined>;
  /** CRCs of what the module imports; `undefined` when it was built without CONFIG_MODVERSIONS. */
  readonly modversions: Fact<Modversions | undefined>;
  /** The same as a kernel sees it that reads `__versions` alone; absent where there is nothing else. */
  readonly basicVersions?: Fact<Modversions | undefined>;
  /** Undefined symbols, in the order of `.symtab`. */
  readonly imports: Fact<Imports>;
  /** What is odd about the relocations of what occupies memory. */
  readonly relocations: Fact<Relocations>;
  /** Where ftrace is to patch functions; nothing in modules of other architectures than arm64. */
  readonly patchSites: Fact<PatchSites>;
  /** What is odd about the instructions. */
  readonly code: Fact<CodeOddities>;
  /** `.BTF`, the types of the module; `undefined` when there are none. */
  readonly btf: Fact<ModuleBtf | undefined>;
  /** Symbols that the module exports itself, in the order of `__ksymtab*`. */
  readonly exports: Fact<readonly ModuleExport[]>;
  /** The trailer that sign-file appends; `undefined` for an unsigned module. */
  readonly signature: Fact<SignatureTrailer | undefined>;
}

/** A module as it is handed to a kernel: with what matters for some ways of loading only. */
export interface HandedModule extends ModuleFacts {
  /** How the file is packed; `undefined` when it is not. Absent where nobody looked: what unpacks it is seldom the kernel. */
  readonly packing?: Fact<Packing | undefined>;
  /** Its parameters, in the order of `__param`; absent where nobody looked: they matter only where some are given. */
  readonly parameters?: Fact<readonly ModuleParameter[]>;
  /**
   * `struct module` as the module's own debug information has it; `undefined` when there is none. Absent where nobody looked:
   * it matters only where the module's struct is not the kernel's.
   */
  readonly structModule?: Fact<StructModule | undefined>;
  /** Types that it was compiled with and that the kernel lays out otherwise; absent where nobody compared, or a side's types are not at hand. */
  readonly typeDifferences?: Fact<TypeDifferences>;
  /**
   * Structs of the kernel that options guard, of those that may be set otherwise in the module's headers, as far as it gets at them;
   * absent where nobody looked, or the kernel's types are not at hand.
   */
  readonly reachedTypes?: Fact<readonly ReachedType[]>;
  /**
   * What it imports with another CRC than the kernel's, and the types behind that; absent where nobody looked, or the types of a side
   * are not at hand.
   */
  readonly changedExports?: Fact<ChangedExports>;
  /**
   * Why the headers at hand lack options of the kernel that explain its `struct module`, by the Kconfig files of the kernel's source.
   * Absent where nobody asked, or there are no such files.
   */
  readonly optionChains?: Fact<readonly OptionChain[]>;
  /**
   * The compilers that it says it was built by, `.comment`: `"GCC: (Debian 12.2.0-14) 12.2.0"`. Absent where nobody looked: of the
   * kernel's own modules nobody asks.
   */
  readonly compilers?: Fact<readonly string[]>;
  /** How its signature stands against the keys that the kernel trusts; absent where nobody compared. */
  readonly signatureTrust?: Fact<SignatureTrust>;
}

/** A parameter of a module: `struct kernel_param` in include/linux/moduleparam.h. */
export interface ModuleParameter {
  readonly name: string;
  /** What sets it: `"int"` of `param_ops_int`, for an array that of its elements; absent for a setter of the module's own. */
  readonly type?: string;
  /** Most elements that an array takes; absent for what is no array. */
  readonly elements?: number;
  /** Bytes that a `string` has room for, its NUL included; absent for other types. */
  readonly room?: number;
  /** Whether it may not be set while the kernel is locked down (`module_param_hw()`); absent when it may. */
  readonly hardware?: true;
}

/** `.gnu.linkonce.this_module`: the `struct module` that modpost wrote. Sizes and offsets in bytes. */
export interface ThisModule {
  readonly size: number;
  /**
   * `struct module.name` as modpost wrote it, by which the kernel knows the module; empty where it begins with a NUL.
   * Under CONFIG_RANDSTRUCT it stands elsewhere. Absent when the section is too short to have one.
   */
  readonly name?: string;
  /** Whether no NUL ends the name within the member; absent when one does. */
  readonly unterminatedName?: true;
  /** Where the relocation against `init_module` points to; absent for a module without an init function. */
  readonly init?: number;
  /** Where the relocation against `cleanup_module` points to; absent for a module that cannot be unloaded. */
  readonly exit?: number;
  /** Functions that the module defines as `init_module` and `cleanup_module`, and to which nothing in here points; absent when there are none. */
  readonly unlinked?: readonly ("init" | "exit")[];
  /** Functions to whose address something is added before it is entered; absent when there are none. */
  readonly displaced?: readonly ("init" | "exit")[];
}

/** `__versions` or, where they exist, `__version_ext_crcs` and `__version_ext_names`, which the kernel prefers. */
export interface Modversions {
  /** Which of the two the rows come from. */
  readonly layout: "basic" | "extended";
  /** Whether the file also has a basic `__versions`: same_magic() skips the release only then. */
  readonly hasBasic: boolean;
  readonly names: NameColumn;
  readonly crcs: Uint32Array;
  /** What CRCs have above their 32 bits, and the kernel compares too; absent when no CRC has any. */
  readonly high?: Uint32Array;
}

/** Undefined symbols. */
export interface Imports {
  readonly names: NameColumn;
  /** Index in `.symtab`. */
  readonly symbolIndex: Uint32Array;
  /** 1 for STB_WEAK: the kernel leaves such a symbol at 0 when nothing exports it. */
  readonly weak: Uint8Array;
  /** Index in `.symtab` of each SHN_COMMON symbol; absent when there is none. */
  readonly common?: readonly number[];
  /** Index in `.symtab` of each whose name would stand behind the end of the file; absent when there is none. */
  readonly nameless?: readonly number[];
  /** Index in `.symtab` of each of whose name only the beginning is known: what follows the kernel has written. Absent when there is none. */
  readonly beginnings?: ReadonlySet<number>;
  /** Symbols in a section that is not there; absent when there is none. */
  readonly homeless?: readonly HomelessSymbol[];
}

/** A symbol whose section is not there. */
export interface HomelessSymbol {
  /** Index in `.symtab`. */
  readonly symbolIndex: number;
  readonly symbol: string;
  /** The index that it gives for its section. */
  readonly section: number;
}

/** What is odd about the places in which ftrace patches functions. */
export interface PatchSites {
  /** The first that does not come to stand on a multiple of 8 bytes; absent when each does, as far as can be told. */
  readonly misaligned?: {
    /** Name of the section that it is in. */
    readonly section: string;
    /** Bytes from the start of that section. */
    readonly offset: number;
  };
}

/** The types of a module, in BTF that goes on from the kernel's, or from a base that it brings along. */
export interface ModuleBtf {
  /** In bytes. */
  readonly size: number;
  /** Bytes of `.BTF.base`, by which kernels since 6.11 find its types of theirs by name; absent when there is none. */
  readonly base?: number;
  /** Why no kernel takes them; absent when they may be fine. */
  readonly fault?: {
    /** What the kernel says, without `BPF: `. */
    readonly says: readonly string[];
    /** Whether it says so only where it refuses the module for it; absent when not. */
    readonly ofType?: true;
    readonly errno: "EINVAL" | "ENOTSUPP" | "E2BIG";
  };
}

export interface ModuleExport {
  readonly symbol: string;
  readonly gplOnly: boolean;
  /** Absent when the symbol is in no namespace. */
  readonly namespace?: string;
  /** Absent when built without CONFIG_MODVERSIONS. */
  readonly crc?: number;
}

/** `struct module_signature` and what stands before it. include/linux/module_signature.h. */
export interface SignatureTrailer {
  readonly algo: number;
  readonly hash: number;
  /** 2 is PKCS#7, the only one that the kernel takes. */
  readonly idType: number;
  readonly signerLength: number;
  readonly keyIdLength: number;
  /** Length of the PKCS#7 message in bytes. */
  readonly signatureLength: number;
  /** Offset of the PKCS#7 message; the signed bytes are those before it. 0 or less when the trailer lies about its length. */
  readonly signatureOffset: number;
  /** Whether the padding of the structure is not zero; absent when it is. */
  readonly nonZeroPadding?: true;
  /** What stands at `signatureOffset`; absent where the kernel does not look at it. */
  readonly message?: SignatureMessage;
}

/** What the kernel's ELF checks read, raw: a value out of range is there as it stands in the file. */
export interface ElfShape {
  /** Bytes that the kernel sees: the file, without its signature where the kernel takes that off. */
  readonly size: number;
  /** Whether the file starts with `\x7fELF` and has room for the header; when not, nothing else here is meant. */
  readonly hasHeader: boolean;
  /** The class that the file is written in. */
  readonly bits: 32 | 64;
  /** EI_CLASS where it says another class than `bits`, 0 for one that does not exist: some loaders look at it, most do not. */
  readonly classBits?: 0 | 32 | 64;
  /** The byte order that the file is written in; no loader looks at EI_DATA. */
  readonly littleEndian: boolean;
  readonly e_type: number;
  readonly e_machine: number;
  readonly e_flags: number;
  readonly e_entry: bigint;
  readonly e_shentsize: number;
  readonly e_shoff: number;
  readonly e_shnum: number;
  readonly e_shstrndx: number;
  /** Section headers in their order; empty when the table is not inside the file. */
  readonly sections: readonly SectionShape[];
  /** Whether the section name table ends in a NUL, of an empty one whether the byte before it is one; absent when it was not read. */
  readonly nameTableTerminated?: boolean;
  /** The string table of the first `.symtab`; absent when it was not read. */
  readonly symbolNames?: SymbolNames;
}

/** What elf_validity_cache_strtab() of kernels since 6.13 looks at. */
export interface SymbolNames {
  /** Whether the first byte is a NUL. */
  readonly startsWithNul: boolean;
  /** Whether the last byte is a NUL. */
  readonly terminated: boolean;
  /** Whether every `st_name` is inside the table. */
  readonly inBounds: boolean;
}

export interface SectionShape {
  /** `undefined` when `sh_name` is outside the name table, or there is none. */
  readonly name: string | undefined;
  /** Offset of the name in the name table; absent where the name was read. */
  readonly sh_name?: number;
  readonly sh_type: number;
  readonly sh_flags: number;
  readonly sh_addr: bigint;
  readonly sh_offset: number;
  readonly sh_size: number;
  readonly sh_link: number;
  readonly sh_info: number;
  readonly sh_addralign: number;
}
