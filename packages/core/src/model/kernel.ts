import type { Architecture } from "./architecture.ts";
import type { Config } from "./config.ts";
import type { ConfigDifference } from "./config-difference.ts";
import type { CrcTable, ExportTable } from "./exports.ts";
import type { Fact } from "./fact.ts";
import type { Generation } from "./generation.ts";
import type { OptionMembers } from "./member-guard.ts";
import type { HeadersContradictions } from "./headers-contradictions.ts";
import type { SymversDifferences } from "./symvers-differences.ts";
import type { LoaderFeature } from "./loader-feature.ts";
import type { LoaderOption } from "./loader-option.ts";
import type { ToolDifference } from "./tool-difference.ts";
import type { SysfsModules } from "./sysfs-modules.ts";

/** What is known of a kernel. Each key is one fact that a check can ask for; plain data throughout. */
export interface KernelFacts {
  /** `uname -r`: `"6.12.95+deb12-cloud-arm64"`. UTS_RELEASE in include/generated/utsrelease.h. */
  readonly release: Fact<string>;
  readonly architecture: Fact<Architecture>;
  /** How its loader works, as far as that differs between kernels: the order and wording of load_module(). */
  readonly generation: Fact<Generation>;
  /** What its loader does and others do not, one by one: distributions and stable series take over single ones. */
  readonly features: Fact<ReadonlySet<LoaderFeature>>;
  /** What its loader was configured to do, as far as that shows in an image: options, one by one. */
  readonly loaderOptions: Fact<ReadonlySet<LoaderOption>>;
  /** What it says when it starts: release, builder, compiler, number and time of the build. linux_banner; absent where no image is at hand. */
  readonly banner?: Fact<string>;
  /** The string that same_magic() compares, its trailing space included. VERMAGIC_STRING in include/linux/vermagic.h. */
  readonly vermagic: Fact<string>;
  readonly config: Fact<Config>;
  /** `struct module` as this kernel was compiled: include/linux/module.h under its configuration. */
  readonly structModule: Fact<StructModule>;
  /** Everything that the kernel and its own modules export, or the image alone: `modulesUnknown` tells. */
  readonly exports: Fact<ExportTable>;
  /** CRCs of exported symbols; without CONFIG_MODVERSIONS there are none and the table is empty. */
  readonly crcs: Fact<CrcTable>;
  /** Modules that are built into the image, from `modules.builtin`: name (with `_`) to path, `"kernel/drivers/net/loopback.ko"`. */
  readonly builtins: Fact<ReadonlyMap<string, string>>;
  /** Names that are taken in `/sys/module` before any module is loaded. param_sysfs_init() in kernel/params.c. */
  readonly sysfsModules: Fact<SysfsModules>;
  /** Paths of this kernel's own modules below `lib/modules/<release>`, `"kernel/drivers/net/mii.ko.xz"`, from `modules.dep`. */
  readonly ownModules: Fact<readonly string[]>;
  /** What the kernel was built to do with signatures of modules. kernel/module/signing.c. */
  readonly moduleSigning: Fact<ModuleSigning>;
  /** What module_sig_check() does with a module that has no valid signature. kernel/module/signing.c. */
  readonly signaturePolicy: Fact<SignaturePolicy>;
  /** What happens to a module that uses a symbol of a namespace that it does not import. kernel/module/main.c. */
  readonly namespacePolicy: Fact<NamespacePolicy>;
  /** Where `Module.symvers` and the image disagree; `undefined` when they agree, or one of the two was not given. */
  readonly symversDifferences: Fact<SymversDifferences | undefined>;
  /** Where the configuration of the headers contradicts itself; `undefined` when it does not, or there are no headers. */
  readonly headersContradictions: Fact<HeadersContradictions | undefined>;
  /**
   * What the configuration of the headers says otherwise than the kernel's own; empty when they agree. Absent where the two
   * are not both at hand, or nobody looked.
   */
  readonly headersDifferences?: Fact<readonly ConfigDifference[]>;
  /**
   * Which options bring which members of `struct module`: the `#ifdef`s of include/linux/module.h of the headers, whatever
   * their configuration is. Absent where no headers are at hand, or nobody looked.
   */
  readonly structModuleOptions?: Fact<readonly OptionMembers[]>;
  /** Tools of which the headers tell others than the kernel was built with; empty when they agree, or the two are not both at hand. */
  readonly toolDifferences: Fact<readonly ToolDifference[]>;
  /** Certificates built into the image, `.builtin_trusted_keys`; empty when there are none. Absent where nobody looked. */
  readonly trustedCertificates?: Fact<readonly TrustedCertificate[]>;
  /** Certificates whose keys are in the kernel's other keyrings, of Secure Boot or added since: what was told. Absent where nobody told any. */
  readonly enrolledCertificates?: Fact<readonly TrustedCertificate[]>;
}

