import type { ElfFile } from "../../formats/elf/elf.ts";
import { SHT_NOBITS, SHT_NULL } from "../../formats/elf/constants.ts";
import { MARKER_SIZE } from "../../formats/module-signature/module-signature.ts";
import { type Fact, unknown } from "../../model/fact.ts";
import type { SignatureTrailer } from "../../model/module.ts";
import { PKEY_ID_PKCS7 } from "./signer.ts";

/** What becomes of an appended signature before the loader looks at the ELF file. */
export type SignatureHandling =
  /** It is taken off: CONFIG_MODULE_SIG. */
  | "takenOff"
  /** It stays, as any bytes at the end would: a kernel without CONFIG_MODULE_SIG, and one that is told to load by force. */
  | "left"
  /** Nothing tells which of the two. */
  | "unknown";

/**
 * Bytes of a file that the loader's other functions see. module_sig_check() and mod_verify_sig() in
 * kernel/module/signing.c take off marker and signature.
 *
 * @param size of the file
 */
export function visibleSize(
  size: number,
  signature: SignatureTrailer | undefined,
  handling: SignatureHandling,
): number {
  if (!signature || handling === "left") return size;
  const { signatureOffset, idType } = signature;
  // mod_check_sig() comes first: of a trailer that it does not take, only the marker is off.
  return signatureOffset > 0 && idType === PKEY_ID_PKCS7 ? signatureOffset : size - MARKER_SIZE;
}

/** Whether what stands before the signature is a whole ELF file, so that it makes no difference whether that is taken off. */
export function isWholeWithout({ header, sections, source }: ElfFile): boolean {
  const { e_shoff, e_shnum, e_shentsize } = header;
  return (
    e_shoff + e_shnum * e_shentsize <= source.size &&
    sections.every(
      ({ sh_type, sh_offset, sh_size }) =>
        sh_type === SHT_NULL || sh_type === SHT_NOBITS || sh_offset + sh_size <= source.size,
    )
  );
}

/** Why it cannot be told what the loader sees of the file. */
export const sizeUnknown: Fact<never> = unknown(
  {
    en: "the signature is said to begin inside the module, and whether the kernel takes signatures off (CONFIG_MODULE_SIG) is told by its image or its configuration, and neither was found",
    zh: "签名据称始于模块内容之中，而内核是否会去掉签名（CONFIG_MODULE_SIG）要看其映像或配置，但两者都没有找到",
  },
  {
    en: "Give the kernel's configuration as a --kernel (/boot/config-RELEASE).",
    zh: "请用 --kernel 提供内核配置（/boot/config-RELEASE）。",
  },
);