/** Sizes and offsets in bytes. */
export interface StructModule {
  /** `sizeof(struct module)`. */
  readonly size: number;
  /** Offset of `init`; absent when the source of the fact does not tell (a module without an init function). */
  readonly init?: number;
  /** Offset of `exit`; absent without CONFIG_MODULE_UNLOAD, or when the source of the fact does not tell. */
  readonly exit?: number;
  /** Its members by offset; absent when the source of the fact has no types (a module that came with the kernel). */
  readonly members?: readonly StructMember[];
}

/** A member of a struct, in bytes. */
export interface StructMember {
  readonly name: string;
  readonly offset: number;
  /** Without padding; absent when the type's size is not known. */
  readonly size?: number;
}

export type NamespacePolicy =
  /** It is refused: EINVAL. */
  | "enforced"
  /** CONFIG_MODULE_ALLOW_MISSING_NAMESPACE_IMPORTS: it loads with a warning. */
  | "warned";

/** Options about signatures, before command line, firmware, or somebody with the right to do so make them stricter. */
export interface ModuleSigning {
  /** CONFIG_MODULE_SIG: whether the loader looks for a signature. */
  readonly verifies: boolean;
  /** CONFIG_MODULE_SIG_FORCE: what `sig_enforce` is at first. */
  readonly enforces: boolean;
  /** CONFIG_SECURITY_LOCKDOWN_LSM; `"forced"` with CONFIG_LOCK_DOWN_KERNEL_FORCE_INTEGRITY or `_CONFIDENTIALITY`. */
  readonly lockdown: "none" | "possible" | "forced";
  /** CONFIG_SECURITY_LOCKDOWN_LSM_EARLY: `lockdown=` counts whichever security modules are started; absent where that is not known. */
  readonly lockdownIsEarly?: boolean;
  /** CONFIG_LSM: the security modules that are started unless the command line names others; absent where that is not known. */
  readonly securityModules?: readonly string[];
}

export type SignaturePolicy =
  /** Unsigned modules load and taint (or CONFIG_MODULE_SIG is off). */
  | "permissive"
  /** CONFIG_MODULE_SIG_FORCE or `module.sig_enforce=1`: EKEYREJECTED. */
  | "enforced"
  /** Kernel lockdown: EPERM. */
  | "lockdown";

/**
 * A certificate whose key the kernel trusts: load_certificate_list() in certs/common.c takes it from
 * `system_certificate_list`. Bytes as hex are lower case, without separators.
 */
export interface TrustedCertificate {
  /** The X.509 certificate as it stands in the image. */
  readonly der: Uint8Array;
  /** Content of the serial number, hex, leading zeros included, as the signer of a PKCS#7 message has it. */
  readonly serial: string;
  /** Content of the issuer's name (the DER within the outer SEQUENCE), hex. */
  readonly issuer: string;
  /** Last common name of the subject; absent when it has none. */
  readonly subject?: string;
  /** Subject key identifier, hex; absent when the certificate has none. */
  readonly subjectKeyId?: string;
  /** The SubjectPublicKeyInfo in DER: algorithm and key. */
  readonly publicKey: Uint8Array;
}
